// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera's features say about one frame, and when each row of it is exposed.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Pixels of the sensor, in sensor coordinates. A value; thread: any.
struct Region
{
    std::uint32_t x = 0, y = 0, width = 0, height = 0;

    bool operator==(const Region &) const = default;
};

/// When the rows of a frame are exposed.
enum class Shutter {
    Global,      ///< all at once
    Rolling,     ///< one after the other, each for the same time: what moves is skewed, light that flickers is banded
    GlobalReset, ///< begun together, read out one after the other: lower rows are exposed for longer
};

/// One exposure: what the camera's features say about this frame. A value; thread: any.
struct Exposure
{
    std::uint64_t frame = 0;   ///< keys the noise; two frames of one number are the same frame
    std::uint64_t startNs = 0; ///< on the scene's clock: phase of flicker, drift and motion
    double exposureUs = 5000;
    double temperatureC = 25; ///< of the sensor
    double gain = 1;          ///< analogue, a factor
    unsigned bits = 12;       ///< of the ADC: 8, 10 or 12
    Region region;            ///< within the sensor; binning and mirroring come after this model
    Shutter shutter = Shutter::Global;
    double lineTimeUs = 0; ///< from one row's read-out to the next one's; of no meaning to Global

    bool operator==(const Exposure &) const = default;
};

/// When one row is exposed, and for how long. A value; thread: any.
struct RowTime
{
    std::uint64_t startNs = 0;
    double exposureUs = 0;
};

/// Of the row @p row below the top of the region, where read-out begins. Motion, flicker and drift of a row are taken
/// from here, as are its photons and dark electrons.
RowTime rowTime(const Exposure &exposure, std::uint32_t row);

} // namespace mv::vcam
