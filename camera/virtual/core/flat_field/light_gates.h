// SPDX-License-Identifier: GPL-3.0-or-later
// Whether dark frames are dark and bright frames are bright.
#pragma once

#include "camera/virtual/core/flat_field/calibration.h"
#include "camera/virtual/core/flat_field/color_plane.h"

#include <span>

namespace mv::vcam {

/// Full scale at 12 bits, DN.
inline constexpr double kFullScale = 4095;

/// None, or what is wrong with dark frames: more than 0.5 % of the samples at 0; a mean above 6.25 % of full scale.
Refusal refusalOfDark(const StageFrames &frames, double mean);

/// Brightest and darkest of the blocks of 32x32 pixels of the sensor, good pixels only.
struct BlockRange
{
    double darkest = 0, brightest = 0;
    /// At most 1000, which also stands for a block without any light.
    double ratio() const;
};
BlockRange blockRange(const ColorPlane &plane, const std::vector<float> &signal,
                      const std::vector<std::uint8_t> &defects);

/// None, or what is wrong with bright frames, the first of these: more than 0.01 % of the pixels of a frame saturated;
/// brightest block above 85 % of full scale or below 55 %; brightest over darkest more than 2 within a plane; darkest
/// block below 25 %. Where colours differ in brightness, the levels are those of the brightest colour.
/// @p ranges: a plane each.
Refused refusalOfBright(const StageFrames &frames, std::span<const BlockRange> ranges);

} // namespace mv::vcam
