// SPDX-License-Identifier: GPL-3.0-or-later
// One step of each automatic mode, by hand.
#include "camera/virtual/core/auto_control.h"
#include "camera/virtual/core/settings.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

PictureStatistics seen(double mean, double saturated = 0)
{
    PictureStatistics statistics;
    statistics.mean = mean;
    statistics.black = 0.1;
    statistics.saturated = saturated;
    return statistics;
}

constexpr BrightnessLimits kExposure{true, false, 20'000}, kGain{false, true, 20'000}, kBoth{true, true, 20'000};

TEST(AutoBrightness, isProportionalAboveBlack)
{
    // 0.1 above black is a quarter of the 0.4 that are wanted
    EXPECT_EQ(nextBrightness({1000, 1}, seen(0.2), 0.5, kExposure), (Brightness{4000, 1}));
    EXPECT_EQ(nextBrightness({1000, 2}, seen(0.2), 0.5, kGain), (Brightness{1000, 8}));
    EXPECT_NEAR(nextBrightness({1000, 2}, seen(0.9), 0.5, kExposure).exposureUs, 500, 1e-9);
}

TEST(AutoBrightness, stopsAtItsLimits)
{
    EXPECT_EQ(nextBrightness({10'000, 1}, seen(0.2), 0.5, kExposure).exposureUs, 20'000);
    EXPECT_EQ(nextBrightness({10'000, 20}, seen(0.2), 0.5, kGain).gain, 32);
    EXPECT_EQ(nextBrightness({10'000, 1}, seen(0.9), 0.5, kGain).gain, 1);
    EXPECT_EQ(nextBrightness({11, 1}, seen(0.9), 0.2, kExposure).exposureUs, kMinExposureUs);
    // a frame rate that was raised meanwhile
    EXPECT_EQ(nextBrightness({90'000, 1}, seen(0.5), 0.5, kExposure).exposureUs, 20'000);
}

TEST(AutoBrightness, lightGoesBeforeGain)
{
    EXPECT_EQ(nextBrightness({10'000, 1}, seen(0.2), 0.5, kBoth), (Brightness{20'000, 2}));
    EXPECT_EQ(nextBrightness({1000, 8}, seen(0.5 + 1e-9), 0.5, kBoth), (Brightness{1000, 8})) << "nothing to do";
    EXPECT_EQ(nextBrightness({20'000, 8}, seen(0.9), 0.5, kBoth), (Brightness{20'000, 4})) << "gain goes first";
    const Brightness darker = nextBrightness({20'000, 1.5}, seen(0.9), 0.5, kBoth);
    EXPECT_EQ(darker.gain, 1);
    EXPECT_NEAR(darker.exposureUs, 15'000, 1e-6);
}

TEST(AutoBrightness, hasADeadBand)
{
    for (const double target : {0.2, 0.5, 0.9}) {
        const double tolerance = brightnessTolerance(target);
        EXPECT_EQ(tolerance, target / 50);
        for (const double miss : {-0.99, 0.99})
            EXPECT_EQ(nextBrightness({500, 3}, seen(target + miss * tolerance), target, kBoth), (Brightness{500, 3}));
        EXPECT_NE(nextBrightness({500, 1}, seen(target + 1.01 * tolerance), target, kExposure), (Brightness{500, 1}));
    }
    EXPECT_EQ(brightnessTolerance(0), 0.002);
}

TEST(AutoBrightness, survivesBlackAndWhite)
{
    EXPECT_EQ(nextBrightness({100, 1}, seen(0.1), 0.5, kExposure).exposureUs, 1600) << "16 times at most";
    EXPECT_EQ(nextBrightness({100, 1}, seen(0), 0.5, kExposure).exposureUs, 1600) << "darker than black";
    // saturated all over: a quarter of 0.4 / 0.9
    EXPECT_NEAR(nextBrightness({9000, 1}, seen(1, 1), 0.5, kExposure).exposureUs, 1000, 1e-9);
    EXPECT_EQ(nextBrightness({9000, 1}, seen(0.5), 0, kExposure).exposureUs, 9000.0 / 16) << "towards no light";
    EXPECT_GT(nextBrightness({9000, 1}, seen(0.95, 1), 1, kExposure).exposureUs, 9000) << "white is wanted";
}

TEST(AutoWhiteBalance, makesTheMeanGrey)
{
    EXPECT_EQ(nextRatios({kRatioOne, kRatioOne, kRatioOne}, {500, 1000, 250}),
              (BalanceRatios{2 * kRatioOne, kRatioOne, 4 * kRatioOne}));
    // red is strongest under a bulb: its ratio is 1, so that white clips to white
    EXPECT_EQ(nextRatios({kRatioOne, kRatioOne, kRatioOne}, {1000, 800, 200}),
              (BalanceRatios{kRatioOne, kRatioOne * 5 / 4, 5 * kRatioOne}));
}

TEST(AutoWhiteBalance, staysWhereItIsRight)
{
    const BalanceRatios now{2 * kRatioOne, kRatioOne, 4 * kRatioOne};
    EXPECT_EQ(nextRatios(now, {501, 1000, 250}), now);
    EXPECT_NE(nextRatios(now, {510, 1000, 250}), now);
    // neutral, but nothing is at 1
    EXPECT_EQ(nextRatios({4 * kRatioOne, 2 * kRatioOne, 8 * kRatioOne}, {500, 1000, 250}), now);
}

TEST(AutoWhiteBalance, survivesAMissingColour)
{
    const BalanceRatios now{kRatioOne, kRatioOne, kRatioOne};
    EXPECT_EQ(nextRatios(now, {100, 100, 0}), now);
    EXPECT_EQ(nextRatios(now, {100, 100, -3}), now);
    EXPECT_EQ(nextRatios(now, {1000, 1000, 1})[2], kMaxRatio);
    EXPECT_EQ(nextRatios({0, 0, 0}, {100, 100, 100}), now);
}

TEST(AutoBlackLevel, takesAwayWhatIsTooMuch)
{
    EXPECT_DOUBLE_EQ(nextBlackCorrection(0, 80.5, 64), -16.5);
    EXPECT_DOUBLE_EQ(nextBlackCorrection(-16.5, 65, 64), -17.5);
    EXPECT_DOUBLE_EQ(nextBlackCorrection(3, 64.06, 64), 3) << "near enough";
    EXPECT_DOUBLE_EQ(nextBlackCorrection(-4100, 300, 64), -4159) << "the end of the range";
    EXPECT_DOUBLE_EQ(nextBlackCorrection(4000, 0, 64), 4031);
}

} // namespace
} // namespace mv::vcam
