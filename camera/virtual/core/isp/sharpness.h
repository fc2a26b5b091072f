// SPDX-License-Identifier: GPL-3.0-or-later
// Sharpening by an unsharp mask.
#pragma once

#include "camera/virtual/core/isp/sample_range.h"

#include <span>

namespace mv::vcam {

/// Samples that lie in memory channel by channel of a pixel, pixel by pixel of a row. A value; thread: any.
struct SampleLayout
{
    std::uint32_t width = 0, height = 0; ///< pixels
    unsigned channels = 1;
};

/// Sharpens @p samples (1/16 DN) in place, every channel by itself:
///   out = v + floor(((16 v - B) sharpness + 400) / 800), clipped,
/// B the sum of the 3x3 pixels about it weighted 1 2 1 / 2 4 2 / 1 2 1; beyond an edge the picture is mirrored about
/// its outermost row or column. 0 changes nothing, 50 adds once what the blur takes away, 100 twice. Nothing is done if
/// the span does not fit or a side is below 2. Thread: any.
void sharpen(std::span<std::uint16_t> samples, const SampleLayout &layout, const SampleRange &range,
             std::uint32_t sharpness);

} // namespace mv::vcam
