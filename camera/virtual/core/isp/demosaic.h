// SPDX-License-Identifier: GPL-3.0-or-later
// Colour out of a Bayer mosaic.
#pragma once

#include <cstdint>
#include <span>

namespace mv::vcam {

struct SampleRange;

/// Bilinear interpolation of a BayerRG mosaic of @p width x @p height samples (red at even columns of even rows) into
/// @p rgb, three samples a pixel. A colour that a pixel has not is the mean of its neighbours of that colour, rounded
/// half up; beyond the edge the picture is mirrored about its outermost row or column, which keeps the colours in
/// order. Width and height from 2. Thread: any.
void demosaic(std::span<const std::uint16_t> mosaic, std::uint32_t width, std::uint32_t height,
              std::span<std::uint16_t> rgb);

/// The same by edges: green is interpolated along the direction in which it changes less, red and blue by their
/// differences to green. Sharper, and with less colour at edges; three times the work. Clipped to @p range. Thread:
/// any.
void demosaicEdgeAware(std::span<const std::uint16_t> mosaic, std::uint32_t width, std::uint32_t height,
                       const SampleRange &range, std::span<std::uint16_t> rgb);

/// Brightness of @p rgb pixels after ITU-R BT.601, (77 R + 150 G + 29 B) / 256 rounded half up. Thread: any.
void luminance(std::span<const std::uint16_t> rgb, std::span<std::uint16_t> mono);

} // namespace mv::vcam
