// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of one colour, which are neighbours of each other and of no others.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <vector>

namespace mv::vcam {

/// Every step-th pixel of every step-th row: the whole sensor, or one of the four places in a Bayer cell. A value;
/// thread: any.
struct ColorPlane
{
    std::uint32_t x = 0, y = 0, step = 1; ///< first pixel, and the way to the next
    std::uint32_t width = 0, height = 0;  ///< in pixels of the plane
    std::uint32_t sensorWidth = 0;

    std::size_t size() const { return std::size_t(width) * height; }
    /// Index into a map of the whole sensor.
    std::size_t index(std::uint32_t column, std::uint32_t row) const
    {
        return (y + std::size_t(row) * step) * sensorWidth + x + std::size_t(column) * step;
    }
};

/// One plane, or four; sides are even on Bayer.
std::vector<ColorPlane> colorPlanes(std::uint32_t width, std::uint32_t height, ColorFilter filter);

/// A plane's part of a map of the whole sensor.
template<typename Value> std::vector<Value> gather(const ColorPlane &plane, const std::vector<Value> &map)
{
    std::vector<Value> values;
    values.reserve(plane.size());
    for (std::uint32_t row = 0; row < plane.height; ++row)
        for (std::uint32_t column = 0; column < plane.width; ++column)
            values.push_back(map[plane.index(column, row)]);
    return values;
}

/// And back.
template<typename Value>
void scatter(const ColorPlane &plane, const std::vector<Value> &values, std::vector<Value> &map)
{
    std::size_t i = 0;
    for (std::uint32_t row = 0; row < plane.height; ++row)
        for (std::uint32_t column = 0; column < plane.width; ++column)
            map[plane.index(column, row)] = values[i++];
}

} // namespace mv::vcam
