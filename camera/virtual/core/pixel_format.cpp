// SPDX-License-Identifier: GPL-3.0-or-later
// The table of pixel formats of the virtual camera.
#include "camera/virtual/core/pixel_format.h"

#include <algorithm>

namespace mv::vcam {

namespace {

// name, PFNC code, bits per pixel, significant bits, samples per pixel, packing, mono, color
constexpr PixelFormat kFormats[] = {
    {"Mono8", 0x01080001, 8, 8, 1, Packing::Bytes, true, true},
    {"Mono10", 0x01100003, 16, 10, 1, Packing::Words, true, false},
    {"Mono10Packed", 0x010C0004, 12, 10, 1, Packing::GigePacked, true, false},
    {"Mono12", 0x01100005, 16, 12, 1, Packing::Words, true, false},
    {"Mono12Packed", 0x010C0006, 12, 12, 1, Packing::GigePacked, true, false},
    {"Mono12p", 0x010C0047, 12, 12, 1, Packing::PfncPacked, true, false},
    {"BayerRG8", 0x01080009, 8, 8, 1, Packing::Bytes, false, true},
    {"BayerRG10", 0x0110000D, 16, 10, 1, Packing::Words, false, true},
    {"BayerRG12", 0x01100011, 16, 12, 1, Packing::Words, false, true},
    {"RGB8", 0x02180014, 24, 8, 3, Packing::Bytes, false, true},
};

} // namespace

std::span<const PixelFormat> pixelFormats()
{
    return kFormats;
}

const PixelFormat *findPixelFormat(std::uint32_t code)
{
    const auto *it = std::ranges::find(kFormats, code, &PixelFormat::code);
    return it == std::end(kFormats) ? nullptr : it;
}

} // namespace mv::vcam
