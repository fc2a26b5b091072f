// SPDX-License-Identifier: GPL-3.0-or-later
// The spatial statistics of EMVA 1288 R4.0 of one map.
#pragma once

#include <cstdint>
#include <span>

namespace mv::vcam {

/// Variances of a fixed pattern and of its parts, in the square of the map's unit. A part's estimate can fall below
/// zero when it is lost in the others ("below resolution"), so they are kept as variances. A value; thread: any.
struct PatternStatistics
{
    double mean = 0;
    double total = 0; ///< s^2_y, n - 1 in the denominator
    double column = 0, row = 0, pixel = 0;
};

/// EMVA 1288 R4.0, 4.3 (spatial variances with the corrections for rows, columns and pixels) of a map without temporal
/// noise, with M rows, N columns and D = MN - M - N:
///   s^2_col = (MN-M)/D s^2_cav - N/D (s^2_y - s^2_rav),  s^2_row = (MN-N)/D s^2_rav - M/D (s^2_y - s^2_cav),
///   s^2_pixel = MN/D (s^2_y - s^2_cav - s^2_rav).
/// Below 3x3 pixels only mean and total are filled. Thread: any.
PatternStatistics patternStatistics(std::span<const float> map, std::uint32_t width, std::uint32_t height);

} // namespace mv::vcam
