// SPDX-License-Identifier: GPL-3.0-or-later
// What a command has to say, and how the program says it.
#include "app/cli/outcome.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cerrno>
#include <cstdio>

namespace mv::cli {

namespace {

/// 0, or the errno that says why not.
int put(std::FILE *stream, const QByteArray &bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    const bool written = std::fwrite(bytes.constData(), 1, size, stream) == size && std::fflush(stream) == 0;
    return written ? 0 : (errno != 0 ? errno : EIO);
}

/// One line, whatever a device or the system put into the text.
void putError(const QString &text)
{
    put(stderr, "mv-cli: " + text.simplified().toUtf8() + '\n');
}

/// toText(), except that "first" is nobody's name.
QString sentence(const Error &error)
{
    if (error.code == ErrorCode::DeviceNotFound && error.arguments == QStringList{QStringLiteral("first")})
        return QCoreApplication::translate("Cli",
                                           "No camera was found; check its power and cable, and that no firewall "
                                           "is in between.");
    return toText(error);
}

QString detailedSentence(const Error &error)
{
    const bool plain = error.detail.isEmpty() || sentence(error) != toText(error);
    return plain ? sentence(error) : toDetailedText(error);
}

} // namespace

QJsonObject errorJson(const Error &error)
{
    QJsonObject object{{QStringLiteral("code"), codeName(error.code)}, {QStringLiteral("text"), sentence(error)}};
    if (!error.detail.isEmpty())
        object[QLatin1String("detail")] = error.detail;
    return object;
}

int print(const Outcome &outcome, bool json)
{
    QByteArray report = outcome.text.toUtf8();
    if (json) {
        QJsonObject object = outcome.json;
        if (outcome.error)
            object[QLatin1String("error")] = errorJson(*outcome.error);
        report = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    const int reason = put(stdout, report);
    if (outcome.error)
        putError(detailedSentence(*outcome.error));
    else if (reason != 0)
        putError(QCoreApplication::translate("Cli", "The report could not be written to standard output (%1); check "
                                                    "where the output is sent.")
                     .arg(qt_error_string(reason)));
    return outcome.error || reason != 0 ? 1 : 0;
}

int printUsageError(const QString &text)
{
    putError(text);
    return 2;
}

} // namespace mv::cli
