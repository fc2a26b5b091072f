// SPDX-License-Identifier: GPL-3.0-or-later
// What the automatic modes see of a picture.
#include "camera/virtual/core/isp/picture_statistics.h"
#include "camera/virtual/core/isp/sample_range.h"

#include <gtest/gtest.h>

#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;
constexpr SampleRange kRange; // black 64 DN, 12 bits

/// @p cells of two rows: red, green and blue above black, in DN.
Samples mosaic(std::size_t cells, int red, int green, int blue)
{
    Samples samples;
    const auto row = [&samples, cells](int even, int odd) {
        for (std::size_t i = 0; i < cells; ++i) {
            samples.push_back(std::uint16_t((64 + even) * 16));
            samples.push_back(std::uint16_t((64 + odd) * 16));
        }
    };
    row(red, green);
    row(green, blue);
    return samples;
}

TEST(Statistics, brightnessIsAShareOfFullScale)
{
    PictureStatistics s;
    measureBrightness(Samples{0, 65520, 65520, 61425, 61426}, kRange, s);
    EXPECT_DOUBLE_EQ(s.mean, (65520.0 + 65520 + 61425 + 61426) / 5 / 65520);
    EXPECT_DOUBLE_EQ(s.black, 64.0 / 4095);
    EXPECT_DOUBLE_EQ(s.saturated, 0.6); // 61425 is 15/16
    measureBrightness({}, kRange, s);
    EXPECT_EQ(s.mean, 0);
}

TEST(Statistics, channelsAreTheMeansOfTheirPixels)
{
    const auto means = channelMeans(mosaic(10, 500, 1000, 250), 20, kRange);
    ASSERT_TRUE(means);
    EXPECT_EQ(*means, (std::array{500.0 * 16, 1000.0 * 16, 250.0 * 16}));
}

TEST(Statistics, whatIsSaturatedOrDarkTellsNothing)
{
    Samples picture = mosaic(10, 500, 1000, 250);
    picture[0] = 65520;                                         // the red of the first cell
    picture[20 + 3] = 61426;                                    // the blue of the second
    picture[4] = picture[5] = picture[24] = picture[25] = 1024; // the third is black
    const auto means = channelMeans(picture, 20, kRange);
    ASSERT_TRUE(means);
    EXPECT_EQ(*means, (std::array{500.0 * 16, 1000.0 * 16, 250.0 * 16}));
    EXPECT_FALSE(channelMeans(mosaic(10, 0, 0, 0), 20, kRange));
    EXPECT_FALSE(channelMeans(mosaic(10, 4000, 4000, 4000), 20, kRange));
    EXPECT_FALSE(channelMeans({}, 0, kRange));
}

TEST(Statistics, aFewGoodCellsAreTooFew)
{
    Samples dark = mosaic(1000, 0, 0, 0);
    const Samples good = mosaic(1, 500, 1000, 250);
    const auto place = [&](std::size_t cell) {
        std::copy_n(good.begin(), 2, dark.begin() + std::ptrdiff_t(2 * cell));
        std::copy_n(good.begin() + 2, 2, dark.begin() + std::ptrdiff_t(2000 + 2 * cell));
    };
    for (std::size_t cell = 0; cell < 15; ++cell)
        place(cell);
    EXPECT_FALSE(channelMeans(dark, 2000, kRange)); // 15 of 1000 are less than a 64th
    place(15);
    EXPECT_TRUE(channelMeans(dark, 2000, kRange));
}

} // namespace
} // namespace mv::vcam
