// SPDX-License-Identifier: GPL-3.0-or-later
// The light of one frame, ready to be asked for by strips.
#pragma once

#include "camera/virtual/core/sensor/exposure.h"
#include "camera/virtual/core/sensor/scene.h"
#include "camera/virtual/core/sensor/target_tile.h"

#include <vector>

namespace mv::vcam {

/// Photons per pixel of one exposure of a scene. Immutable once made; thread: any.
class FrameLight
{
public:
    FrameLight(const SensorParams &params, const Scene &scene, const Exposure &exposure, const TargetTile &tile);

    /// What the time of one row's exposure makes of the light.
    struct Row
    {
        float light = 1, leak = 1;     ///< factors on the column profiles; exactly 1 if all rows share their time
        double shiftX = 0, shiftY = 0; ///< pixels that the target has moved
    };
    Row row(const RowTime &time) const;

    /// strip.light of the strip at column @p x of row @p y.
    void fill(const Row &row, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const;

private:
    const TargetTile &m_tile;
    const Scene m_scene;
    const bool m_rowsDiffer;         ///< then the profiles are photons per second, else photons
    std::vector<float> m_columns[2]; ///< of a column on white, in even and odd rows (they differ on Bayer)
    std::vector<float> m_leak;       ///< of what comes past the cap
};

} // namespace mv::vcam
