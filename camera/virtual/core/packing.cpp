// SPDX-License-Identifier: GPL-3.0-or-later
// The bit layouts of the pixel formats.
#include "camera/virtual/core/packing.h"

namespace mv::vcam {

namespace {

// Mono10Packed / Mono12Packed (GigE Vision): byte 0 = high 8 bits of the first sample, byte 1 = low bits of the first
// in its low nibble and of the second in its high nibble, byte 2 = high 8 bits of the second.
void packGige(unsigned bits, std::uint16_t first, std::uint16_t second, std::uint8_t *out)
{
    const unsigned low = bits - 8;
    const unsigned mask = (1u << low) - 1;
    out[0] = std::uint8_t(first >> low);
    out[1] = std::uint8_t((first & mask) | ((second & mask) << 4));
    out[2] = std::uint8_t(second >> low);
}

// Mono12p (PFNC): a stream of 12-bit samples, least significant bit first.
void packPfnc12(std::uint16_t first, std::uint16_t second, std::uint8_t *out)
{
    out[0] = std::uint8_t(first);
    out[1] = std::uint8_t((first >> 8) | ((second & 0x0F) << 4));
    out[2] = std::uint8_t(second >> 4);
}

void packPairs(const PixelFormat &format, std::span<const std::uint16_t> samples, std::uint8_t *out)
{
    const bool gige = format.packing == Packing::GigePacked;
    for (std::size_t i = 0; i < samples.size(); i += 2, out += 3) {
        const std::uint16_t second = i + 1 < samples.size() ? samples[i + 1] : 0;
        if (gige)
            packGige(format.significantBits, samples[i], second, out);
        else
            packPfnc12(samples[i], second, out);
    }
}

} // namespace

std::size_t packedBytes(const PixelFormat &format, std::size_t samples)
{
    switch (format.packing) {
    case Packing::Bytes:
        return samples;
    case Packing::Words:
        return 2 * samples;
    case Packing::GigePacked:
    case Packing::PfncPacked:
        break;
    }
    return (samples + 1) / 2 * 3;
}

void packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples, std::span<std::uint8_t> dst)
{
    std::uint8_t *out = dst.data();
    switch (format.packing) {
    case Packing::Bytes:
        for (const std::uint16_t sample : samples)
            *out++ = std::uint8_t(sample);
        break;
    case Packing::Words:
        for (const std::uint16_t sample : samples) {
            *out++ = std::uint8_t(sample);
            *out++ = std::uint8_t(sample >> 8);
        }
        break;
    case Packing::GigePacked:
    case Packing::PfncPacked:
        packPairs(format, samples, out);
        break;
    }
}

std::vector<std::uint8_t> packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples)
{
    std::vector<std::uint8_t> out(packedBytes(format, samples.size()));
    packSamples(format, samples, out);
    return out;
}

} // namespace mv::vcam
