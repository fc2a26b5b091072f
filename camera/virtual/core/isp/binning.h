// SPDX-License-Identifier: GPL-3.0-or-later
// Several pixels of the sensor as one of the image.
#pragma once

#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/sensor/sensor_params.h"

#include <span>

namespace mv::vcam {

/// How samples are combined. A value; thread: any.
struct Binning
{
    std::uint32_t factorX = 1, factorY = 1; ///< 1, 2 or 4
    BinningMode modeX = BinningMode::Sum, modeY = BinningMode::Sum;
    ColorFilter filter = ColorFilter::None;
    std::uint16_t black = 0;         ///< 1/16 DN; what a sum must not add up
    std::uint16_t fullScale = 65520; ///< 1/16 DN; where a sum is clipped
};

/// Pixels that a side of @p side samples has after binning by @p factor; what does not fill a whole bin is left out. On
/// Bayer, bins come in pairs (a cell of 2 factor x 2 factor samples gives a cell of 2x2).
std::uint32_t binnedSide(std::uint32_t side, std::uint32_t factor, ColorFilter filter);

/// Bins @p samples (1/16 DN, @p width x @p height, as Sensor::render() gives them) into @p binned, of binnedSide() both
/// ways. False, and nothing is done, if a factor or the size of a span is not possible. The spans must not overlap.
///
/// Average: the mean. Sum: the signals above black added up, on top of black, clipped to [0, fullScale]. With a mode
/// each way, signals are added up one way and averaged the other:
///   binned = black + sum of (sample - black) / pixels averaged over
/// On BayerRG a bin holds the pixels of one colour of its cell, and the result is BayerRG again.
///
/// The mean keeps to the light, although the samples are whole sixteenths: they were cut off, so that each is half a
/// sixteenth too low on average, and the binned ones must be so too, for the last stage counts on it. A mean of cut-off
/// samples is; a sum of N would be N halves too low, and gets the N - 1 halves that are too many back. Half a sixteenth
/// that remains is given to the bins whose first sample is odd: rounding always up would make the mean of two 1/64 DN
/// too bright. Thread: any.
bool bin(std::span<const std::uint16_t> samples, std::uint32_t width, std::uint32_t height, const Binning &binning,
         std::span<std::uint16_t> binned);

} // namespace mv::vcam
