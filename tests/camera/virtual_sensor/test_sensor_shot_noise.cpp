// SPDX-License-Identifier: GPL-3.0-or-later
// The Poisson deviates against the exact distribution.
#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"
#include "camera/virtual/core/sensor/shot_noise.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace mv::vcam {
namespace {

constexpr std::size_t kCount = 8'000'000;

/// How often each count came.
std::vector<double> histogram(double mean)
{
    std::vector<double> counts;
    PixelStrip strip;
    std::fill(strip.mean, strip.mean + kStripPixels, float(mean));
    for (std::size_t row = 0; row < kCount / kStripPixels; ++row) {
        drawWords(RandomStream(11, Purpose::Noise, 0, row), 0, strip);
        drawPoisson(GaussianTable::instance(), strip);
        for (const float electrons : strip.electrons) {
            const auto n = std::size_t(electrons);
            EXPECT_EQ(float(n), electrons) << "not a whole number";
            if (n >= counts.size())
                counts.resize(n + 1);
            counts[n] += 1;
        }
    }
    return counts;
}

double moment(const std::vector<double> &counts, double mean, int power)
{
    double sum = 0, all = 0;
    for (std::size_t n = 0; n < counts.size(); ++n) {
        sum += counts[n] * std::pow(double(n) - mean, power);
        all += counts[n];
    }
    return sum / all;
}

/// Chi-square in standard deviations of its own; neighbouring counts are merged until 20 are expected.
double chiSquareSigmas(const std::vector<double> &counts, double mean)
{
    double all = 0;
    for (const double count : counts)
        all += count;
    double chi = 0, seen = 0, expected = 0;
    int cells = 0;
    double left = all;
    for (std::size_t n = 0; n < counts.size() + 50; ++n) {
        const double p = std::exp(double(n) * std::log(mean) - mean - std::lgamma(double(n) + 1));
        seen += n < counts.size() ? counts[n] : 0;
        expected += all * p;
        if (expected >= 20 && left - expected >= 20) {
            chi += (seen - expected) * (seen - expected) / expected;
            left -= expected;
            seen = expected = 0;
            ++cells;
        }
    }
    chi += (seen - left) * (seen - left) / left; // the rest, out to infinity
    return (chi - cells) / std::sqrt(2.0 * std::max(1, cells));
}

class ShotNoise : public testing::TestWithParam<double>
{};

TEST_P(ShotNoise, hasMeanVarianceAndSkewnessOfPoisson)
{
    const double mean = double(float(GetParam()));
    const auto counts = histogram(mean);
    const double n = double(kCount), second = moment(counts, mean, 2), third = moment(counts, mean, 3);
    EXPECT_NEAR(moment(counts, mean, 1), 0, 5 * std::sqrt(mean / n));
    // central moments of Poisson: mu2 = mu3 = m, mu4 = m + 3 m^2, mu6 = m + 25 m^2 + 15 m^3
    EXPECT_NEAR(second, mean, 5 * std::sqrt((mean + 2 * mean * mean) / n));
    EXPECT_NEAR(third, mean, 5 * std::sqrt((mean + 25 * mean * mean + 15 * mean * mean * mean) / n));
}

TEST_P(ShotNoise, passesChiSquareAgainstTheExactDistribution)
{
    const double mean = double(float(GetParam()));
    EXPECT_LT(chiSquareSigmas(histogram(mean), mean), 5) << "of " << kCount << " deviates";
}

// Both sides of the change from inversion to the expansion at 12, and far from it.
INSTANTIATE_TEST_SUITE_P(means, ShotNoise,
                         testing::Values(0.003, 0.02, 0.124, 0.126, 0.7, 3.3, 3.374, 11.99, 12.0, 12.4, 20.0, 60.0,
                                         1000.0));

TEST(ShotNoiseLimits, noMeanGivesNothingAndTooMuchIsCapped)
{
    PixelStrip strip;
    std::fill(strip.mean, strip.mean + kStripPixels, 0.0f);
    strip.mean[1] = 1e30f;
    drawWords(RandomStream(1, Purpose::Noise), 0, strip);
    drawPoisson(GaussianTable::instance(), strip);
    EXPECT_EQ(strip.electrons[0], 0.0f);
    EXPECT_NEAR(strip.electrons[1], kLargestMean, 7 * std::sqrt(kLargestMean));
}

TEST(ShotNoiseLimits, everyWordGivesAFiniteCount)
{
    for (const float mean : {0.0f, 1e-9f, 0.1249999f, 0.125f, 0.5f, 11.999999f})
        for (const std::uint32_t word : {0u, 1u, 0x80000000u, 0xFFFFFFFFu})
            for (const std::uint32_t other : {0u, 0xFFFFFFFFu})
                EXPECT_LT(smallPoisson(mean, word, other), 60u);
    EXPECT_EQ(poissonByInversion(0.0, 0xFFFFFFFFu), 0u);
}

} // namespace
} // namespace mv::vcam
