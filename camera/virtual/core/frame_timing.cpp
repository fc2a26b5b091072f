// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of the frame rate.
#include "camera/virtual/core/frame_timing.h"

#include <algorithm>

namespace mv::vcam {

FrameTiming frameTiming(const Settings &settings, std::size_t payloadBytes)
{
    FrameTiming timing{};
    timing.readoutUs = (settings.image.height + kOverheadLines) * kLineTimeUs;
    timing.transferUs = double(payloadBytes) / kLinkBytesPerUs;
    timing.shortestPeriodUs = std::max({timing.readoutUs, settings.exposureUs + kResetGapUs, timing.transferUs});
    timing.resultingRateHz = 1e6 / timing.shortestPeriodUs;
    timing.periodUs = timing.shortestPeriodUs;
    if (settings.frameRateEnable)
        timing.periodUs = std::max(timing.periodUs, 1e6 / settings.frameRateHz);
    return timing;
}

} // namespace mv::vcam
