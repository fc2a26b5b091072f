// SPDX-License-Identifier: GPL-3.0-or-later
// The realised fixed patterns of one sensor: what its seed made of its parameters.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <vector>

namespace mv::vcam {

/// One value a pixel, row by row, width x height.
using PixelMap = std::vector<float>;

enum class DefectKind { Hot, Dead, Blinking };

/// One defective pixel. A value; thread: any.
struct Defect
{
    std::uint32_t x, y;
    DefectKind kind;
    float strength; ///< Hot: electrons per second at 25 °C; Dead: response over a good pixel's; Blinking: electrons

    bool operator==(const Defect &) const = default;
};

/// The maps below follow the parameters' switches: a part that is off is 0 (or 1 for factors) everywhere. All are
/// indexed by sensor coordinates and need not be kept: the seed makes them again. Pure functions; thread: any.

/// DSNU, electrons: pixel + column + row part, each zero-mean over the sensor.
PixelMap makeOffset(const SensorParams &params);
/// Photo-response over the mean pixel's: 1 + PRNU, each of the three parts zero-mean. Without defects.
PixelMap makeGain(const SensorParams &params);
/// Lens shading: cos^4 of the field angle, 1/(1 + r^2/f^2)^2 with f from the corner ratio; and the dust on the window.
PixelMap makeShading(const SensorParams &params);
/// Dark current, electrons per second at 25 °C, of mean params.darkCurrent over the sensor. Without hot pixels and
/// glow.
PixelMap makeDarkCurrent(const SensorParams &params);
/// Amplifier glow, electrons per second at any temperature: glowOfColumn x glowOfRow = ampGlow (x/W)^4 (y/H)^4,
/// greatest in the lower right corner.
float glowOfColumn(const SensorParams &params, std::uint32_t x);
float glowOfRow(const SensorParams &params, std::uint32_t y);

/// Exactly round(ppm x pixels) of each kind, no pixel twice, sorted by row, then column.
std::vector<Defect> makeDefects(const SensorParams &params);

} // namespace mv::vcam
