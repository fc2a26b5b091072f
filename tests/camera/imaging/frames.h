// SPDX-License-Identifier: GPL-3.0-or-later
// Frames for tests, and the packings written down a second time, bit by bit.
#pragma once

#include <camera/imaging/frame.h>

#include <cstdint>
#include <initializer_list>
#include <random>
#include <vector>

namespace mv::test {

inline std::vector<std::byte> bytes(std::initializer_list<int> values)
{
    std::vector<std::byte> result;
    for (const int value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

inline FrameInfo geometry(PixelFormat format, std::uint32_t width, std::uint32_t height, std::uint32_t paddingX = 0)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format);
    info.width = width;
    info.height = height;
    info.paddingX = paddingX;
    return info;
}

/// Every byte random (dirty high bits included), the same for the same arguments.
inline std::vector<std::byte> noise(std::size_t size, unsigned seed = 1)
{
    std::minstd_rand random(seed);
    std::vector<std::byte> result(size);
    for (std::byte &byte : result)
        byte = static_cast<std::byte>(random() >> 7);
    return result;
}

/// Bytes of a row, or of an image whose rows follow one another without a gap.
inline std::size_t bytesOfRun(const PixelFormatInfo &format, std::uint64_t pixels)
{
    return (pixels * static_cast<unsigned>(format.bitsPerPixel()) + 7) / 8;
}

/// Bit @p bit of sample @p sample lies in this bit of the run, counted from bit 0 of byte 0. Written from the
/// definitions (PFNC 2.x "p"; GigE Vision 1.x "Packed"), not from the decoder.
inline std::uint64_t bitPosition(Packing packing, std::uint64_t sample, unsigned bit)
{
    const std::uint64_t pairStart = sample / 2 * 24; // GVSP packings: two samples in three bytes
    const bool second = sample % 2 == 1;
    switch (packing) {
    case Packing::Bytes8:
        return sample * 8 + bit;
    case Packing::Bytes16Lsb:
        return sample * 16 + bit;
    case Packing::Packed12p:
        return sample * 12 + bit;
    case Packing::GvspPacked12:
        if (bit >= 4)
            return pairStart + (second ? 16u : 0u) + (bit - 4);
        return pairStart + 8 + (second ? 4u : 0u) + bit;
    case Packing::GvspPacked10:
        if (bit >= 2)
            return pairStart + (second ? 16u : 0u) + (bit - 2);
        return pairStart + 8 + (second ? 4u : 0u) + bit;
    }
    return 0;
}

inline std::uint16_t slowSample(const PixelFormatInfo &format, const std::byte *run, std::uint64_t sample)
{
    unsigned value = 0;
    for (unsigned bit = 0; bit < static_cast<unsigned>(format.significantBits); ++bit) {
        const std::uint64_t position = bitPosition(format.packing, sample, bit);
        value |= (std::to_integer<unsigned>(run[position / 8]) >> (position % 8) & 1u) << bit;
    }
    return static_cast<std::uint16_t>(value);
}

} // namespace mv::test
