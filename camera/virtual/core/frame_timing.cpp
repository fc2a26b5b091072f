// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of the frame rate.
#include "camera/virtual/core/frame_timing.h"

#include "camera/virtual/core/settings.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

std::int64_t nanoseconds(double us)
{
    return std::llround(us * 1000);
}

RateLimit limitOf(const SensorTiming &timing, bool triggered)
{
    if (triggered)
        return RateLimit::Trigger;
    const std::int64_t shortest = timing.shortestPeriod();
    if (timing.framePeriod > shortest)
        return RateLimit::AcquisitionFrameRate;
    if (timing.transfer == shortest)
        return RateLimit::LinkThroughput;
    // Without overlap both count; the longer is worth shortening.
    const bool reading = timing.overlapped ? timing.readout == shortest : timing.readout > timing.exposure;
    return reading ? RateLimit::SensorReadout : RateLimit::Exposure;
}

} // namespace

double longestExposureUs(const SensorTiming &timing)
{
    std::int64_t period = std::max(timing.transfer, timing.framePeriod);
    period = std::max(period, timing.overlapped ? timing.readout : 2 * timing.readout);
    const std::int64_t longest = period - (timing.overlapped ? timing.resetGap : timing.readout);
    return std::clamp(double(longest) / 1000, kMinExposureUs, kMaxExposureUs);
}

FrameTiming frameTiming(const Settings &settings, std::size_t payloadBytes, std::uint32_t sensorRows)
{
    SensorTiming sensor;
    sensor.exposure = nanoseconds(settings.exposureUs);
    sensor.readout = nanoseconds((sensorRows + kOverheadLines) * kLineTimeUs);
    sensor.transfer = nanoseconds(double(payloadBytes) * 1e6 / double(settings.linkBytesPerSecond));
    sensor.resetGap = nanoseconds(kResetGapUs);
    sensor.overlapped = settings.shutterMode != ShutterMode::GlobalReset;
    sensor.activeInReadout = settings.shutterMode != ShutterMode::Global;
    sensor.framePeriod = settings.frameRateEnable ? nanoseconds(1e6 / settings.frameRateHz) : 0;
    return {sensor, limitOf(sensor, settings.io.triggers[std::size_t(TriggerKind::FrameStart)].on)};
}

} // namespace mv::vcam
