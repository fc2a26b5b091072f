// SPDX-License-Identifier: GPL-3.0-or-later
// White balance: a factor a colour, on the raw mosaic.
#pragma once

#include "camera/virtual/core/isp/isp_settings.h"
#include "camera/virtual/core/isp/sample_range.h"

#include <span>

namespace mv::vcam {

/// Multiplies what the samples of a BayerRG mosaic (1/16 DN, @p width x as many rows as the span has) have above black
/// by the ratio r of their colour, in steps of 1/65536, and clips:
///   balanced = black + floor((2 (sample - black) + 1) r / 2^17)
/// The samples were cut off to 1/16 DN, so half a step above each is where the light is on average: this keeps it
/// there, and a ratio of 1 changes nothing. Thread: any.
void balanceMosaic(std::span<std::uint16_t> samples, std::uint32_t width, const SampleRange &range,
                   const BalanceRatios &ratios);

} // namespace mv::vcam
