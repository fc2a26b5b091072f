// SPDX-License-Identifier: GPL-3.0-or-later
// Proportional control: light is linear, so the first step is the right one unless something was clipped.
#include "camera/virtual/core/auto_control.h"

#include "camera/virtual/core/settings.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

double wantedFactor(const PictureStatistics &seen, double target)
{
    constexpr double kMostPerStep = 16;
    const double signal = std::max(seen.mean - seen.black, 1e-9);
    double factor = std::max(target - seen.black, 0.0) / signal;
    if (seen.saturated > 0.9 && factor < 1)
        factor /= 4;
    return std::clamp(factor, 1 / kMostPerStep, kMostPerStep);
}

} // namespace

double brightnessTolerance(double target)
{
    return std::max(target / 50, 0.002);
}

Brightness nextBrightness(const Brightness &now, const PictureStatistics &seen, double target,
                          const BrightnessLimits &limits)
{
    const bool settled = std::abs(seen.mean - target) <= brightnessTolerance(target);
    const double factor = settled ? 1.0 : wantedFactor(seen, target);
    const auto exposure = [&limits](double wanted) {
        return std::clamp(wanted, kMinExposureUs, std::max(limits.longestUs, kMinExposureUs));
    };
    const auto gain = [](double wanted) { return std::clamp(wanted, 1.0, kMaxGain); };
    Brightness next = now;
    if (limits.moveExposure && limits.moveGain && !settled) {
        const double total = now.exposureUs * now.gain * factor;
        next.exposureUs = exposure(total);
        next.gain = gain(total / next.exposureUs);
    } else if (limits.moveExposure) {
        next.exposureUs = exposure(now.exposureUs * factor);
    } else if (limits.moveGain) {
        next.gain = gain(now.gain * factor);
    }
    return next;
}

BalanceRatios nextRatios(const BalanceRatios &now, const std::array<double, 3> &channels)
{
    constexpr double kTolerance = 0.005;
    const double strongest = std::ranges::max(channels);
    if (!(std::ranges::min(channels) > 0))
        return now;
    BalanceRatios next;
    double least = 1e9, most = 0; // of the changes: a common factor is no change of colour
    for (std::size_t i = 0; i < next.size(); ++i) {
        const double ratio = strongest / channels[i] * kRatioOne;
        next[i] = std::uint32_t(std::llround(std::min(ratio, double(kMaxRatio))));
        const double change = double(next[i]) / std::max(double(now[i]), 1.0);
        least = std::min(least, change);
        most = std::max(most, change);
    }
    const bool normal = std::ranges::min(now) == kRatioOne;
    return normal && most <= least * (1 + kTolerance) ? now : next;
}

double nextBlackCorrection(double now, double dark, double target)
{
    constexpr double kTolerance = 1.0 / 16, kReach = 4095;
    if (std::abs(target - dark) <= kTolerance)
        return now;
    return std::clamp(now + target - dark, -kReach - target, kReach - target);
}

} // namespace mv::vcam
