// SPDX-License-Identifier: GPL-3.0-or-later
// Large means in one vectorised pass, small ones by inversion after it.
#include "camera/virtual/core/sensor/shot_noise.h"

#include "camera/virtual/core/sensor/exact_math.h"
#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"

#include <array>
#include <cmath>

namespace mv::vcam {

namespace {

/// What inversion needs instead of exponentials and divisions.
struct InversionTables
{
    static constexpr std::uint32_t kCounts = 64; ///< P(N >= 64) of a mean of 12 is 1e-25: no 32-bit number reaches it
    std::array<double, kCounts> reciprocal{};
    static constexpr double kSteps = 8.0; ///< of the exponential's table, per unit
    std::array<double, std::size_t(kSmallMean) * std::size_t(kSteps) + 1> expOfMinusStep{}; ///< at the steps' middles

    static const InversionTables &instance()
    {
        static const InversionTables tables;
        return tables;
    }

    /// e^-mean, to 1e-12: the nearest step's from the table times a series of |t| <= 1/16.
    double expOfMinus(double mean) const
    {
        const auto step = std::uint32_t(mean * kSteps);
        const double t = (double(step) + 0.5) / kSteps - mean;
        const double low = 1.0 + t * (1.0 + t * (1.0 / 2.0));
        const double high = 1.0 / 6.0 + t * (1.0 / 24.0 + t * (1.0 / 120.0 + t * (1.0 / 720.0)));
        return expOfMinusStep[step] * (low + t * t * t * high);
    }

private:
    InversionTables()
    {
        for (std::uint32_t k = 1; k < kCounts; ++k)
            reciprocal[k] = 1.0 / double(k);
        for (std::size_t n = 0; n < expOfMinusStep.size(); ++n)
            expOfMinusStep[n] = exactExp(-(double(n) + 0.5) / kSteps);
    }
};

} // namespace

void drawWords(const RandomStream &stream, std::uint32_t x, PixelStrip &strip)
{
    for (std::uint32_t i = 0; i < kStripPixels; ++i) {
        const std::uint64_t word = stream.word(x + i);
        strip.shotWords[i] = std::uint32_t(word);
        strip.readWords[i] = std::uint32_t(word >> 32);
    }
}

std::uint32_t poissonByInversion(double mean, std::uint32_t word)
{
    const double u = (double(word) + 0.5) * 0x1p-32;
    if (u < 1.0 - mean)
        return 0; // P(0) = e^-mean is above this: dark frames need no exponential
    const InversionTables &tables = InversionTables::instance();
    double probability = tables.expOfMinus(mean);
    double below = probability;
    std::uint32_t count = 0;
    while (u >= below && count + 1 < InversionTables::kCounts) {
        ++count;
        probability *= mean * tables.reciprocal[count];
        below += probability;
    }
    return count;
}

void drawPoisson(const GaussianTable &gauss, PixelStrip &strip)
{
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.deviate[i] = gauss(strip.shotWords[i]);
    unsigned small = 0;
    for (std::uint32_t i = 0; i < kStripPixels; ++i) {
        const float w = strip.deviate[i];
        const float atLeast = strip.mean[i] > kSmallMean ? strip.mean[i] : kSmallMean;
        const float mean = atLeast < kLargestMean ? atLeast : kLargestMean;
        const float root = std::sqrt(mean);
        const float inverse = 1.0f / root;
        const float w2 = w * w;
        const float second = inverse * (-8.0f / 405.0f + w2 * (7.0f / 810.0f + w2 * (1.0f / 270.0f)));
        const float first = inverse * (second - w * (1.0f / 36.0f + w2 * (1.0f / 72.0f)));
        const float count = mean + (root * w + (1.0f / 3.0f + w2 * (1.0f / 6.0f) + first));
        strip.electrons[i] = float(std::int32_t(count > 0.0f ? count : 0.0f));
        small += strip.mean[i] < kSmallMean ? 1u : 0u;
    }
    if (small == 0)
        return;
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        if (strip.mean[i] < kSmallMean)
            strip.electrons[i] = float(poissonByInversion(double(strip.mean[i]), strip.shotWords[i]));
}

} // namespace mv::vcam
