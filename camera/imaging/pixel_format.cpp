// SPDX-License-Identifier: GPL-3.0-or-later
// The pixel-format table. A new format is one row here and one name in the header.
#include "camera/imaging/pixel_format.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace mv {

namespace {

#define FORMAT(name) PixelFormat::name, #name

constexpr PixelFormatInfo rows[] = {
    {FORMAT(Mono8), Packing::Bytes8, ColorLayout::Mono, 8, 1},
    {FORMAT(Mono10), Packing::Bytes16Lsb, ColorLayout::Mono, 10, 1},
    {FORMAT(Mono12), Packing::Bytes16Lsb, ColorLayout::Mono, 12, 1},
    {FORMAT(Mono10Packed), Packing::GvspPacked10, ColorLayout::Mono, 10, 1},
    {FORMAT(Mono12Packed), Packing::GvspPacked12, ColorLayout::Mono, 12, 1},
    {FORMAT(Mono12p), Packing::Packed12p, ColorLayout::Mono, 12, 1},
    {FORMAT(BayerRG8), Packing::Bytes8, ColorLayout::BayerRG, 8, 1},
    {FORMAT(BayerRG10), Packing::Bytes16Lsb, ColorLayout::BayerRG, 10, 1},
    {FORMAT(BayerRG12), Packing::Bytes16Lsb, ColorLayout::BayerRG, 12, 1},
    {FORMAT(RGB8), Packing::Bytes8, ColorLayout::Rgb, 8, 3},
};

#undef FORMAT

template<typename Value, typename Member> const PixelFormatInfo *findRow(const Value &value, Member member)
{
    const auto it = std::ranges::find(rows, value, member);
    return it == std::end(rows) ? nullptr : it;
}

} // namespace

std::span<const PixelFormatInfo> pixelFormats()
{
    return rows;
}

const PixelFormatInfo *findPixelFormat(std::uint32_t code)
{
    return findRow(static_cast<PixelFormat>(code), &PixelFormatInfo::code);
}

const PixelFormatInfo *findPixelFormat(std::string_view name)
{
    return findRow(name, &PixelFormatInfo::name);
}

std::size_t imageBytes(const PixelFormatInfo &format, std::uint32_t width, std::uint32_t height)
{
    // Two 32-bit factors fit 64 bits, their product with the bits of a pixel need not.
    const std::uint64_t pixels = std::uint64_t(width) * height;
    const std::uint64_t bits = static_cast<std::uint64_t>(format.bitsPerPixel());
    const std::uint64_t eighths = pixels / 8;
    if (eighths > (std::numeric_limits<std::size_t>::max() - 8 * bits) / bits)
        return std::numeric_limits<std::size_t>::max();
    return eighths * bits + (pixels % 8 * bits + 7) / 8;
}

} // namespace mv
