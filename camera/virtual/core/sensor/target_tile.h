// SPDX-License-Identifier: GPL-3.0-or-later
// The structured targets: a tile of reflectances that repeats over the sensor and can move.
#pragma once

#include "camera/virtual/core/sensor/pixel_strip.h"
#include "camera/virtual/core/sensor/scene.h"

#include <vector>

namespace mv::vcam {

/// A tile of 1024x1024 relative brightnesses. Quarters of the chart: checks of 32 pixels; 16 grey steps; a black square
/// with slanted edges; line pairs of 1 to 16 pixels. Immutable once made; thread: any.
class TargetTile
{
public:
    static constexpr std::uint32_t kSide = 1024;

    /// Chart or Textured; empty (does nothing) for the others. @p grain of Textured only.
    TargetTile(Target target, double grain, std::uint64_t seed);

    /// Multiplies strip.light by the brightness of the pixels from column @p x of row @p y on, the tile having moved by
    /// @p shiftX, @p shiftY pixels: linear between its pixels. The exposure is an instant: nothing is smeared.
    void apply(std::uint32_t x, std::uint32_t y, double shiftX, double shiftY, PixelStrip &strip) const;

private:
    static constexpr std::uint32_t kStride = kSide + kStripPixels + 1; ///< a strip from any column is in one piece
    void drawChart();
    void drawGrain(double grain, std::uint64_t seed);
    void repeatColumns();

    std::vector<float> m_tile;
};

} // namespace mv::vcam
