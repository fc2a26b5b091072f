// SPDX-License-Identifier: GPL-3.0-or-later
// What one thread works on at a time: a short piece of one row, in the first-level cache.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Pixels of a strip. Strips begin at multiples of this in sensor coordinates, and all loops over one have this
/// constant length, so that compilers vectorise them without remainders; maps and profiles are padded to it.
inline constexpr std::uint32_t kStripPixels = 256;

constexpr std::uint32_t paddedWidth(std::uint32_t width)
{
    return (width + kStripPixels - 1) / kStripPixels * kStripPixels;
}

/// Scratch of one strip. A value; thread: the one that owns it.
struct PixelStrip
{
    alignas(64) std::uint32_t shotWords[kStripPixels]; ///< random bits of the Poisson deviates
    alignas(64) std::uint32_t readWords[kStripPixels]; ///< random bits of the read noise
    alignas(64) float light[kStripPixels];             ///< photons
    alignas(64) float mean[kStripPixels];              ///< expected electrons, photo- and dark
    alignas(64) float deviate[kStripPixels];           ///< standard normal
    alignas(64) float electrons[kStripPixels];
    alignas(64) std::uint16_t samples[kStripPixels]; ///< 1/16 DN
};

} // namespace mv::vcam
