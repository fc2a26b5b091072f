// SPDX-License-Identifier: GPL-3.0-or-later
// Digital shift and white balance: by hand, against exact arithmetic for every sample, and their means.
#include "camera/virtual/core/isp/digital_shift.h"
#include "camera/virtual/core/isp/white_balance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;
constexpr SampleRange kRange; // black 64 DN, 12 bits

Samples everySample()
{
    Samples all(65521);
    std::iota(all.begin(), all.end(), std::uint16_t(0));
    return all;
}

Samples shifted(Samples samples, unsigned shift, const SampleRange &range = kRange)
{
    shiftSamples(samples, range, shift);
    return samples;
}

TEST(DigitalShift, byHand)
{
    constexpr std::uint16_t kBlack = 64 * 16;
    // black stays; 100 DN are 36 above black; 63 DN is one below; half a DN rounds up; what is too bright is clipped
    EXPECT_EQ(shifted({kBlack, 100 * 16, 63 * 16, 64 * 16 + 8, 64 * 16 + 7, 4095 * 16, 0}, 1),
              (Samples{kBlack, 136 * 16, 62 * 16, 66 * 16, kBlack, 4095 * 16, 0}));
    EXPECT_EQ(shifted({100 * 16}, 4), (Samples{(64 + 36 * 16) * 16}));
    EXPECT_EQ(shifted({20 * 16}, 1), (Samples{0})) << "44 below black, twice";
    const SampleRange eight{4 * 16, 255 * 16};
    EXPECT_EQ(shifted({10 * 16, 200 * 16}, 3, eight), (Samples{52 * 16, 255 * 16}));
}

TEST(DigitalShift, zeroLeavesTheFractions)
{
    EXPECT_EQ(shifted(everySample(), 0), everySample());
}

TEST(DigitalShift, isAMultipleOfWholeNumbers)
{
    for (const unsigned shift : {1u, 2u, 3u, 4u}) {
        const Samples out = shifted(everySample(), shift);
        for (std::size_t v = 0; v < out.size(); ++v) {
            const double dn = std::floor(double(v) / 16 + 0.5);
            const double wanted = std::clamp(64 + (dn - 64) * std::pow(2.0, shift), 0.0, 4095.0) * 16;
            ASSERT_EQ(out[v], wanted) << v << " << " << shift;
        }
    }
}

// Gain before the converter leaves all its steps, gain behind it makes them coarser: variance 4^n (s^2 + 1/12).
TEST(DigitalShift, addsTheStepsOfTheConverterToTheNoise)
{
    std::mt19937 engine(7);
    std::normal_distribution<double> noise(0, 0.7);
    constexpr std::size_t kCount = 400'000;
    Samples samples(kCount);
    for (std::uint16_t &sample : samples)
        sample = std::uint16_t(std::floor((200.37 + noise(engine)) * 16));
    for (const unsigned shift : {1u, 2u, 3u}) {
        double sum = 0, squares = 0;
        for (const std::uint16_t sample : shifted(samples, shift)) {
            sum += sample / 16.0;
            squares += sample / 16.0 * (sample / 16.0);
        }
        const double mean = sum / kCount, factor = std::pow(2.0, shift);
        const double variance = squares / kCount - mean * mean;
        EXPECT_NEAR(mean, 64 + factor * 136.37, factor * 0.005);
        EXPECT_NEAR(variance / (factor * factor * (0.49 + 1.0 / 12)), 1, 0.01);
    }
}

TEST(WhiteBalance, byHand)
{
    // red 2.0, green 1.0, blue 0.5 on two cells; black and full scale stay; below black is stretched, too
    Samples mosaic{1024 + 100, 1024 + 100, 1024, 1024, //
                   1024 + 100, 1024 + 100, 1000, 65520};
    balanceMosaic(mosaic, 4, kRange, {2 * kRatioOne, kRatioOne, kRatioOne / 2});
    EXPECT_EQ(mosaic, (Samples{1024 + 201, 1024 + 100, 1024 + 1, 1024, //
                               1024 + 100, 1024 + 50, 1000, 1024 + (65520 - 1024) / 2}));
    Samples bright{60000, 60000, 60000, 60000};
    balanceMosaic(bright, 2, kRange, {kMaxRatio, 0, kRatioOne});
    EXPECT_EQ(bright, (Samples{65520, 1024, 1024, 60000}));
}

TEST(WhiteBalance, isTheFlooredMiddleForEverySample)
{
    for (const std::uint32_t ratio : {0u, 1u, kRatioOne - 1, kRatioOne, kRatioOne + 1, 133'868u, kMaxRatio}) {
        Samples all = everySample();
        all.resize(65520); // whole cells in two rows: the first has red and green
        Samples out = all;
        balanceMosaic(out, 65520 / 2, kRange, {ratio, kRatioOne, kRatioOne});
        for (std::size_t x = 0; x < out.size() / 2; x += 2) {
            // 17 times 20 bits: exact in a double
            const double scaled = (2.0 * (double(all[x]) - 1024) + 1) * ratio / 131072;
            const double wanted = std::clamp(std::floor(scaled) + 1024, 0.0, 65520.0);
            ASSERT_EQ(out[x], wanted) << all[x] << " x " << ratio;
            ASSERT_EQ(out[x + 1], all[x + 1]);
        }
    }
}

TEST(WhiteBalance, ofOneChangesNothing)
{
    Samples all = everySample();
    all.resize(65520);
    Samples out = all;
    balanceMosaic(out, 40, kRange, {kRatioOne, kRatioOne, kRatioOne + 1}); // goes through the arithmetic
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i / 40 % 2 == 0) {
            ASSERT_EQ(out[i], all[i]);
        }
    }
}

} // namespace
} // namespace mv::vcam
