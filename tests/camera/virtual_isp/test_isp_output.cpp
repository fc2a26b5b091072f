// SPDX-License-Identifier: GPL-3.0-or-later
// The last rounding: by hand, against exact arithmetic for every value and every pair of depths, and its mean.
#include "camera/virtual/core/isp/output.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;

Samples converted(const Samples &sixteenths, unsigned adcBits, unsigned significantBits)
{
    Samples samples(sixteenths.size());
    toSamples(sixteenths, adcBits, significantBits, samples);
    return samples;
}

TEST(Output, byHand)
{
    EXPECT_EQ(converted({0, 7, 8, 23, 24, 65519, 65520}, 12, 12), (Samples{0, 0, 1, 1, 2, 4095, 4095}));
    // 12 to 8 bits: 16 DN a step, half of it 128 sixteenths; 7.96875 DN, rounded to 8 first, would have gone up
    EXPECT_EQ(converted({0, 127, 128, 383, 384, 65151, 65152, 65520}, 12, 8), (Samples{0, 0, 1, 1, 2, 254, 255, 255}));
    EXPECT_EQ(converted({31, 32, 95, 96}, 12, 10), (Samples{0, 1, 1, 2}));
    EXPECT_EQ(converted({7, 8, 4072, 4080}, 8, 12), (Samples{0, 16, 4080, 4080}));
    EXPECT_EQ(converted({8, 16 * 1023}, 10, 12), (Samples{4, 4092}));
}

TEST(Output, isTheNearestSampleForEveryValueAndDepth)
{
    for (const unsigned adc : {8u, 10u, 12u}) {
        Samples all(std::size_t(16) * ((1u << adc) - 1) + 1);
        std::iota(all.begin(), all.end(), std::uint16_t(0));
        for (const unsigned format : {8u, 10u, 12u}) {
            const Samples out = converted(all, adc, format);
            const unsigned steps = format < adc ? format : adc; // that the sample can take
            const double perStep = 16.0 * double(1u << (adc - steps));
            for (std::size_t v = 0; v < all.size(); ++v) {
                const auto nearest = unsigned(double(v) / perStep + 0.5);
                const unsigned expected = std::min(nearest, (1u << steps) - 1) << (format - steps);
                ASSERT_EQ(out[v], expected) << v << ", " << adc << " to " << format;
            }
        }
    }
}

TEST(Output, atTheAdcsDepthIsWholeDn)
{
    Samples all(65521);
    std::iota(all.begin(), all.end(), std::uint16_t(0));
    Samples dn(all.size());
    roundToDn(all, dn);
    EXPECT_EQ(converted(all, 12, 12), dn);
}

// Evenly spread light, cut off to sixteenths: the mean of the samples is the light's, which two roundings would miss.
TEST(Output, keepsTheMean)
{
    Samples sixteenths(16 * 16 * 200); // 200 whole steps of 8 bits from half a step on
    std::iota(sixteenths.begin(), sixteenths.end(), std::uint16_t(128));
    double light = 0, samples = 0;
    for (const std::uint16_t v : sixteenths)
        light += (v + 0.5) / 256;
    for (const std::uint16_t v : converted(sixteenths, 12, 8))
        samples += v;
    EXPECT_NEAR(samples / double(sixteenths.size()), light / double(sixteenths.size()), 1e-9);
}

TEST(Output, worksInPlaceAndGoesAsFarAsBothSpans)
{
    Samples samples = {16, 32, 48};
    toSamples(samples, 12, 12, samples);
    EXPECT_EQ(samples, (Samples{1, 2, 3}));
    Samples few(2);
    toSamples(samples, 12, 12, few);
    EXPECT_EQ(few, (Samples{0, 0}));
    toSamples(few, 12, 12, samples);
    EXPECT_EQ(samples, (Samples{0, 0, 3}));
}

} // namespace
} // namespace mv::vcam
