// SPDX-License-Identifier: GPL-3.0-or-later
// Colour matrix, saturation, hue, sharpness, and demosaicing along edges.
#include "camera/virtual/core/isp/color_matrix.h"
#include "camera/virtual/core/isp/demosaic.h"
#include "camera/virtual/core/isp/sharpness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace mv::vcam {
namespace {

using Samples = std::vector<std::uint16_t>;
constexpr SampleRange kRange; // black 64 DN, 12 bits
constexpr SampleRange kNoBlack{0, 65520};

double brightness(const Samples &rgb)
{
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
}

TEST(ColorMatrix, isTheIdentityAtPowerUp)
{
    EXPECT_EQ(colorMatrix({}), (ColorMatrix{65536, 0, 0, 0, 65536, 0, 0, 0, 65536}));
}

TEST(ColorMatrix, mixesAboveBlack)
{
    ColorSettings settings;
    settings.matrix = {0, 1, 0, 0, 0, 1, 2, 0, -0.5}; // green, blue, 2 red - blue / 2
    settings.matrixEnable = true;
    Samples rgb{1024 + 1000, 1024 + 2000, 1024 + 400};
    applyColorMatrix(rgb, kRange, colorMatrix(settings));
    EXPECT_EQ(rgb, (Samples{1024 + 2000, 1024 + 400, 1024 + 1800}));
    rgb = {1024, 65520, 65520};
    applyColorMatrix(rgb, kRange, colorMatrix(settings));
    EXPECT_EQ(rgb, (Samples{65520, 65520, 0})) << "clipped at both ends";
    settings.matrixEnable = false;
    EXPECT_EQ(colorMatrix(settings), colorMatrix({}));
}

TEST(ColorMatrix, withoutSaturationAllIsGrey)
{
    ColorSettings settings;
    settings.saturation = 0;
    Samples rgb{10000, 20000, 30000};
    const double grey = brightness(rgb);
    applyColorMatrix(rgb, kNoBlack, colorMatrix(settings));
    for (const std::uint16_t sample : rgb)
        EXPECT_NEAR(sample, grey, 1.5);
}

/// The hue of a colour in degrees, in the plane of U and V.
double angle(const Samples &rgb)
{
    const double y = brightness(rgb);
    return std::atan2(0.877 * (rgb[0] - y), 0.492 * (rgb[2] - y)) * 180 / std::numbers::pi;
}

TEST(ColorMatrix, hueTurnsAndSaturationStretches)
{
    const Samples colour{20000, 22000, 26000};
    const double y = brightness(colour);
    const auto strength = [](const Samples &rgb) {
        const double luma = brightness(rgb);
        return std::hypot(0.877 * (rgb[0] - luma), 0.492 * (rgb[2] - luma));
    };
    for (const std::uint32_t hue : {0u, 20u, 45u, 50u, 60u, 75u, 100u}) {
        for (const std::uint32_t saturation : {25u, 50u, 100u}) {
            ColorSettings settings;
            settings.hue = hue;
            settings.saturation = saturation;
            Samples rgb = colour;
            applyColorMatrix(rgb, kNoBlack, colorMatrix(settings));
            const double turned = std::remainder(angle(rgb) - angle(colour) - 3.6 * (double(hue) - 50), 360.0);
            EXPECT_NEAR(turned, 0, 0.05) << hue << ' ' << saturation;
            EXPECT_NEAR(strength(rgb) / strength(colour), saturation / 50.0, 0.002) << hue << ' ' << saturation;
            EXPECT_NEAR(brightness(rgb), y, 2);
        }
    }
}

TEST(ColorMatrix, leavesGreyGrey)
{
    ColorSettings settings;
    settings.hue = 83;
    settings.saturation = 77;
    for (const std::uint16_t grey : {std::uint16_t(0), std::uint16_t(5000), std::uint16_t(65520)}) {
        Samples rgb(3, grey);
        applyColorMatrix(rgb, kRange, colorMatrix(settings));
        for (const std::uint16_t sample : rgb)
            EXPECT_NEAR(sample, grey, 2);
    }
}

TEST(Sharpness, byHand)
{
    // one bright pixel in the middle: B = 4 x 1600 there, 2 x 1600 beside, 1600 at a corner
    Samples picture(25, 8000);
    picture[12] = 9600;
    sharpen(picture, {5, 5, 1}, kRange, 50);
    EXPECT_EQ(picture[12], 9600 + 1200);
    EXPECT_EQ(picture[11], 8000 - 200);
    EXPECT_EQ(picture[6], 8000 - 100);
    EXPECT_EQ(picture[0], 8000);
}

TEST(Sharpness, ofZeroAndOfAnEvenPictureChangesNothing)
{
    std::mt19937 engine(1);
    Samples noise(48);
    for (std::uint16_t &sample : noise)
        sample = std::uint16_t(engine() % 65521);
    Samples same = noise;
    sharpen(same, {8, 6, 1}, kRange, 0);
    EXPECT_EQ(same, noise);
    sharpen(same, {5, 5, 1}, kRange, 100); // a size that does not fit
    EXPECT_EQ(same, noise);
    Samples even(48, 1234);
    sharpen(even, {8, 6, 1}, kRange, 100);
    EXPECT_EQ(even, Samples(48, 1234));
}

/// The formula with a look at every neighbour.
std::int64_t sharpened(const Samples &in, int width, int height, int channels, int at, int sharpness)
{
    const int x = at / channels % width, y = at / channels / width, channel = at % channels;
    std::int64_t blur = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            const int nx = x + dx < 0 ? 1 : x + dx == width ? width - 2 : x + dx;
            const int ny = y + dy < 0 ? 1 : y + dy == height ? height - 2 : y + dy;
            blur += (2 - std::abs(dx)) * (2 - std::abs(dy)) *
                    std::int64_t(in[std::size_t((ny * width + nx) * channels + channel)]);
        }
    }
    const double added = double(16 * std::int64_t(in[std::size_t(at)]) - blur) * sharpness + 400;
    return std::clamp<std::int64_t>(in[std::size_t(at)] + std::int64_t(std::floor(added / 800)), 0, 65520);
}

