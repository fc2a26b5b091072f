// SPDX-License-Identifier: GPL-3.0-or-later
// Runs mv-cli as a person or a script does.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <chrono>
#include <memory>

namespace mv::test {

/// What one run left behind.
struct CliRun
{
    int status = -1; ///< exit status; -1: it crashed or had to be killed
    QByteArray out;
    QByteArray err;

    /// Standard output, if it is exactly one line with one JSON object; else empty.
    QJsonObject json() const;
    /// How many lines standard error holds; an unfinished last line counts as a failure of its own (-1).
    int errorLines() const;
};

/// A run under way.
class Cli
{
public:
    /// @p prefix: what to put before the program ("unshare", "-rn" …).
    explicit Cli(const QStringList &arguments, const QStringList &prefix = {});
    QProcess &process() { return *m_process; }
    CliRun finish(std::chrono::seconds limit = std::chrono::seconds(60));

private:
    std::unique_ptr<QProcess> m_process;
};

CliRun runCli(const QStringList &arguments, const QStringList &prefix = {});

/// A Qt string from a literal, as tests need them by the dozen.
inline QString operator""_s(const char *text, std::size_t size)
{
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

} // namespace mv::test
