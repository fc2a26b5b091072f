// SPDX-License-Identifier: GPL-3.0-or-later
// The bit layouts of the pixel formats.
#include "camera/virtual/core/packing.h"

namespace mv::vcam {

namespace {

// Mono10Packed / Mono12Packed (GigE Vision): byte 0 = high 8 bits of the first sample, byte 1 = low bits of the first
// in its low nibble and of the second in its high nibble, byte 2 = high 8 bits of the second.
void packGige(unsigned bits, std::uint16_t first, std::uint16_t second, std::vector<std::uint8_t> &out)
{
    const unsigned low = bits - 8;
    const unsigned mask = (1u << low) - 1;
    out.push_back(std::uint8_t(first >> low));
    out.push_back(std::uint8_t((first & mask) | ((second & mask) << 4)));
    out.push_back(std::uint8_t(second >> low));
}

// Mono12p (PFNC): a stream of 12-bit samples, least significant bit first.
void packPfnc12(std::uint16_t first, std::uint16_t second, std::vector<std::uint8_t> &out)
{
    out.push_back(std::uint8_t(first));
    out.push_back(std::uint8_t((first >> 8) | ((second & 0x0F) << 4)));
    out.push_back(std::uint8_t(second >> 4));
}

} // namespace

std::vector<std::uint8_t> packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples)
{
    std::vector<std::uint8_t> out;
    out.reserve(samples.size() * 2);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        switch (format.packing) {
        case Packing::Bytes:
            out.push_back(std::uint8_t(samples[i]));
            break;
        case Packing::Words:
            out.push_back(std::uint8_t(samples[i]));
            out.push_back(std::uint8_t(samples[i] >> 8));
            break;
        case Packing::GigePacked:
        case Packing::PfncPacked: {
            const std::uint16_t second = i + 1 < samples.size() ? samples[i + 1] : 0;
            if (format.packing == Packing::GigePacked)
                packGige(format.significantBits, samples[i], second, out);
            else
                packPfnc12(samples[i], second, out);
            ++i;
            break;
        }
        }
    }
    return out;
}

} // namespace mv::vcam
