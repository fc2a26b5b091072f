// SPDX-License-Identifier: GPL-3.0-or-later
// The room's own exp, sin and normal distribution against the C library's; the random streams; the row workers.
#include "camera/virtual/core/sensor/exact_math.h"
#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"
#include "camera/virtual/core/sensor/row_workers.h"

#include <atomic>
#include <cmath>
#include <gtest/gtest.h>
#include <set>

namespace mv::vcam {
namespace {

TEST(ExactMath, agreesWithTheLibrary)
{
    for (double x = -690; x <= 690; x += 0.317)
        ASSERT_NEAR(exactExp(x) / std::exp(x), 1.0, 2e-13) << x;
    for (double t = -3; t <= 3; t += 0.0137)
        ASSERT_NEAR(exactSinTurns(t), std::sin(2 * kPi * t), 3e-15) << t;
    for (double z = 0; z <= 7; z += 0.0113)
        ASSERT_NEAR(normalTail(z) / (0.5 * std::erfc(z / std::sqrt(2.0))), 1.0, 1e-11) << z;
    EXPECT_EQ(exactExp(-1000), 0);
    EXPECT_DOUBLE_EQ(exactPow2(3), 8);
}

double tableTail(std::uint32_t word)
{
    return double((word >> 1) | 1u) * 0x1p-32;
}

TEST(GaussianTable, invertsTheTailOutToSixSigma)
{
    const GaussianTable &gauss = GaussianTable::instance();
    double largest = 0;
    for (std::uint64_t word = 3; word < (std::uint64_t(1) << 32); word += 1 + word / 997) {
        const double z = double(gauss(std::uint32_t(word & ~1u)));
        ASSERT_GE(z, 0) << word;
        largest = std::max(largest, z);
        // the error in z is that in p over the density
        const double off = (0.5 * std::erfc(z / std::sqrt(2.0)) - tableTail(std::uint32_t(word))) / normalDensity(z);
        ASSERT_LT(std::abs(off), 2e-5) << word << " z " << z;
    }
    EXPECT_GT(largest, 6.0);
    EXPECT_NEAR(gauss(0), 6.23, 0.01);
    EXPECT_NEAR(gauss(0xFFFFFFFEu), 0, 1e-6);
}

TEST(GaussianTable, isSymmetric)
{
    const GaussianTable &gauss = GaussianTable::instance();
    for (std::uint32_t i = 0; i < 100000; ++i) {
        const auto word = std::uint32_t(splitMix(i)) & ~1u;
        ASSERT_EQ(gauss(word), -gauss(word | 1u));
    }
}

TEST(GaussianTable, hasTheMomentsOfTheNormalDistribution)
{
    const GaussianTable &gauss = GaussianTable::instance();
    const RandomStream stream(3, Purpose::Noise);
    constexpr int kCount = 4'000'000;
    double sum[5] = {};
    for (int i = 0; i < kCount; ++i) {
        const double z = double(gauss(std::uint32_t(stream.word(std::uint64_t(i)))));
        double power = 1;
        for (double &s : sum)
            s += power / kCount, power *= z;
    }
    const double sigma = 1 / std::sqrt(double(kCount));
    EXPECT_NEAR(sum[1], 0, 5 * sigma);
    EXPECT_NEAR(sum[2], 1, 5 * sigma * std::sqrt(2.0));
    EXPECT_NEAR(sum[3], 0, 5 * sigma * std::sqrt(15.0));
    EXPECT_NEAR(sum[4], 3, 5 * sigma * std::sqrt(96.0));
}

TEST(RandomStream, dependsOnEveryPartOfItsKey)
{
    const std::set<std::uint64_t> words = {
        RandomStream(1, Purpose::Noise, 2, 3).word(0), RandomStream(2, Purpose::Noise, 2, 3).word(0),
        RandomStream(1, Purpose::Blink, 2, 3).word(0), RandomStream(1, Purpose::Noise, 3, 3).word(0),
        RandomStream(1, Purpose::Noise, 2, 4).word(0), RandomStream(1, Purpose::Noise, 3, 2).word(0),
        RandomStream(1, Purpose::Noise, 2, 3).word(1),
    };
    EXPECT_EQ(words.size(), 7u);
    // SplitMix64's published sequence from state 0 begins with this word
    EXPECT_EQ(splitMix(0x9E3779B97F4A7C15u), 0xE220A8397B1DCDAFu);
}

TEST(RowWorkers, giveEveryRowToExactlyOneThread)
{
    RowWorkers workers(3);
    for (const std::uint32_t rows : {1u, 15u, 16u, 17u, 1000u}) {
        std::vector<std::atomic<int>> seen(rows);
        workers.run(rows, [&seen](std::uint32_t first, std::uint32_t end) {
            for (std::uint32_t row = first; row < end; ++row)
                ++seen[row];
        });
        for (std::uint32_t row = 0; row < rows; ++row)
            ASSERT_EQ(seen[row], 1) << row << " of " << rows;
    }
}

} // namespace
} // namespace mv::vcam
