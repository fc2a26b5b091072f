// SPDX-License-Identifier: GPL-3.0-or-later
// Demosaicing along edges instead of across them.
#include "camera/virtual/core/isp/demosaic.h"

#include "camera/virtual/core/isp/sample_range.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace mv::vcam {

namespace {

/// A picture with a border of one sample, mirrored about the outermost rows and columns, so that no neighbour needs a
/// look at where it lies.
class Bordered
{
public:
    Bordered(std::uint32_t width, std::uint32_t height)
        : m_width(width), m_height(height), m_samples(std::size_t(width + 2) * (height + 2))
    {}
    std::ptrdiff_t stride() const { return std::ptrdiff_t(m_width) + 2; }
    std::uint16_t *row(std::uint32_t y) { return &m_samples[std::size_t(y + 1) * (m_width + 2) + 1]; }
    const std::uint16_t *row(std::uint32_t y) const { return &m_samples[std::size_t(y + 1) * (m_width + 2) + 1]; }
    void mirrorBorder()
    {
        for (std::uint32_t y = 0; y < m_height; ++y) {
            row(y)[-1] = row(y)[1];
            row(y)[m_width] = row(y)[m_width - 2];
        }
        std::copy_n(row(1) - 1, stride(), row(0) - 1 - stride());
        std::copy_n(row(m_height - 2) - 1, stride(), row(m_height - 1) - 1 + stride());
    }

private:
    std::uint32_t m_width, m_height;
    std::vector<std::uint16_t> m_samples;
};

/// Green at a red or blue sample: the mean of the two greens between which it changes less, of all four if as much.
std::uint16_t greenAt(const std::uint16_t *at, std::ptrdiff_t stride)
{
    const int left = at[-1], right = at[1], above = at[-stride], below = at[stride];
    const int across = std::abs(left - right), down = std::abs(above - below);
    if (across < down)
        return std::uint16_t((left + right + 1) / 2);
    if (down < across)
        return std::uint16_t((above + below + 1) / 2);
    return std::uint16_t((left + right + above + below + 2) / 4);
}

/// Red or blue where it was not seen: the green there plus the mean difference to green of neighbours that saw it.
struct ByDifference
{
    const std::uint16_t *raw, *green;
    std::ptrdiff_t stride;
    SampleRange range;

    int difference(std::ptrdiff_t to) const { return raw[to] - green[to]; }
    /// @p halvings: log2 of the number of differences in @p sum. Rounded half up, also below 0.
    std::uint16_t mean(int sum, int halvings) const
    {
        return range.clip(green[0] + ((sum + (1 << (halvings - 1))) >> halvings));
    }
    std::uint16_t beside() const { return mean(difference(-1) + difference(1), 1); }
    std::uint16_t above() const { return mean(difference(-stride) + difference(stride), 1); }
    std::uint16_t diagonal() const
    {
        return mean(difference(-stride - 1) + difference(-stride + 1) + difference(stride - 1) + difference(stride + 1),
                    2);
    }
};

Bordered greensOf(const Bordered &raw, std::uint32_t width, std::uint32_t height)
{
    Bordered greens(width, height);
    for (std::uint32_t y = 0; y < height; ++y) {
        const std::uint16_t *from = raw.row(y);
        std::uint16_t *to = greens.row(y);
        for (std::uint32_t x = 0; x < width; ++x)
            to[x] = (x ^ y) & 1 ? from[x] : greenAt(from + x, raw.stride());
    }
    greens.mirrorBorder();
    return greens;
}

} // namespace

void demosaicEdgeAware(std::span<const std::uint16_t> mosaic, std::uint32_t width, std::uint32_t height,
                       const SampleRange &range, std::span<std::uint16_t> rgb)
{
    Bordered raw(width, height);
    for (std::uint32_t y = 0; y < height; ++y)
        std::copy_n(mosaic.begin() + std::ptrdiff_t(y) * width, width, raw.row(y));
    raw.mirrorBorder();
    const Bordered greens = greensOf(raw, width, height);
    std::uint16_t *out = rgb.data();
    for (std::uint32_t y = 0; y < height; ++y) {
        ByDifference at{raw.row(y), greens.row(y), raw.stride(), range};
        for (std::uint32_t x = 0; x < width; ++x, ++at.raw, ++at.green, out += 3) {
            const bool oddRow = y & 1, isGreen = (x ^ y) & 1;
            const std::uint16_t beside = isGreen ? at.beside() : *at.raw;
            const std::uint16_t across = isGreen ? at.above() : at.diagonal();
            out[0] = oddRow ? across : beside;
            out[1] = *at.green;
            out[2] = oddRow ? beside : across;
        }
    }
}

} // namespace mv::vcam
