// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the table by Newton's method on the tail probability.
#include "camera/virtual/core/sensor/gaussian_table.h"

#include "camera/virtual/core/sensor/exact_math.h"

namespace mv::vcam {

namespace {

/// z with normalTail(z) = p. The tail is convex and falls, so Newton's steps from a smaller z never overshoot.
double quantile(double p, double smaller)
{
    double z = smaller;
    for (int step = 0; step < 40; ++step) {
        const double next = z + (normalTail(z) - p) / normalDensity(z);
        if (next - z < 1e-13)
            break;
        z = next;
    }
    return z;
}

} // namespace

const GaussianTable &GaussianTable::instance()
{
    static const GaussianTable table;
    return table;
}

GaussianTable::GaussianTable()
{
    constexpr unsigned kSegments = 1u << kSegmentBits;
    double right = 0.0; // u = 2^31, p = 1/2
    m_chords.back() = {0.0f, 0.0f};
    for (int i = int(kOctaves * kSegments) - 1; i >= 0; --i) {
        const double octave = double(std::uint64_t(1) << (unsigned(i) / kSegments));
        const double u = octave * (1.0 + double(unsigned(i) % kSegments) / double(kSegments));
        const double left = quantile(u * 0x1p-32, right);
        m_chords[std::size_t(i)] = {float(left), float((right - left) / double(1u << kFractionBits))};
        right = left;
    }
}

} // namespace mv::vcam
