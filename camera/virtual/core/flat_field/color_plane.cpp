// SPDX-License-Identifier: GPL-3.0-or-later
// The planes of a sensor.
#include "camera/virtual/core/flat_field/color_plane.h"

namespace mv::vcam {

std::vector<ColorPlane> colorPlanes(std::uint32_t width, std::uint32_t height, ColorFilter filter)
{
    const std::uint32_t step = filter == ColorFilter::BayerRG ? 2 : 1;
    std::vector<ColorPlane> planes;
    for (std::uint32_t y = 0; y < step; ++y)
        for (std::uint32_t x = 0; x < step; ++x)
            planes.push_back({x, y, step, width / step, height / step, width});
    return planes;
}

} // namespace mv::vcam
