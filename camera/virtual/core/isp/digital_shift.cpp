// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding, shifting, clipping.
#include "camera/virtual/core/isp/digital_shift.h"

namespace mv::vcam {

void shiftSamples(std::span<std::uint16_t> samples, const SampleRange &range, unsigned shift)
{
    if (shift == 0)
        return;
    const SampleRange limits = range;
    const std::int32_t factor = std::int32_t(1) << shift;
    for (std::uint16_t &sample : samples) {
        const std::int32_t whole = (sample + 8) & ~15;
        sample = limits.clip(limits.black + (whole - limits.black) * factor);
    }
}

} // namespace mv::vcam
