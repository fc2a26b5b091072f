// SPDX-License-Identifier: GPL-3.0-or-later
// Powers without a mathematical library, and tables.
#include "camera/virtual/core/isp/tone_curve.h"

#include "camera/virtual/core/sensor/exact_math.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

constexpr double kHighest = LookUpTable::kHighest;

/// ln x for 0 < x <= 1, to about 1e-15: x = m 2^-n with 1/2 < m <= 1, and ln m = 2 artanh((m - 1) / (m + 1)).
double naturalLog(double x)
{
    constexpr double kLn2 = 0.693147180559945309417;
    int halvings = 0;
    for (; x <= 0.5; ++halvings)
        x += x;
    const double t = (x - 1.0) / (x + 1.0); // (-1/3, 0]: 17 terms leave 1e-17
    double sum = 0.0;
    for (int k = 33; k >= 1; k -= 2)
        sum = sum * t * t + 1.0 / double(k);
    return 2.0 * t * sum - double(halvings) * kLn2;
}

} // namespace

LookUpTable::Values gammaCurve(double gamma)
{
    LookUpTable::Values curve;
    curve[0] = gamma == 0.0 ? LookUpTable::kHighest : 0;
    for (std::size_t in = 1; in < curve.size(); ++in)
        curve[in] = std::uint16_t(std::lround(kHighest * exactExp(gamma * naturalLog(double(in) / kHighest))));
    return curve;
}

bool ToneCurve::prepare(const IspSettings &settings)
{
    if (settings.gammaActive()) {
        if (m_gamma != settings.gamma)
            m_table.set(gammaCurve(settings.gamma));
        m_gamma = settings.gamma;
        return true;
    }
    m_gamma.reset();
    m_table = settings.lut;
    return settings.lutActive();
}

void ToneCurve::apply(std::span<std::uint16_t> samples, unsigned adcBits) const
{
    const auto table = m_table.values();
    const unsigned highest = (1u << adcBits) - 1, zeros = 12 - adcBits;
    for (std::uint16_t &sample : samples) {
        const unsigned whole = std::min((sample + 8u) >> 4, highest);
        sample = std::uint16_t(table[whole << zeros] << 4);
    }
}

} // namespace mv::vcam
