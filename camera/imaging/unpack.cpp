// SPDX-License-Identifier: GPL-3.0-or-later
// One loop for each packing. Built with -O3: these loops see every byte of every frame that is saved or analysed.
#include "camera/imaging/unpack.h"

#include <algorithm>

namespace mv {

namespace {

using Byte = std::uint8_t;

void unpackBytes(const Byte *in, std::span<std::uint16_t> out)
{
    std::copy_n(in, out.size(), out.begin());
}

void unpackLsb16(const Byte *in, std::span<std::uint16_t> out, unsigned mask)
{
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint16_t>((in[2 * i] | (in[2 * i + 1] << 8)) & mask);
}

// Two samples in three bytes. The first of a pair lies in bytes 0 and 1 alone, so a run may end after them.

/// PFNC 2.x "p": a bit stream filled from the least significant bit on.
struct Packed12p
{
    static unsigned first(const Byte *in) { return in[0] | ((in[1] & 0x0Fu) << 8); }
    static unsigned second(const Byte *in) { return (in[1] >> 4) | (unsigned(in[2]) << 4); }
};

/// GigE Vision 1.x GVSP_PIX_MONO12_PACKED: the outer bytes hold bits 11..4, the middle one bits 3..0 of both.
struct GvspPacked12
{
    static unsigned first(const Byte *in) { return (unsigned(in[0]) << 4) | (in[1] & 0x0Fu); }
    static unsigned second(const Byte *in) { return (unsigned(in[2]) << 4) | (in[1] >> 4); }
};

/// GigE Vision 1.x GVSP_PIX_MONO10_PACKED: the outer bytes hold bits 9..2, the middle one bits 1..0 in its own bits
/// 1..0 (first sample) and 5..4 (second sample).
struct GvspPacked10
{
    static unsigned first(const Byte *in) { return (unsigned(in[0]) << 2) | (in[1] & 0x03u); }
    static unsigned second(const Byte *in) { return (unsigned(in[2]) << 2) | ((in[1] >> 4) & 0x03u); }
};

template<typename Pair> void unpackPairs(const Byte *run, std::uint64_t first, std::span<std::uint16_t> out)
{
    const Byte *in = run + first / 2 * 3;
    if (first % 2 == 1 && !out.empty()) {
        out[0] = static_cast<std::uint16_t>(Pair::second(in));
        out = out.subspan(1);
        in += 3;
    }
    const std::size_t pairs = out.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
        out[2 * i] = static_cast<std::uint16_t>(Pair::first(in + 3 * i));
        out[2 * i + 1] = static_cast<std::uint16_t>(Pair::second(in + 3 * i));
    }
    if (out.size() % 2 == 1)
        out.back() = static_cast<std::uint16_t>(Pair::first(in + 3 * pairs));
}

} // namespace

std::size_t packedBytes(const PixelFormatInfo &format, std::uint64_t samples)
{
    const auto bits = static_cast<std::uint64_t>(format.bitsPerPixel() / format.channels);
    return samples / 8 * bits + (samples % 8 * bits + 7) / 8;
}

void unpack(const PixelFormatInfo &format, const std::byte *run, std::uint64_t first, std::span<std::uint16_t> out)
{
    const auto *bytes = reinterpret_cast<const Byte *>(run);
    switch (format.packing) {
    case Packing::Bytes8:
        return unpackBytes(bytes + first, out);
    case Packing::Bytes16Lsb:
        return unpackLsb16(bytes + 2 * first, out, static_cast<unsigned>(format.maxValue()));
    case Packing::Packed12p:
        return unpackPairs<Packed12p>(bytes, first, out);
    case Packing::GvspPacked12:
        return unpackPairs<GvspPacked12>(bytes, first, out);
    case Packing::GvspPacked10:
        return unpackPairs<GvspPacked10>(bytes, first, out);
    }
}

} // namespace mv
