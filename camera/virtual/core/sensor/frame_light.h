// SPDX-License-Identifier: GPL-3.0-or-later
// The light of one frame, ready to be asked for by strips.
#pragma once

#include "camera/virtual/core/sensor/sensor.h"

namespace mv::vcam {

/// Photons per pixel of one exposure of a scene. Immutable once made; thread: any.
class FrameLight
{
public:
    FrameLight(const SensorParams &params, const Scene &scene, const Exposure &exposure, const TargetTile &tile);

    /// strip.light of the strip at column @p x of row @p y.
    void fill(std::uint32_t x, std::uint32_t y, PixelStrip &strip) const;

private:
    const TargetTile &m_tile;
    double m_shiftX, m_shiftY;       ///< pixels that the target has moved
    std::vector<float> m_columns[2]; ///< photons a column on white, in even and odd rows (they differ on Bayer)
    std::vector<float> m_leak;       ///< photons a column that come past the cap
};

} // namespace mv::vcam
