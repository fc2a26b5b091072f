// SPDX-License-Identifier: GPL-3.0-or-later
// The last stage before packing: sixteenths of an ADC's digital number to samples of a pixel format.
#pragma once

#include <cstdint>
#include <span>

namespace mv::vcam {

/// @p sixteenths (1/16 DN of an ADC of @p adcBits, cut off) into samples with @p significantBits; both 8 to 12. The one
/// rounding of the whole chain, half up, clipped at the highest sample. An ADC with more bits than the format loses its
/// low ones in the same rounding; one with fewer has its whole numbers in the high bits and zeros below them. Goes as
/// far as the shorter span; both may be the same memory. Thread: any.
void toSamples(std::span<const std::uint16_t> sixteenths, unsigned adcBits, unsigned significantBits,
               std::span<std::uint16_t> samples);

} // namespace mv::vcam
