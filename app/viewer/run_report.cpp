// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the report of a run.
#include "app/viewer/run_report.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <ctime>
#include <unistd.h>

namespace mv {
namespace {

QJsonValue orNull(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue count(const std::optional<FrameLedger> &ledger, std::uint64_t FrameLedger::*member)
{
    return ledger ? QJsonValue(static_cast<qint64>((*ledger).*member)) : QJsonValue();
}

} // namespace

QJsonObject RunReport::toJson() const
{
    QJsonObject json;
    json[QStringLiteral("received")] = count(ledger, &FrameLedger::received);
    json[QStringLiteral("shown")] = count(ledger, &FrameLedger::shown);
    json[QStringLiteral("skipped")] = count(ledger, &FrameLedger::skipped);
    json[QStringLiteral("recorded")] = count(ledger, &FrameLedger::recorded);
    json[QStringLiteral("lost")] = ledger ? QJsonValue(static_cast<qint64>(ledger->lost())) : QJsonValue();
    json[QStringLiteral("incomplete")] = count(ledger, &FrameLedger::incomplete);
    json[QStringLiteral("bytes")] = count(ledger, &FrameLedger::bytes);
    json[QStringLiteral("captureFps")] = orNull(captureFps);
    json[QStringLiteral("displayFps")] = orNull(displayFps);
    json[QStringLiteral("longestGuiStallMs")] = orNull(longestGuiStallMs);
    json[QStringLiteral("startToWindowMs")] = orNull(startToWindowMs);
    json[QStringLiteral("connectToPictureMs")] = orNull(connectToPictureMs);
    json[QStringLiteral("frameAgeMedianMs")] = orNull(frameAgeMedianMs);
    json[QStringLiteral("frameAgeP99Ms")] = orNull(frameAgeP99Ms);
    json[QStringLiteral("peakMemoryKb")] = peakMemoryKb ? QJsonValue(*peakMemoryKb) : QJsonValue();
    json[QStringLiteral("reconnects")] = static_cast<qint64>(reconnects);
    return json;
}

std::optional<qint64> peakMemoryKb()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:")) {
            bool ok = false;
            const qint64 kb = line.mid(6).trimmed().split(' ').first().toLongLong(&ok);
            return ok ? std::optional(kb) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<double> msSinceProcessStart()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    // proc(5): field 22 is the start time in ticks since boot; field 2, the name, may hold spaces and ends with ')'.
    const QByteArray line = file.readAll();
    const QByteArrayList fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    bool ok = false;
    const double ticks = fields.value(22 - 3).toDouble(&ok);
    timespec now{};
    if (!ok || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return std::nullopt;
    const double started = ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started) * 1000;
}

std::optional<QString> writeJsonFile(const QString &path, const QJsonObject &object)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.write(QJsonDocument(object).toJson());
    if (!file.commit())
        return file.errorString();
    return std::nullopt;
}

} // namespace mv
