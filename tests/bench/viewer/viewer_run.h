// SPDX-License-Identifier: GPL-3.0-or-later
// One timed run of mv-viewer on a camera that is there.
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>

#include <sys/resource.h>

namespace mv::test {

/// CPU seconds, user's and system's, of all children that have ended.
inline double cpuOfChildren()
{
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Live for @p seconds at 1280x800: the figures of --stats, and "cpuSeconds". Empty if the program failed.
inline QJsonObject runViewer(const QString &id, const QString &folder, int seconds)
{
    const QString figures = folder + QStringLiteral("/stats.json");
    QFile::remove(figures);
    const double before = cpuOfChildren();
    QProcess viewer;
    viewer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    viewer.start(QStringLiteral(MV_BIN_DIR "/mv-viewer"),
                 {QStringLiteral("--config-dir"), folder, QStringLiteral("--connect"), id, QStringLiteral("--play"),
                  QStringLiteral("--window"), QStringLiteral("1280x800"), QStringLiteral("--stats"), figures,
                  QStringLiteral("--exit-after"), QString::number(seconds)});
    QFile file(figures);
    if (!viewer.waitForFinished((seconds + 40) * 1000) || viewer.exitCode() != 0 || !file.open(QIODevice::ReadOnly))
        return {};
    QJsonObject result = QJsonDocument::fromJson(file.readAll()).object();
    result[QStringLiteral("cpuSeconds")] = cpuOfChildren() - before;
    return result;
}

} // namespace mv::test
