// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one run of the program, as --stats writes them.
#pragma once

#include "camera/frame_ledger.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace mv {

/// Names and meanings: docs/formats.md. A figure that is not known is empty and becomes null.
struct RunReport
{
    std::optional<FrameLedger> ledger; ///< of all streams; empty if there was none
    std::optional<double> captureFps;  ///< mean over the streaming time
    std::optional<double> displayFps;  ///< mean over the painting time
    std::optional<double> longestGuiStallMs;
    std::optional<double> startToWindowMs;
    std::optional<double> connectToPictureMs;
    std::optional<double> frameAgeMedianMs;
    std::optional<double> frameAgeP99Ms;
    std::optional<qint64> peakMemoryKb;
    quint64 reconnects = 0;

    QJsonObject toJson() const;
};

/// The most memory this process ever had (VmHWM of /proc/self/status).
std::optional<qint64> peakMemoryKb();
/// Since this process was started by the system, dynamic linking included (10 ms exact: /proc counts in ticks).
std::optional<double> msSinceProcessStart();
/// Either the whole new file is there or the old state; the reason if not.
std::optional<QString> writeJsonFile(const QString &path, const QJsonObject &object);

} // namespace mv
