// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the sensor can go: exposure, readout and the link.
#pragma once

#include "camera/virtual/core/settings.h"

#include <cstddef>

namespace mv::vcam {

/// The sensor exposes the next frame while it reads out the last, so the period is the longest of three: the readout,
/// the exposure (plus a gap in which the pixels are reset), and the transfer of the payload over the link. A value;
/// thread: any.
struct FrameTiming
{
    double readoutUs;  ///< (Height + overhead lines) x line time
    double transferUs; ///< payload / link throughput
    double shortestPeriodUs;
    double resultingRateHz; ///< ResultingFrameRateAbs = 1 / shortestPeriodUs
    double periodUs;        ///< delivered: the slower of the above and AcquisitionFrameRate, if enabled
};

inline constexpr double kLineTimeUs = 6.1;      ///< one row through the ADCs: 78 frames/s at 2048 rows
inline constexpr double kOverheadLines = 40;    ///< vertical blanking
inline constexpr double kResetGapUs = 10;       ///< between two exposures
inline constexpr double kLinkBytesPerUs = 1000; ///< what the camera's link carries: 1 GB/s

FrameTiming frameTiming(const Settings &settings, std::size_t payloadBytes);

} // namespace mv::vcam
