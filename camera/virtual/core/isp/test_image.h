// SPDX-License-Identifier: GPL-3.0-or-later
// Computed images that pass by all processing: one formula each.
#pragma once

#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/isp/sample_line.h"

namespace mv::vcam {

/// Side of a square of Checkerboard, pixels: 2^5.
inline constexpr unsigned kCheckerShift = 5;

/// State n of the linear feedback shift register of LfsrStress: s(0) = 1, s(n + 1) = s(n) / 2 (rounded down), xor the
/// feedback mask if s(n) is odd. The masks 0xB8, 0x240 and 0xE08 for 8, 10 and 12 bits make all 2^bits - 1 values but
/// 0 appear before it begins again. Thread: any.
std::vector<std::uint16_t> lfsrSequence(unsigned bits);

/// Makes the pixels of frames; keeps the packed rows of the test image that was asked for last. With b significant
/// bits a sample, M = 2^b - 1, x and y counted in an image of width W, and c the frame counter, the value of every
/// sample of a pixel is
///   Black 0; White M
///   Grey…Ramp: Horizontal x, Vertical y, Diagonal x + y; Moving: + c; all modulo 2^b
///   ColorBar: bar floor(8 x / W) of white, yellow, cyan, green, magenta, red, blue, black; a channel that is on in
///     the bar's colour is M, else 0; a Bayer format has the channel of its raw pixel; a mono format has
///     floor(M (299 R + 587 G + 114 B) / 1000 + 1/2) with R, G and B of 0 or 1 (ITU-R BT.601)
///   Checkerboard: M if floor(x / 32) + floor(y / 32) is odd, else 0
///   LfsrStress: s((x + W y + c) mod M)
///   FrameCounter: floor(c / 256^(x mod 8)) mod 256
/// Thread: one at a time; the pixels that it makes: any.
class TestImages
{
public:
    /// @p image must be one of those with a formula above.
    std::shared_ptr<const FramePixels> pixels(TestImage image, const PixelFormat &format, std::uint32_t width,
                                              std::uint64_t counter);

private:
    struct Key
    {
        TestImage image = TestImage::Off;
        std::uint32_t format = 0, width = 0;
        bool operator==(const Key &) const = default;
    };
    Key m_key;
    std::vector<std::shared_ptr<const SampleLine>> m_lines; ///< one, or one for even and one for odd rows
};

} // namespace mv::vcam
