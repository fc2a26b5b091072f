// SPDX-License-Identifier: GPL-3.0-or-later
// A smooth surface through noisy pixels: what lens and light do to a flat field.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mv::vcam {

/// Bilinear between at most 65x65 nodes, the outer ones on the borders of the image; the least-squares fit to the
/// pixels that are not masked. (Means of blocks, put at the middle of each block, would be wrong in the blocks at the
/// edges that are not whole.) 64 cells follow the cos^4 fall-off of a lens within 0.014 %; a small image has fewer, so
/// that each is at least 8 pixels wide. Immutable; thread: any.
class Lattice
{
public:
    static constexpr std::uint32_t kMostNodes = 65;
    static constexpr std::uint32_t kLeastCell = 8; ///< pixels

    /// @p values: width x height, row by row; @p masked: as many, not 0 where the value is not to be trusted.
    Lattice(std::vector<float> values, std::span<const std::uint8_t> masked, std::uint32_t width, std::uint32_t height);

    /// The highest value anywhere on the surface.
    float highest() const;
    /// The surface at every pixel.
    std::vector<float> surface() const;

private:
    /// One direction: which two nodes a pixel lies between, and how near it is to the second.
    struct Axis
    {
        std::uint32_t nodes;
        std::vector<std::uint32_t> node;
        std::vector<double> weight;

        explicit Axis(std::uint32_t pixels);
        void solve(std::span<double> right, std::size_t stride) const;
    };
    void fit(const std::vector<float> &values);

    Axis m_x, m_y;
    std::vector<double> m_nodes; ///< row by row
};

} // namespace mv::vcam
