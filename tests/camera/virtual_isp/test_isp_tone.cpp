// SPDX-License-Identifier: GPL-3.0-or-later
// Gamma and look-up table: the curve against the mathematical library, the steps by hand.
#include "camera/virtual/core/isp/tone_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;

TEST(Gamma, isThePowerForEveryValue)
{
    for (const double gamma : {0.01, 0.25, 0.45, 0.5, 0.75, 1.0, 1.5, 2.2, 3.0, 3.99998}) {
        const auto curve = gammaCurve(gamma);
        for (std::size_t in = 0; in < curve.size(); ++in) {
            const double exact = 4095 * std::pow(double(in) / 4095, gamma);
            if (std::abs(exact - std::floor(exact) - 0.5) > 1e-9) { // a tie may be seen either way
                ASSERT_EQ(curve[in], std::floor(exact + 0.5)) << in << " ^ " << gamma;
            }
        }
        EXPECT_EQ(curve[0], 0);
        EXPECT_EQ(curve[4095], 4095);
    }
}

TEST(Gamma, ofZeroIsWhite)
{
    for (const std::uint16_t value : gammaCurve(0))
        ASSERT_EQ(value, 4095);
}

TEST(Gamma, theSmallerTheBrighter)
{
    EXPECT_GT(gammaCurve(0.5)[1000], gammaCurve(1)[1000]);
    EXPECT_GT(gammaCurve(1)[1000], gammaCurve(2)[1000]);
    EXPECT_EQ(gammaCurve(1)[1000], 1000);
}

TEST(Table, beginsAsIdentityAndIsSharedUntilItChanges)
{
    LookUpTable a;
    for (std::size_t i = 0; i < LookUpTable::kSize; ++i)
        ASSERT_EQ(a.values()[i], i);
    const LookUpTable b = a;
    EXPECT_EQ(a.values().data(), b.values().data());
    a.set(7, 4000);
    EXPECT_EQ(a.values()[7], 4000);
    EXPECT_EQ(b.values()[7], 7);
    EXPECT_NE(a, b);
    a.set(7, 7);
    EXPECT_EQ(a, b);
}

TEST(ToneCurve, takesTheTableAtTheConvertersWholeNumbers)
{
    IspSettings settings;
    settings.lutEnable = true;
    settings.lut.set(0, 4095);
    settings.lut.set(1, 17);
    settings.lut.set(4095, 3);
    ToneCurve tone;
    ASSERT_TRUE(tone.prepare(settings));
    Samples samples{0, 7, 8, 23, 24, 65519, 65520};
    tone.apply(samples, 12);
    EXPECT_EQ(samples, (Samples{4095 * 16, 4095 * 16, 17 * 16, 17 * 16, 2 * 16, 3 * 16, 3 * 16}));
    settings.lut.set(4080, 99); // 255 of 8 bits
    settings.lut.set(16, 5);
    tone.prepare(settings);
    samples = {4080, 4079, 16, 23, 24};
    tone.apply(samples, 8);
    EXPECT_EQ(samples, (Samples{99 * 16, 99 * 16, 5 * 16, 5 * 16, 32 * 16}));
}

TEST(ToneCurve, isThereOnlyIfItDoesSomething)
{
    IspSettings settings;
    ToneCurve tone;
    EXPECT_FALSE(tone.prepare(settings));
    settings.gamma = 0.5;
    EXPECT_FALSE(tone.prepare(settings));
    settings.gammaEnable = true;
    EXPECT_TRUE(tone.prepare(settings));
    Samples samples{1024 * 16};
    tone.apply(samples, 12);
    EXPECT_EQ(samples[0], 2048 * 16); // 4095 sqrt(1024 / 4095) = 2047.75
    settings.lut.set(1024, 1);
    settings.lutEnable = true; // gamma goes before
    tone.prepare(settings);
    samples = {1024 * 16};
    tone.apply(samples, 12);
    EXPECT_EQ(samples[0], 2048 * 16);
    settings.gamma = 1;
    EXPECT_TRUE(tone.prepare(settings));
    samples = {1024 * 16};
    tone.apply(samples, 12);
    EXPECT_EQ(samples[0], 16);
    settings.lutEnable = false;
    EXPECT_FALSE(tone.prepare(settings));
}

} // namespace
} // namespace mv::vcam
