// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU decode: the reference for saving, analysis and pixel read-out. The GPU's shader is held to it by tests.
#pragma once

#include "camera/imaging/frame.h"

#include <QImage>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace mv {

/// Samples at the data's full depth, row by row without padding, channels interleaved (R, G, B).
struct Samples
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int channels = 1;        ///< 1 (mono, raw Bayer) or 3
    int significantBits = 8; ///< values lie in 0 .. 2^significantBits - 1
    std::vector<std::uint16_t> values;
};

/// The raw samples of @p frame: Bayer stays mosaic. Empty if the format is unknown, bytes are missing, there are no
/// pixels, or memory runs out. Bits above the significant ones are cut off.
std::optional<Samples> decode(const Frame &frame);

/// The value of one pixel at full depth, without decoding the whole frame.
struct PixelValue
{
    int channels = 1; ///< 1: gray or raw Bayer sample in values[0]; 3: R, G, B
    std::array<std::uint16_t, 3> values{};
};
/// @p x and @p y count in the frame, from 0. Empty outside the frame, for an unknown format, or where this pixel's
/// bytes are missing (a frame cut short answers for the rows that came).
std::optional<PixelValue> pixelAt(const Frame &frame, std::uint32_t x, std::uint32_t y);

/// An 8-bit picture for the screen: Grayscale8 for mono, RGB888 for RGB and (bilinearly demosaiced) Bayer; deeper
/// samples are divided by 2^(significantBits - 8), Bayer's before it is demosaiced, and beyond its edges the mosaic is
/// taken as mirrored about the edge pixels. Never for analysis or saving. Null where decode() is empty.
QImage toDisplayImage(const Frame &frame);

} // namespace mv
