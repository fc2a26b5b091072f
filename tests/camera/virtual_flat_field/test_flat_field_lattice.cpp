// SPDX-License-Identifier: GPL-3.0-or-later
// The smooth surface through noisy pixels.
#include "camera/virtual/core/flat_field/lattice.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace mv::vcam {
namespace {

struct Picture
{
    std::uint32_t width, height;
    std::vector<float> values;
    std::vector<std::uint8_t> masked;

    template<typename Function>
    Picture(std::uint32_t w, std::uint32_t h, Function function) : width(w), height(h), masked(std::size_t(w) * h)
    {
        for (std::uint32_t y = 0; y < h; ++y)
            for (std::uint32_t x = 0; x < w; ++x)
                values.push_back(float(function(x, y)));
    }
    Lattice lattice() const { return {values, masked, width, height}; }
};

/// cos^4 of the field angle, 0.6 in the corners.
Picture lens(std::uint32_t width, std::uint32_t height)
{
    const double corner = std::hypot(width / 2.0, height / 2.0), f2 = corner * corner / (1 / std::sqrt(0.6) - 1);
    return {width, height, [=](std::uint32_t x, std::uint32_t y) {
                const double dx = x + 0.5 - width / 2.0, dy = y + 0.5 - height / 2.0;
                return 1 / std::pow(1 + (dx * dx + dy * dy) / f2, 2);
            }};
}

TEST(Lattice, isExactForWhatIsBilinear)
{
    const Picture plane(640, 480, [](double x, double y) { return 100 + x / 7 - y / 3; });
    const auto surface = plane.lattice().surface();
    for (std::size_t i = 0; i < surface.size(); ++i)
        ASSERT_NEAR(surface[i], plane.values[i], 1e-3) << i;
    EXPECT_NEAR(plane.lattice().highest(), 100 + 639 / 7.0, 1e-3);
}

// The figure of the fall-off of a lens: 0.014 % with 64 cells each way.
TEST(Lattice, followsTheFallOffOfALens)
{
    const Picture shaded = lens(2448, 2048);
    const auto surface = shaded.lattice().surface();
    double worst = 0;
    for (std::size_t i = 0; i < surface.size(); ++i)
        worst = std::max(worst, std::fabs(double(surface[i] / shaded.values[i]) - 1));
    EXPECT_LT(worst, 0.00016);
}

TEST(Lattice, averagesNoiseOut)
{
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 1);
    const Picture noisy(1280, 1024, [&](int, int) { return 1000 + noise(random); });
    double squares = 0;
    for (const float value : noisy.lattice().surface())
        squares += (value - 1000) * (value - 1000);
    const double rms = std::sqrt(squares / (1280.0 * 1024));
    // 65 x 65 parameters out of 1280 x 1024 values
    EXPECT_NEAR(rms, std::sqrt(65.0 * 65 / (1280.0 * 1024)), 0.003);
}

// A least-squares fit in which masked pixels do not count: whatever they hold, the surface is the same.
TEST(Lattice, maskedPixelsDoNotCount)
{
    Picture clean = lens(320, 240), spoilt = clean;
    std::mt19937 random(5);
    for (int i = 0; i < 60; ++i) {
        const std::size_t at = random() % clean.values.size();
        clean.masked[at] = spoilt.masked[at] = 1;
        spoilt.values[at] = 1e6f;
    }
    spoilt.masked[0] = clean.masked[0] = 1;
    spoilt.values[0] = -1e6f;
    const auto wanted = lens(320, 240).lattice().surface(), surface = spoilt.lattice().surface();
    for (std::size_t i = 0; i < surface.size(); ++i)
        ASSERT_NEAR(surface[i], wanted[i], 2e-4) << i;
}

TEST(Lattice, smallPicturesHaveFewNodes)
{
    for (const auto &[width, height] : {std::pair{16u, 2u}, {1u, 1u}, {9u, 17u}, {40u, 1u}}) {
        const Picture even(width, height, [](int, int) { return 5; });
        const auto surface = even.lattice().surface();
        ASSERT_EQ(surface.size(), std::size_t(width) * height);
        for (const float value : surface)
            ASSERT_NEAR(value, 5, 1e-5);
    }
}

} // namespace
} // namespace mv::vcam
