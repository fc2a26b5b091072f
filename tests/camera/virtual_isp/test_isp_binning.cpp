// SPDX-License-Identifier: GPL-3.0-or-later
// Binning: by hand, on both kinds of sensor, at the limits, and what it does to noise.
#include "camera/virtual/core/isp/binning.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;
constexpr std::uint16_t kBlack = 64 * 16;

Binning binning(std::uint32_t x, std::uint32_t y, BinningMode mode, ColorFilter filter = ColorFilter::None)
{
    Binning b;
    b.factorX = x;
    b.factorY = y;
    b.modeX = b.modeY = mode;
    b.filter = filter;
    b.black = kBlack;
    return b;
}

Samples binned(const Samples &samples, std::uint32_t width, std::uint32_t height, const Binning &b)
{
    Samples out(std::size_t(binnedSide(width, b.factorX, b.filter)) * binnedSide(height, b.factorY, b.filter));
    EXPECT_TRUE(bin(samples, width, height, b, out));
    return out;
}

TEST(Binning, byOneChangesNothing)
{
    Samples samples(7 * 5);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = std::uint16_t(i * 1872); // to 63648
    for (const BinningMode mode : {BinningMode::Sum, BinningMode::Average})
        for (const ColorFilter filter : {ColorFilter::None, ColorFilter::BayerRG})
            EXPECT_EQ(binned(samples, 7, 5, binning(1, 1, mode, filter)), samples);
}

TEST(Binning, averagesByHand)
{
    // two bins of 2x2 and a column and a row that fill none
    const Samples samples = {100, 200, 10, 11, 9, //
                             300, 400, 12, 14, 9, //
                             9,   9,   9,  9,  9};
    EXPECT_EQ(binned(samples, 5, 3, binning(2, 2, BinningMode::Average)), (Samples{250, 12})); // 47/4 = 11.75
    // 150, 10.5 with an even first: down; 350, 13; 9, 9
    EXPECT_EQ(binned(samples, 5, 3, binning(2, 1, BinningMode::Average)), (Samples{150, 10, 350, 13, 9, 9}));
    // 200, 300, 11, 12.5 with an odd first: up, 9
    EXPECT_EQ(binned(samples, 5, 3, binning(1, 2, BinningMode::Average)), (Samples{200, 300, 11, 13, 9}));
}

TEST(Binning, sumsSignalsAboveBlackByHand)
{
    // Signals of 100, 200, 300 and 401 sixteenths, each half a sixteenth more before it was cut off: 1003, cut off
    // 1002.5
    Samples samples = {kBlack + 100, kBlack + 200, kBlack + 300, kBlack + 401};
    EXPECT_EQ(binned(samples, 2, 2, binning(2, 2, BinningMode::Sum)), (Samples{kBlack + 1002})); // even first: down
    samples[0] += 1;
    EXPECT_EQ(binned(samples, 2, 2, binning(2, 2, BinningMode::Sum)),
              (Samples{kBlack + 1004})); // 1003.5, odd first: up
    // along rows only: 301 + 1/2 of 101 + 200, odd first: up; 701 + 1/2 of 300 + 401, even first: down
    EXPECT_EQ(binned(samples, 2, 2, binning(2, 1, BinningMode::Sum)), (Samples{kBlack + 302, kBlack + 701}));
}

TEST(Binning, sumsOneWayAndAveragesTheOther)
{
    const Samples samples = {kBlack + 100, kBlack + 200, kBlack + 300, kBlack + 402};
    Binning b = binning(2, 2, BinningMode::Sum);
    b.modeY = BinningMode::Average; // (1002 + 4/2) / 2 - 1/2 = 501.5, even first: down
    EXPECT_EQ(binned(samples, 2, 2, b), (Samples{kBlack + 501}));
    std::swap(b.modeX, b.modeY);
    EXPECT_EQ(binned(samples, 2, 2, b), (Samples{kBlack + 501}));
}

