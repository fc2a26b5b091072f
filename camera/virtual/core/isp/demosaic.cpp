// SPDX-License-Identifier: GPL-3.0-or-later
// Bilinear demosaicing.
#include "camera/virtual/core/isp/demosaic.h"

#include <algorithm>
#include <cstddef>

namespace mv::vcam {

namespace {

/// Three rows of the mosaic about the one being worked on.
struct Rows
{
    const std::uint16_t *above, *here, *below;
};

struct Neighbours
{
    unsigned here, sides, verticals, diagonals; ///< sums of two, two and four samples

    Neighbours(const Rows &rows, std::uint32_t left, std::uint32_t x, std::uint32_t right)
        : here(rows.here[x])
        , sides(unsigned(rows.here[left]) + rows.here[right])
        , verticals(unsigned(rows.above[x]) + rows.below[x])
        , diagonals(unsigned(rows.above[left]) + rows.above[right] + rows.below[left] + rows.below[right])
    {}
    std::uint16_t ofSides() const { return std::uint16_t((sides + 1) / 2); }
    std::uint16_t ofVerticals() const { return std::uint16_t((verticals + 1) / 2); }
    std::uint16_t ofCross() const { return std::uint16_t((sides + verticals + 2) / 4); }
    std::uint16_t ofDiagonals() const { return std::uint16_t((diagonals + 2) / 4); }
    std::uint16_t self() const { return std::uint16_t(here); }
};

void demosaicRow(const Rows &rows, std::uint32_t width, bool oddRow, std::uint16_t *rgb)
{
    for (std::uint32_t x = 0; x < width; ++x, rgb += 3) {
        const Neighbours n(rows, x == 0 ? 1 : x - 1, x, x + 1 == width ? width - 2 : x + 1);
        const bool oddColumn = x & 1;
        const bool green = oddRow != oddColumn;
        // In a row of red and green the red is beside a green pixel, in one of green and blue it is above and below.
        const std::uint16_t beside = green ? n.ofSides() : n.self();
        const std::uint16_t across = green ? n.ofVerticals() : n.ofDiagonals();
        rgb[0] = oddRow ? across : beside;
        rgb[1] = green ? n.self() : n.ofCross();
        rgb[2] = oddRow ? beside : across;
    }
}

} // namespace

void demosaic(std::span<const std::uint16_t> mosaic, std::uint32_t width, std::uint32_t height,
              std::span<std::uint16_t> rgb)
{
    const auto row = [&mosaic, width](std::uint32_t y) { return mosaic.data() + std::size_t(y) * width; };
    for (std::uint32_t y = 0; y < height; ++y) {
        const Rows rows{row(y == 0 ? 1 : y - 1), row(y), row(y + 1 == height ? height - 2 : y + 1)};
        demosaicRow(rows, width, y & 1, rgb.data() + std::size_t(y) * width * 3);
    }
}

void luminance(std::span<const std::uint16_t> rgb, std::span<std::uint16_t> mono)
{
    for (std::size_t i = 0; i < mono.size(); ++i) {
        const std::uint32_t sum = 77u * rgb[3 * i] + 150u * rgb[3 * i + 1] + 29u * rgb[3 * i + 2];
        mono[i] = std::uint16_t((sum + 128) / 256);
    }
}

} // namespace mv::vcam
