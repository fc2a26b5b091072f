// SPDX-License-Identifier: GPL-3.0-or-later
// Digital gain: the numbers of the ADC moved up by bits.
#pragma once

#include "camera/virtual/core/isp/sample_range.h"

#include <span>

namespace mv::vcam {

/// Multiplies what @p samples (1/16 DN) have above black by 2^@p shift, and clips. Black stays where it is. It is a
/// shift of the ADC's whole numbers, so each sample is rounded to whole DN first (half up) and only every 2^shift-th
/// number comes out: that is what makes digital gain noisier than analogue gain, which works before the ADC. A shift of
/// 0 does nothing. Thread: any.
void shiftSamples(std::span<std::uint16_t> samples, const SampleRange &range, unsigned shift);

} // namespace mv::vcam