TEST(Binning, keepsWithinZeroAndFullScale)
{
    const std::uint16_t full = 65520;
    EXPECT_EQ(binned(Samples(16, full), 4, 4, binning(4, 4, BinningMode::Average)), Samples{full});
    EXPECT_EQ(binned(Samples(16, full), 4, 4, binning(4, 4, BinningMode::Sum)), Samples{full});
    EXPECT_EQ(binned(Samples(16, 0), 4, 4, binning(4, 4, BinningMode::Average)), Samples{0});
    EXPECT_EQ(binned(Samples(16, 0), 4, 4, binning(4, 4, BinningMode::Sum)), Samples{0}) << "black 16 times below";
    Binning b = binning(2, 2, BinningMode::Sum);
    b.fullScale = 255 * 16; // of 8 bits
    b.black = 4 * 16;
    EXPECT_EQ(binned(Samples(4, 1100), 2, 2, b), Samples{255 * 16});
    EXPECT_EQ(binned(Samples(4, 1000), 2, 2, b), Samples{64 + 4 * 936 + 1});
}

// Red at (0, 0), green at (1, 0) and (0, 1), blue at (1, 1): value = 1000 x colour + a number within the colour's 2x2.
TEST(Binning, keepsTheColoursApart)
{
    const Samples cell = {1000, 2000, 1002, 2002, //
                          3000, 4000, 3002, 4002, //
                          1004, 2004, 1006, 2006, //
                          3004, 4004, 3006, 4006};
    EXPECT_EQ(binned(cell, 4, 4, binning(2, 2, BinningMode::Average, ColorFilter::BayerRG)),
              (Samples{1003, 2003, 3003, 4003}));
    EXPECT_EQ(binned(cell, 4, 4, binning(2, 1, BinningMode::Average, ColorFilter::BayerRG)),
              (Samples{1001, 2001, 3001, 4001, 1005, 2005, 3005, 4005}));
    EXPECT_EQ(binned(cell, 4, 4, binning(1, 2, BinningMode::Average, ColorFilter::BayerRG)),
              (Samples{1002, 2002, 1004, 2004, 3002, 4002, 3004, 4004}));
}

TEST(Binning, ofManyCellsKeepsTheirOrder)
{
    constexpr std::uint32_t kWidth = 50, kHeight = 37; // 6 cells of 8 and a rest; 4 and a rest
    Samples samples(kWidth * kHeight);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x)
            samples[y * kWidth + x] = std::uint16_t((x & 1) * 30000 + (y & 1) * 10000 + (x / 8) * 16 + (y / 8) * 512);
    const Samples out = binned(samples, kWidth, kHeight, binning(4, 4, BinningMode::Average, ColorFilter::BayerRG));
    ASSERT_EQ(out.size(), 12u * 8);
    for (std::uint32_t y = 0; y < 8; ++y)
        for (std::uint32_t x = 0; x < 12; ++x)
            EXPECT_EQ(out[y * 12 + x], (x & 1) * 30000 + (y & 1) * 10000 + (x / 2) * 16 + (y / 2) * 512);
}

TEST(Binning, leavesOutWhatFillsNoBin)
{
    for (const std::uint32_t side : {0u, 1u, 2u, 3u, 7u, 8u, 9u, 2448u}) {
        EXPECT_EQ(binnedSide(side, 1, ColorFilter::BayerRG), side);
        EXPECT_EQ(binnedSide(side, 4, ColorFilter::None), side / 4);
        EXPECT_EQ(binnedSide(side, 2, ColorFilter::BayerRG), side / 4 * 2);
    }
    EXPECT_TRUE(binned(Samples(9, 5), 3, 3, binning(4, 4, BinningMode::Sum)).empty());
}

TEST(Binning, refusesWhatCannotBe)
{
    Samples samples(64), out(16);
    EXPECT_TRUE(bin(samples, 8, 8, binning(2, 2, BinningMode::Sum), out));
    EXPECT_FALSE(bin(samples, 8, 8, binning(4, 2, BinningMode::Sum), out)) << "too few";
    EXPECT_FALSE(bin(samples, 8, 9, binning(2, 2, BinningMode::Sum), out));
    for (const std::uint32_t bad : {0u, 3u, 8u, 0x80000000u})
        EXPECT_FALSE(bin(samples, 8, 8, binning(bad, 2, BinningMode::Sum), out)) << bad;
}

