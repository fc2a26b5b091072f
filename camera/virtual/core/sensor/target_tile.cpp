// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the chart and the paper, and moves them.
#include "camera/virtual/core/sensor/target_tile.h"

#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"

namespace mv::vcam {

namespace {

constexpr std::uint32_t kHalf = TargetTile::kSide / 2;
constexpr float kBlack = 0.04f, kWhite = 0.90f;

float checks(std::uint32_t x, std::uint32_t y)
{
    return ((x >> 5) ^ (y >> 5)) & 1 ? kBlack : kWhite;
}

float greySteps(std::uint32_t x, std::uint32_t y)
{
    const std::uint32_t step = (y / 128) * 4 + x / 128; // 0..15
    return kBlack + (kWhite - kBlack) * float(step) / 15.0f;
}

/// A square turned by atan(1/12) = 4.8 degrees (ISO 12233 asks for about 5), each pixel's share of white by its
/// distance to the edge.
float slantedSquare(std::uint32_t x, std::uint32_t y)
{
    const double dx = double(x) - 255.5, dy = double(y) - 255.5;
    const double u = (dx * 12.0 + dy) / 12.041594578792296, v = (dy * 12.0 - dx) / 12.041594578792296;
    const double far = (u < 0 ? -u : u) > (v < 0 ? -v : v) ? (u < 0 ? -u : u) : (v < 0 ? -v : v);
    double white = far - 140.0 + 0.5;
    white = white < 0.0 ? 0.0 : white > 1.0 ? 1.0 : white;
    return float(double(kBlack) + (double(kWhite) - double(kBlack)) * white);
}

float linePairs(std::uint32_t x, std::uint32_t y)
{
    static constexpr std::uint32_t kWidths[] = {1, 2, 3, 4, 6, 8, 12, 16};
    const std::uint32_t width = kWidths[(y % 256) / 32];
    const std::uint32_t along = y < 256 ? x : y; // the lower half turns the lines
    return (along / width) & 1 ? kBlack : kWhite;
}

/// Where a moved tile begins: whole pixels in [0, side) and the rest in [0, 1).
struct Shift
{
    std::uint32_t whole;
    float rest;
};

Shift split(double start)
{
    const double turns = start / double(TargetTile::kSide);
    double floor = double(std::int64_t(turns));
    if (floor > turns)
        floor -= 1.0;
    const double inside = start - floor * double(TargetTile::kSide);
    const auto whole = std::uint32_t(inside);
    return {whole % TargetTile::kSide, float(inside - double(whole))};
}

} // namespace

TargetTile::TargetTile(Target target, double grain, std::uint64_t seed)
{
    if (target != Target::Chart && target != Target::Textured)
        return;
    m_tile.resize(std::size_t(kStride) * kSide);
    if (target == Target::Chart)
        drawChart();
    else
        drawGrain(grain, seed);
    repeatColumns();
}

void TargetTile::drawChart()
{
    for (std::uint32_t y = 0; y < kSide; ++y) {
        for (std::uint32_t x = 0; x < kSide; ++x) {
            const std::uint32_t qx = x % kHalf, qy = y % kHalf;
            const bool right = x >= kHalf, lower = y >= kHalf;
            m_tile[std::size_t(y) * kStride + x] = lower   ? (right ? linePairs(qx, qy) : slantedSquare(qx, qy))
                                                   : right ? greySteps(qx, qy)
                                                           : checks(qx, qy);
        }
    }
}

// Fibres finer than a pixel, seen through a lens: white noise smoothed by (1 2 1)/4 both ways, which leaves 3/8 of its
// standard deviation. Without the smoothing paper could not be told from PRNU.
void TargetTile::drawGrain(double grain, std::uint64_t seed)
{
    const GaussianTable &gauss = GaussianTable::instance();
    std::vector<double> white(std::size_t(kSide) * kSide), across(white.size());
    for (std::uint32_t y = 0; y < kSide; ++y) {
        const RandomStream stream(seed, Purpose::Grain, 0, y);
        double *row = &white[std::size_t(y) * kSide];
        for (std::uint32_t x = 0; x < kSide; ++x)
            row[x] = double(gauss(std::uint32_t(stream.word(x))));
        for (std::uint32_t x = 0; x < kSide; ++x)
            across[std::size_t(y) * kSide + x] = row[(x + kSide - 1) % kSide] + 2.0 * row[x] + row[(x + 1) % kSide];
    }
    const double scale = grain / 16.0 / 0.375;
    for (std::uint32_t y = 0; y < kSide; ++y) {
        const double *above = &across[std::size_t((y + kSide - 1) % kSide) * kSide];
        const double *here = &across[std::size_t(y) * kSide];
        const double *below = &across[std::size_t((y + 1) % kSide) * kSide];
        for (std::uint32_t x = 0; x < kSide; ++x)
            m_tile[std::size_t(y) * kStride + x] = float(1.0 + scale * (above[x] + 2.0 * here[x] + below[x]));
    }
}

void TargetTile::repeatColumns()
{
    for (std::uint32_t y = 0; y < kSide; ++y) {
        float *row = &m_tile[std::size_t(y) * kStride];
        for (std::uint32_t x = kSide; x < kStride; ++x)
            row[x] = row[x - kSide];
    }
}

void TargetTile::apply(std::uint32_t x, std::uint32_t y, double shiftX, double shiftY, PixelStrip &strip) const
{
    if (m_tile.empty())
        return;
    const Shift sx = split(double(x) - shiftX), sy = split(double(y) - shiftY);
    const float *upper = &m_tile[std::size_t(sy.whole) * kStride + sx.whole];
    const float *lower = &m_tile[std::size_t((sy.whole + 1) % kSide) * kStride + sx.whole];
    for (std::uint32_t i = 0; i < kStripPixels; ++i) {
        const float above = upper[i] + sx.rest * (upper[i + 1] - upper[i]);
        const float below = lower[i] + sx.rest * (lower[i + 1] - lower[i]);
        strip.light[i] = strip.light[i] * (above + sy.rest * (below - above));
    }
}

} // namespace mv::vcam
