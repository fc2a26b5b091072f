// SPDX-License-Identifier: GPL-3.0-or-later
// Shifts, one rounding, one clip.
#include "camera/virtual/core/isp/output.h"

#include "camera/virtual/core/sensor/sensor.h"

#include <algorithm>

namespace mv::vcam {

void toSamples(std::span<const std::uint16_t> sixteenths, unsigned adcBits, unsigned significantBits,
               std::span<std::uint16_t> samples)
{
    const unsigned lost = adcBits > significantBits ? adcBits - significantBits : 0;
    const unsigned zeros = significantBits > adcBits ? significantBits - adcBits : 0;
    const unsigned down = kFractionBits + lost, half = 1u << (down - 1);
    const unsigned highest = (1u << (significantBits - zeros)) - 1;
    const std::size_t count = std::min(sixteenths.size(), samples.size());
    const std::uint16_t *in = sixteenths.data();
    std::uint16_t *out = samples.data();
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned rounded = (in[i] + half) >> down;
        out[i] = std::uint16_t((rounded < highest ? rounded : highest) << zeros);
    }
}

} // namespace mv::vcam
