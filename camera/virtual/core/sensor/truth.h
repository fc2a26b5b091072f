// SPDX-License-Identifier: GPL-3.0-or-later
// What the sensor really is, for whoever measures it: the realised maps, not the parameters they were drawn with.
#pragma once

#include "camera/virtual/core/sensor/fixed_pattern.h"
#include "camera/virtual/core/sensor/pattern_statistics.h"

namespace mv::vcam {

/// The realised sensor. Immutable once made; thread: any.
struct Truth
{
    SensorParams params;
    PixelMap offset;      ///< DSNU without dark current, electrons
    PixelMap gain;        ///< 1 + PRNU, without defects
    PixelMap shading;     ///< lens and dust
    PixelMap darkCurrent; ///< electrons per second at 25 °C, without hot pixels
    std::vector<Defect> defects;
    PatternStatistics dsnu;        ///< of offset; the roots of its variances are DSNU1288 and its parts
    PatternStatistics prnu;        ///< of gain over its mean
    PatternStatistics darkPattern; ///< of darkCurrent: what a second of exposure at 25 °C adds to the dark map
};

Truth makeTruth(const SensorParams &params);

/// Writes into @p directory, which is made if it is missing:
///   offset, gain, shading, dark_current: NAME.f32 (width x height IEEE 754 single precision numbers, little-endian,
///   row by row, nothing else in the file) and NAME.json beside it ("width", "height", "type": "float32le", "unit",
///   "meaning"); truth.json: the parameters, the statistics as standard deviations (null: below resolution) and the
///   defects.
/// A sentence if that fails. Thread: any.
std::optional<std::string> writeTruth(const Truth &truth, const std::string &directory);

} // namespace mv::vcam
