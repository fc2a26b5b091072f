// SPDX-License-Identifier: GPL-3.0-or-later
// The pixel-format table: one row for each format that the viewer can decode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mv {

/// PFNC 2.x 32-bit codes (EMVA/A3 "Pixel Format Naming Convention"), as they stand in a GVSP or U3V leader.
/// Bits 16-23 of a code are the bits that one pixel occupies. A camera may send a code that is not listed here.
enum class PixelFormat : std::uint32_t {
    Mono8 = 0x01080001,
    Mono10 = 0x01100003,
    Mono12 = 0x01100005,
    Mono10Packed = 0x010C0004,
    Mono12Packed = 0x010C0006,
    Mono12p = 0x010C0047,
    BayerRG8 = 0x01080009,
    BayerRG10 = 0x0110000D,
    BayerRG12 = 0x01100011,
    RGB8 = 0x02180014,
};

/// How the samples lie in memory. Pixels follow one another without a gap, also from row to row, unless the
/// leader's padding says otherwise; packed samples therefore may start in the middle of a byte at a row's start.
enum class Packing {
    Bytes8,       ///< one byte a sample
    Bytes16Lsb,   ///< two bytes a sample, little-endian, value in the low bits
    Packed12p,    ///< PFNC "p": one bit stream, least significant bit first, 12 bits a sample
    GvspPacked12, ///< GigE Vision "Packed": two 12-bit samples in three bytes (high 8, low nibbles, high 8)
    GvspPacked10, ///< GigE Vision "Packed": two 10-bit samples in three bytes (high 8, low 2+2 bits, high 8)
};

/// What one sample position means.
enum class ColorLayout { Mono, BayerRG, Rgb };

/// One row of the table. Immutable, lives as long as the program. Thread: any.
struct PixelFormatInfo
{
    PixelFormat code;
    std::string_view name; ///< PFNC name, the same text that PixelFormat's enumeration entries carry
    Packing packing;
    ColorLayout layout;
    int significantBits; ///< bits that carry the value of one sample: 8, 10, 12
    int channels;        ///< samples a pixel: 1 for mono and Bayer, 3 for RGB

    /// Bits that one pixel occupies in the stream (PFNC code bits 16-23).
    constexpr int bitsPerPixel() const { return static_cast<int>((static_cast<std::uint32_t>(code) >> 16) & 0xff); }
    /// Largest sample value.
    constexpr int maxValue() const { return (1 << significantBits) - 1; }
};

/// Every format that can be decoded, in PFNC order. Tests iterate this.
std::span<const PixelFormatInfo> pixelFormats();

/// The row of @p code, or nullptr if the format cannot be decoded.
const PixelFormatInfo *findPixelFormat(std::uint32_t code);
inline const PixelFormatInfo *findPixelFormat(PixelFormat code)
{
    return findPixelFormat(static_cast<std::uint32_t>(code));
}
/// The row of the PFNC name @p name, or nullptr.
const PixelFormatInfo *findPixelFormat(std::string_view name);

/// Bytes of an image of @p width x @p height pixels without padding, rounded up to whole bytes (64-bit safe).
std::size_t imageBytes(const PixelFormatInfo &format, std::uint32_t width, std::uint32_t height);

} // namespace mv
