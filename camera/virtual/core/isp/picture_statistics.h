// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture tells the automatic modes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mv::vcam {

struct SampleRange;

/// Of one picture. Brightness is a share of full scale. A value; thread: any.
struct PictureStatistics
{
    double mean = 0;      ///< of all samples, before gamma or look-up table
    double black = 0;     ///< where darkness lies
    double saturated = 0; ///< share of the samples above 15/16 of full scale

    /// Mean of red, green and blue above black, in 1/16 DN, before the white balance; nothing without a mosaic, or if
    /// too little of the picture is neither dark nor saturated to tell.
    std::optional<std::array<double, 3>> channels;
    double dark = 0; ///< mean of the shielded pixels, DN of a 12-bit ADC
};

/// Fills in mean, black and saturated. Thread: any.
void measureBrightness(std::span<const std::uint16_t> samples, const SampleRange &range, PictureStatistics &statistics);

/// PictureStatistics::channels of a BayerRG mosaic: the sums over those cells of 2x2 whose samples are all below 15/16
/// of full scale (a clipped colour would tell a lie about the light) and whose green is above black by a 64th of it.
/// Nothing if they are less than a 64th of the picture. Thread: any.
std::optional<std::array<double, 3>> channelMeans(std::span<const std::uint16_t> samples, std::uint32_t width,
                                                  const SampleRange &range);

} // namespace mv::vcam
