// SPDX-License-Identifier: GPL-3.0-or-later
// Mirroring that keeps the order of the colour filters.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <span>

namespace mv::vcam {

/// Mirrors @p samples (@p width x @p height, any unit) in place: left and right, or top and bottom.
///
/// Without filters column x becomes column width - 1 - x. On BayerRG that would put the colours out of order if the
/// side is even, so cameras shift their read-out by one pixel when they mirror. Here likewise: column x of the mirrored
/// image is column width - x, and since the sensor's column @c width was not read, column 0 repeats column 2, its
/// nearest of the same colour. BayerRG stays BayerRG, everything keeps its distances, and the column that was at the
/// left edge is lost. An odd side needs no shift. Rows likewise. Nothing is done if the span does not fit. Thread: any.
void mirrorX(std::span<std::uint16_t> samples, std::uint32_t width, std::uint32_t height, ColorFilter filter);
void mirrorY(std::span<std::uint16_t> samples, std::uint32_t width, std::uint32_t height, ColorFilter filter);

} // namespace mv::vcam
