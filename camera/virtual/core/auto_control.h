// SPDX-License-Identifier: GPL-3.0-or-later
// What the automatic modes make of one picture: arithmetic without memory.
#pragma once

#include "camera/virtual/core/isp/isp_settings.h"
#include "camera/virtual/core/isp/picture_statistics.h"

namespace mv::vcam {

/// The two numbers that brightness is proportional to. A value; thread: any.
struct Brightness
{
    double exposureUs = 5000;
    double gain = 1; ///< analogue

    bool operator==(const Brightness &) const = default;
};

/// What may be moved, and how far. A value; thread: any.
struct BrightnessLimits
{
    bool moveExposure = false, moveGain = false;
    double longestUs = 5000; ///< exposure that does not slow the camera down
};

inline constexpr double kMaxGain = 32;

/// Share of full scale by which the mean may miss @p target: a 50th of it, but never less than 0.2 %.
double brightnessTolerance(double target);

/// What brings the mean of a picture, taken with @p now and @p seen, to @p target (a share of full scale): the signal
/// above black is proportional to exposure x gain. Changes nothing within the tolerance. With both to move, the
/// exposure goes as far as it can before the gain does, since gain brings no light. A picture that is saturated all
/// over cannot tell how much too bright it is: a quarter of what its mean asks for. At most 16 times more or less a
/// step.
Brightness nextBrightness(const Brightness &now, const PictureStatistics &seen, double target,
                          const BrightnessLimits &limits);

/// The ratios that make the mean colour of a picture grey, the smallest of them 1, so that what is saturated stays
/// white. @p now if they already do so within half a per cent.
BalanceRatios nextRatios(const BalanceRatios &now, const std::array<double, 3> &channels);

/// The correction of the analogue black level (DN of a 12-bit ADC) that brings the shielded pixels from @p dark to
/// @p target. @p now if they are there within a 16th; the sum of target and correction stays within the converter's
/// range.
double nextBlackCorrection(double now, double dark, double target);

} // namespace mv::vcam
