// SPDX-License-Identifier: GPL-3.0-or-later
// The pixel formats the virtual camera can send: one row each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mv::vcam {

/// How samples lie in memory.
enum class Packing {
    Bytes,      ///< one byte a sample
    Words,      ///< two bytes a sample, little-endian, value in the low bits
    GigePacked, ///< two samples in three bytes: high 8 of the first, both low parts, high 8 of the second (GigE Vision)
    PfncPacked, ///< samples follow each other without gaps, least significant bit first (PFNC suffix "p")
};

/// One pixel format. Code and bits are those of the PFNC (GenICam Pixel Format Naming Convention). A value; thread:
/// any.
struct PixelFormat
{
    std::string_view name;    ///< SFNC name, e.g. "Mono12Packed"
    std::uint32_t code;       ///< PFNC 32-bit code
    unsigned bitsPerPixel;    ///< as stored
    unsigned significantBits; ///< of one sample
    unsigned samplesPerPixel; ///< 3 for RGB8
    Packing packing;
    bool onMono;  ///< offered by the monochrome model
    bool onColor; ///< offered by the colour model

    /// The colour model sends its mosaic as it is.
    bool isRaw() const { return name.starts_with("Bayer"); }
    /// Bytes of one row of @p width pixels; the width step of 4 makes every row whole bytes in every format.
    std::size_t rowBytes(std::uint32_t width) const { return std::size_t(width) * bitsPerPixel / 8; }
};

std::span<const PixelFormat> pixelFormats();
/// nullptr if there is none of that code.
const PixelFormat *findPixelFormat(std::uint32_t code);

} // namespace mv::vcam
