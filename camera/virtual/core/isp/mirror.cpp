// SPDX-License-Identifier: GPL-3.0-or-later
// Mirroring in place: swaps, and on Bayer one copy.
#include "camera/virtual/core/isp/mirror.h"

#include <algorithm>

namespace mv::vcam {

namespace {

/// The first column or row that takes part: 1 if the colours ask for a shift.
std::uint32_t firstMirrored(std::uint32_t side, ColorFilter filter)
{
    return filter == ColorFilter::BayerRG && side % 2 == 0 ? 1 : 0;
}

bool fits(std::span<const std::uint16_t> samples, std::uint32_t width, std::uint32_t height)
{
    return samples.size() == std::size_t(width) * height;
}

} // namespace

void mirrorX(std::span<std::uint16_t> samples, std::uint32_t width, std::uint32_t height, ColorFilter filter)
{
    if (!fits(samples, width, height))
        return;
    const std::uint32_t first = firstMirrored(width, filter);
    for (std::uint32_t y = 0; y < height; ++y) {
        const auto row = samples.subspan(std::size_t(y) * width, width);
        std::ranges::reverse(row.subspan(first));
        if (first == 1 && width > 2)
            row[0] = row[2];
    }
}

void mirrorY(std::span<std::uint16_t> samples, std::uint32_t width, std::uint32_t height, ColorFilter filter)
{
    if (!fits(samples, width, height))
        return;
    const auto row = [samples, width](std::uint32_t y) { return samples.subspan(std::size_t(y) * width, width); };
    const std::uint32_t first = firstMirrored(height, filter);
    if (height == 0)
        return;
    for (std::uint32_t upper = first, lower = height - 1; upper < lower; ++upper, --lower)
        std::ranges::swap_ranges(row(upper), row(lower));
    if (first == 1 && height > 2)
        std::ranges::copy(row(2), row(0).begin());
}

} // namespace mv::vcam
