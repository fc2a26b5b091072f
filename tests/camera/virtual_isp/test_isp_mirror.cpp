// SPDX-License-Identifier: GPL-3.0-or-later
// Mirroring: by hand, and that BayerRG stays BayerRG.
#include "camera/virtual/core/isp/mirror.h"

#include <gtest/gtest.h>

#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;

Samples mirrored(Samples samples, std::uint32_t width, std::uint32_t height, bool x, bool y, ColorFilter filter)
{
    if (x)
        mirrorX(samples, width, height, filter);
    if (y)
        mirrorY(samples, width, height, filter);
    return samples;
}

const Samples kFourByThree = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

TEST(Mirror, withoutFiltersByHand)
{
    const auto none = ColorFilter::None;
    EXPECT_EQ(mirrored(kFourByThree, 4, 3, true, false, none), (Samples{4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9}));
    EXPECT_EQ(mirrored(kFourByThree, 4, 3, false, true, none), (Samples{9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4}));
    EXPECT_EQ(mirrored(kFourByThree, 4, 3, true, true, none), (Samples{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(mirrored(kFourByThree, 3, 4, true, false, none), (Samples{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
}

TEST(Mirror, onBayerByHand)
{
    const auto bayer = ColorFilter::BayerRG;
    // an even side: column x is column 4 - x, and column 0 repeats column 2
    EXPECT_EQ(mirrored(kFourByThree, 4, 3, true, false, bayer), (Samples{3, 4, 3, 2, 7, 8, 7, 6, 11, 12, 11, 10}));
    EXPECT_EQ(mirrored(kFourByThree, 3, 4, false, true, bayer), (Samples{7, 8, 9, 10, 11, 12, 7, 8, 9, 4, 5, 6}));
    // an odd side is mirrored as it is
    EXPECT_EQ(mirrored(kFourByThree, 4, 3, false, true, bayer), (Samples{9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4}));
    EXPECT_EQ(mirrored(kFourByThree, 3, 4, true, false, bayer), (Samples{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
}

TEST(Mirror, keepsTheOrderOfTheColours)
{
    for (const auto &[width, height] :
         {std::pair(16u, 6u), {15u, 6u}, {16u, 5u}, {3u, 3u}, {2u, 2u}, {1u, 1u}, {4u, 2u}}) {
        Samples colours(std::size_t(width) * height);
        for (std::uint32_t y = 0; y < height; ++y)
            for (std::uint32_t x = 0; x < width; ++x)
                colours[y * width + x] = std::uint16_t(2 * (y & 1) + (x & 1));
        for (const int way : {1, 2, 3})
            EXPECT_EQ(mirrored(colours, width, height, way & 1, way & 2, ColorFilter::BayerRG), colours)
                << width << 'x' << height << " way " << way;
    }
}

// Seen through filters of one colour: what was k pixels apart still is, the other way round.
TEST(Mirror, onBayerKeepsDistances)
{
    constexpr std::uint32_t kWidth = 100, kHeight = 60;
    Samples samples(kWidth * kHeight);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x)
            samples[y * kWidth + x] = std::uint16_t(100 * y + x);
    const Samples both = mirrored(samples, kWidth, kHeight, true, true, ColorFilter::BayerRG);
    for (std::uint32_t y = 1; y < kHeight; ++y)
        for (std::uint32_t x = 1; x < kWidth; ++x)
            ASSERT_EQ(both[y * kWidth + x], 100 * (kHeight - y) + kWidth - x);
}

TEST(Mirror, twiceIsNothing)
{
    EXPECT_EQ(
        mirrored(mirrored(kFourByThree, 4, 3, true, true, ColorFilter::None), 4, 3, true, true, ColorFilter::None),
        kFourByThree);
}

TEST(Mirror, leavesAloneWhatDoesNotFit)
{
    EXPECT_EQ(mirrored(kFourByThree, 5, 3, true, true, ColorFilter::None), kFourByThree);
    EXPECT_EQ(mirrored({}, 0, 0, true, true, ColorFilter::BayerRG), Samples());
    EXPECT_EQ(mirrored({}, 4, 0, true, true, ColorFilter::BayerRG), Samples());
}

} // namespace
} // namespace mv::vcam
