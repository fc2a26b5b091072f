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

/// The distributions of the means 0, 1/8, 2/8 ... as thresholds of a 32-bit number, with a guide to where to look.
class SmallMeans
{
public:
    static const SmallMeans &instance()
    {
        static const SmallMeans tables;
        return tables;
    }

    std::uint32_t draw(std::uint32_t step, std::uint32_t word) const
    {
        const auto &below = m_below[step];
        std::uint32_t count = m_guide[step][word >> kGuideShift];
        while (count + 1 < kCounts && word >= below[count])
            ++count;
        return count;
    }

private:
    static constexpr std::uint32_t kCounts = 56; ///< P(N >= 56) of a mean of 12 is 1e-18: no 32-bit number reaches it
    static constexpr std::uint32_t kMeans = std::uint32_t(kSmallMean / kMeanStep) + 1;
    static constexpr unsigned kGuideShift = 26;

    SmallMeans()
    {
        for (std::uint32_t step = 0; step < kMeans; ++step) {
            const double mean = double(step) * double(kMeanStep);
            double probability = exactExp(-mean), sum = probability;
            for (std::uint32_t n = 0; n < kCounts; ++n) {
                const double threshold = sum * 0x1p32;
                m_below[step][n] = threshold < 4294967295.0 ? std::uint32_t(threshold) : 0xFFFFFFFFu;
                probability *= mean / double(n + 1);
                sum += probability;
            }
            for (std::uint32_t slot = 0; slot < m_guide[step].size(); ++slot) {
                std::uint32_t count = 0;
                while (count + 1 < kCounts && slot << kGuideShift >= m_below[step][count])
                    ++count;
                m_guide[step][slot] = std::uint8_t(count);
            }
        }
    }

    std::array<std::array<std::uint32_t, kCounts>, kMeans> m_below; ///< 2^32 P(N <= n)
    std::array<std::array<std::uint8_t, 64>, kMeans> m_guide;       ///< least count of the words with these high bits
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
        return 0;             // P(0) = e^-mean is above this: dark frames need no exponential
    double probability = 1.0; // e^-mean by its series
    for (int k = 8; k >= 1; --k)
        probability = 1.0 - probability * mean / double(k);
    double below = probability;
    std::uint32_t count = 0;
    while (u >= below && count < 16) { // P(N >= 16) of 1/8 is 1e-28
        ++count;
        probability *= mean / double(count);
        below += probability;
    }
    return count;
}

std::uint32_t smallPoisson(float mean, std::uint32_t word, std::uint32_t other)
{
    const auto step = std::uint32_t(mean / kMeanStep);
    if (step == 0)
        return poissonByInversion(double(mean), word);
    const float rest = mean - float(step) * kMeanStep; // exact: both are multiples of the last bit of mean
    const std::uint64_t third = splitMix(std::uint64_t(other) << 32 | word);
    return SmallMeans::instance().draw(step, word) + poissonByInversion(double(rest), std::uint32_t(third >> 32));
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
            strip.electrons[i] = float(smallPoisson(strip.mean[i], strip.shotWords[i], strip.readWords[i]));
}

} // namespace mv::vcam