TEST(Sharpness, isItsFormulaEverywhereInEveryChannel)
{
    std::mt19937 engine(2);
    for (const int channels : {1, 3}) {
        for (const int sharpness : {1, 33, 100}) {
            Samples in(std::size_t(7 * 5 * channels));
            for (std::uint16_t &sample : in)
                sample = std::uint16_t(engine() % 65521);
            Samples out = in;
            sharpen(out, {7, 5, unsigned(channels)}, kRange, std::uint32_t(sharpness));
            for (int i = 0; i < int(in.size()); ++i)
                ASSERT_EQ(out[std::size_t(i)], sharpened(in, 7, 5, channels, i, sharpness)) << i;
        }
    }
}

/// A mosaic of a picture given by a function of the column and the channel.
template<typename Colour> Samples mosaicOf(std::uint32_t width, std::uint32_t height, Colour colour)
{
    Samples mosaic;
    for (std::uint32_t y = 0; y < height; ++y)
        for (std::uint32_t x = 0; x < width; ++x)
            mosaic.push_back(colour(x, x % 2 + y % 2));
    return mosaic;
}

TEST(EdgeAware, restoresAPlainColour)
{
    const auto colour = [](std::uint32_t, unsigned channel) { return std::uint16_t(4000 + 3000 * channel); };
    Samples rgb(3 * 12 * 8);
    demosaicEdgeAware(mosaicOf(12, 8, colour), 12, 8, kRange, rgb);
    for (std::size_t i = 0; i < rgb.size(); ++i)
        ASSERT_EQ(rgb[i], 4000 + 3000 * (i % 3)) << i;
}

// A grey vertical edge: means across it smear it and colour it, means along it do not.
TEST(EdgeAware, keepsAGreyEdgeSharpAndGrey)
{
    const auto edge = [](std::uint32_t x, unsigned) { return std::uint16_t(x < 7 ? 5000 : 40000); };
    const Samples mosaic = mosaicOf(16, 8, edge);
    Samples aware(3 * 16 * 8), bilinear(aware.size());
    demosaicEdgeAware(mosaic, 16, 8, kRange, aware);
    demosaic(mosaic, 16, 8, bilinear);
    const auto error = [&](const Samples &rgb) {
        double sum = 0;
        for (std::size_t i = 0; i < rgb.size(); ++i)
            sum += std::abs(double(rgb[i]) - edge(std::uint32_t(i / 3 % 16), 0));
        return sum;
    };
    EXPECT_EQ(error(aware), 0);
    EXPECT_GT(error(bilinear), 100'000);
}

TEST(EdgeAware, staysInRangeOnNoiseAndOnTheSmallestPicture)
{
    std::mt19937 engine(3);
    for (const std::uint32_t side : {2u, 4u, 10u}) {
        Samples mosaic(side * side), rgb(3 * mosaic.size());
        for (std::uint16_t &sample : mosaic)
            sample = engine() % 2 ? 65520 : 0;
        demosaicEdgeAware(mosaic, side, side, kRange, rgb);
        for (std::size_t i = 0; i < rgb.size(); ++i)
            ASSERT_LE(rgb[i], 65520);
        EXPECT_EQ(rgb[0], mosaic[0]) << "the red that was seen";
        EXPECT_EQ(rgb[4], mosaic[1]) << "the green that was seen";
    }
}

} // namespace
} // namespace mv::vcam
