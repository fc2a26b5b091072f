// SPDX-License-Identifier: GPL-3.0-or-later
// A 3x3 blur of three kept rows, and what it takes away.
#include "camera/virtual/core/isp/sharpness.h"

#include <vector>

namespace mv::vcam {

namespace {

/// One row weighted 1 2 1 along x.
void blurRow(std::span<const std::uint16_t> row, unsigned channels, std::span<std::uint32_t> blurred)
{
    const std::size_t last = row.size() - channels;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::size_t left = i < channels ? i + channels : i - channels;
        const std::size_t right = i >= last ? i - channels : i + channels;
        blurred[i] = row[left] + 2u * row[i] + row[right];
    }
}

} // namespace

void sharpen(std::span<std::uint16_t> samples, const SampleLayout &layout, const SampleRange &range,
             std::uint32_t sharpness)
{
    const std::size_t pitch = std::size_t(layout.width) * layout.channels;
    if (sharpness == 0 || layout.width < 2 || layout.height < 2 || samples.size() != pitch * layout.height)
        return;
    constexpr std::int32_t kLift = 1 << 18; // more than 16 x 65535 x 100 / 800
    const auto strength = std::int32_t(sharpness);
    const SampleRange limits = range;
    // The rows above have been sharpened by the time they are needed, so their blurs are kept.
    std::vector<std::uint32_t> above(pitch), here(pitch), below(pitch);
    const auto row = [samples, pitch](std::uint32_t y) { return samples.subspan(y * pitch, pitch); };
    blurRow(row(1), layout.channels, above);
    blurRow(row(0), layout.channels, here);
    for (std::uint32_t y = 0; y < layout.height; ++y) {
        if (y + 1 < layout.height)
            blurRow(row(y + 1), layout.channels, below);
        else
            below = above;
        const auto now = row(y);
        for (std::size_t i = 0; i < pitch; ++i) {
            const auto blur = std::int32_t(above[i] + 2 * here[i] + below[i]);
            const std::int32_t added = (16 * std::int32_t(now[i]) - blur) * strength + 400;
            // An offset that is a multiple of the divisor makes the division round down below 0, too.
            const auto whole = std::int32_t(std::uint32_t(added + 800 * kLift) / 800) - kLift;
            now[i] = limits.clip(now[i] + whole);
        }
        above.swap(here);
        here.swap(below);
    }
}

} // namespace mv::vcam
