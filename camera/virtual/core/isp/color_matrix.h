// SPDX-License-Identifier: GPL-3.0-or-later
// Colour correction, saturation and hue as one matrix.
#pragma once

#include "camera/virtual/core/isp/isp_settings.h"
#include "camera/virtual/core/isp/sample_range.h"

#include <span>

namespace mv::vcam {

/// Red, green and blue out of red, green and blue, row by row, in steps of 1/65536.
using ColorMatrix = std::array<std::int32_t, 9>;

/// Hue and saturation after the matrix of ColorTransformationValue (if enabled), each coefficient rounded once. Hue and
/// saturation turn and stretch the colour differences of ITU-R BT.601 and keep its brightness Y: with
///   Y = 0.299 R + 0.587 G + 0.114 B, U = 0.492 (B - Y), V = 0.877 (R - Y)
/// U + iV is multiplied by saturation / 50 and turned by 3.6 (hue - 50) degrees. Thread: any.
ColorMatrix colorMatrix(const ColorSettings &settings);

/// Applies @p matrix to what @p rgb (1/16 DN, three samples a pixel) has above black, rounded down from the middle of
/// the sixteenths as the white balance does; clips. The identity does nothing. Thread: any.
void applyColorMatrix(std::span<std::uint16_t> rgb, const SampleRange &range, const ColorMatrix &matrix);

} // namespace mv::vcam