struct Statistics
{
    double mean = 0, deviation = 0; ///< DN, with the half sixteenth that was cut off
};

Statistics statisticsOf(const Samples &samples)
{
    double sum = 0, squares = 0;
    for (const std::uint16_t v : samples)
        sum += (v + 0.5) / 16;
    const double mean = sum / double(samples.size());
    for (const std::uint16_t v : samples)
        squares += ((v + 0.5) / 16 - mean) * ((v + 0.5) / 16 - mean);
    return {mean, std::sqrt(squares / double(samples.size()))};
}

/// Normal noise about @p mean DN, cut off to sixteenths as the sensor does.
Samples noise(double mean, double deviation, std::uint32_t width, std::uint32_t height)
{
    std::mt19937 random(11);
    std::normal_distribution<double> normal(mean, deviation);
    Samples samples(std::size_t(width) * height);
    for (std::uint16_t &v : samples)
        v = std::uint16_t(std::floor(normal(random) * 16));
    return samples;
}

// The mean of 10^6 numbers of deviation 3 is known to 0.003; the model may be off by 1/64 = 0.0156.
TEST(Binning, keepsMeanAndNoiseToTheTheory)
{
    const Samples samples = noise(264.3, 3, 2048, 2048);
    const Statistics raw = statisticsOf(samples);
    ASSERT_NEAR(raw.mean, 264.3, 0.005);
    for (const auto &[x, y] : {std::pair(2u, 1u), {1u, 2u}, {2u, 2u}, {4u, 2u}, {4u, 4u}}) {
        for (const ColorFilter filter : {ColorFilter::None, ColorFilter::BayerRG}) {
            const double n = x * y;
            const Statistics average =
                statisticsOf(binned(samples, 2048, 2048, binning(x, y, BinningMode::Average, filter)));
            EXPECT_NEAR(average.mean, raw.mean, 0.001) << x << 'x' << y;
            EXPECT_NEAR(average.deviation, raw.deviation / std::sqrt(n), 0.01 * raw.deviation / std::sqrt(n));
            const Statistics sum = statisticsOf(binned(samples, 2048, 2048, binning(x, y, BinningMode::Sum, filter)));
            EXPECT_NEAR(sum.mean - 64, n * (raw.mean - 64), 0.002) << x << 'x' << y;
            EXPECT_NEAR(sum.deviation, raw.deviation * std::sqrt(n), 0.01 * raw.deviation * std::sqrt(n));
        }
    }
}

// The sensor, not a random generator: 2x2 halves the noise of the average and doubles that of the sum, signal x 4.
TEST(Binning, ofTheSensor)
{
    SensorParams p;
    p.width = p.height = 512;
    p.parts.lensShading = p.parts.prnu = p.parts.dsnu = p.parts.hotPixels = p.parts.deadPixels = false;
    p.parts.blinkingPixels = false;
    Sensor sensor(p, 1);
    Exposure e;
    e.region = {0, 0, 512, 512};
    Scene scene;
    scene.photonFlux = 4e5;
    Samples samples(512 * 512);
    ASSERT_FALSE(sensor.render(e, scene, samples));
    const Statistics raw = statisticsOf(samples);
    const Statistics average = statisticsOf(binned(samples, 512, 512, binning(2, 2, BinningMode::Average)));
    const Statistics sum = statisticsOf(binned(samples, 512, 512, binning(2, 2, BinningMode::Sum)));
    EXPECT_NEAR(average.mean, raw.mean, 0.001);
    EXPECT_NEAR(average.deviation, raw.deviation / 2, 0.01 * raw.deviation);
    EXPECT_NEAR(sum.mean - 64, 4 * (raw.mean - 64), 0.005);
    EXPECT_NEAR(sum.deviation, raw.deviation * 2, 0.02 * raw.deviation);
}

} // namespace
} // namespace mv::vcam
