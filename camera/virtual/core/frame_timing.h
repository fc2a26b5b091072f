// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the sensor can go: exposure, readout and the link.
#pragma once

#include "camera/virtual/core/io/exposures.h"

#include <cstddef>

namespace mv::vcam {

struct Settings;

/// What limits the delivered frame rate (ResultingFrameRateLimit).
enum class RateLimit : std::int64_t {
    Exposure = 0,
    SensorReadout = 1,
    LinkThroughput = 2,
    AcquisitionFrameRate = 3,
    Trigger = 4
};

/// With a global or a rolling shutter the sensor exposes the next frame while it reads out the last, so the shortest
/// period is the longest of three: the readout, the exposure (plus a gap in which the pixels are reset), and the
/// transfer of the payload over the link. With a global reset the rows are exposed until they are read out, and nothing
/// overlaps: exposure + readout, or the transfer. Whole nanoseconds, so that everything that is derived agrees. A
/// value; thread: any.
struct FrameTiming
{
    SensorTiming sensor;
    RateLimit limit; ///< at present, of the delivered rate

    double readoutUs() const { return double(sensor.readout) / 1000; }
    double resultingRateHz() const { return 1e9 / double(sensor.shortestPeriod()); } ///< ResultingFrameRateAbs
    double shortestPeriodUs() const { return double(sensor.shortestPeriod()) / 1000; }
    double periodUs() const { return double(sensor.period()) / 1000; } ///< delivered, without triggers
};

inline constexpr double kLineTimeUs = 6.1;   ///< one row through the ADCs: 78 frames/s at 2048 rows
inline constexpr double kOverheadLines = 40; ///< vertical blanking
inline constexpr double kResetGapUs = 10;    ///< between two exposures

/// The longest exposure, in us, that leaves the frame rate as it would be without it. With a global reset every
/// exposure counts: there, one as long as the readout is let through at least.
double longestExposureUs(const SensorTiming &timing);

/// @p sensorRows are read out for an image: its height before binning.
FrameTiming frameTiming(const Settings &settings, std::size_t payloadBytes, std::uint32_t sensorRows);

} // namespace mv::vcam
