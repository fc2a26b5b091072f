// SPDX-License-Identifier: GPL-3.0-or-later
// The last curve of the picture: gamma or the look-up table.
#pragma once

#include "camera/virtual/core/isp/isp_settings.h"

#include <optional>
#include <vector>

namespace mv::vcam {

/// The gamma curve, out = round(4095 (in / 4095)^gamma), half up; 0^0 = 1. Of basic operations only, so that every
/// machine has the same. Takes half a millisecond. Thread: any.
LookUpTable::Values gammaCurve(double gamma);

/// The curve that settings ask for, kept until they ask for another. Thread: one at a time.
class ToneCurve
{
public:
    /// True if there is a curve at all; without one the samples keep their fractions.
    bool prepare(const IspSettings &settings);
    /// @p samples (1/16 DN of an ADC of @p adcBits) through the curve, which has 12 bits in and out: a sample is
    /// rounded to the ADC's whole number, which is the upper bits of the index; the result is in 1/16 of a 12-bit DN,
    /// without a fraction.
    void apply(std::span<std::uint16_t> samples, unsigned adcBits) const;

private:
    LookUpTable m_table;
    std::optional<double> m_gamma; ///< that m_table was computed for
};

} // namespace mv::vcam
