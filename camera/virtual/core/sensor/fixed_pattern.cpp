// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the maps from their streams. Sums are doubles in a fixed order.
#include "camera/virtual/core/sensor/fixed_pattern.h"

#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

std::size_t pixelsOf(const SensorParams &params)
{
    return std::size_t(params.width) * params.height;
}

double meanOf(const std::vector<float> &values)
{
    double sum = 0.0;
    for (const float value : values)
        sum += double(value);
    return sum / double(values.size());
}

/// @p count deviates of one stream, their mean taken out. The mean is taken out twice: rounding to float leaves a rest.
std::vector<float> zeroMeanDeviates(const RandomStream &stream, std::size_t count)
{
    const GaussianTable &gauss = GaussianTable::instance();
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = gauss(std::uint32_t(stream.word(i)));
    for (int pass = 0; pass < 2; ++pass) {
        const double mean = meanOf(values);
        for (float &value : values)
            value = float(double(value) - mean);
    }
    return values;
}

struct PatternPurposes
{
    Purpose pixel, column, row;
};

PixelMap makePattern(const SensorParams &params, const PatternParts &parts, const PatternPurposes &purposes,
                     double base)
{
    PixelMap map = zeroMeanDeviates(RandomStream(params.seed, purposes.pixel), pixelsOf(params));
    const auto columns = zeroMeanDeviates(RandomStream(params.seed, purposes.column), params.width);
    const auto rows = zeroMeanDeviates(RandomStream(params.seed, purposes.row), params.height);
    for (std::uint32_t y = 0; y < params.height; ++y) {
        float *row = &map[std::size_t(y) * params.width];
        const double rowPart = base + parts.row * double(rows[y]);
        for (std::uint32_t x = 0; x < params.width; ++x)
            row[x] = float(rowPart + parts.column * double(columns[x]) + parts.pixel * double(row[x]));
    }
    return map;
}

void addDust(const SensorParams &params, PixelMap &map)
{
    const RandomStream places(params.seed, Purpose::Dust);
    const auto radius = std::int64_t(params.dustRadius);
    for (std::uint32_t spot = 0; spot < params.dustSpots; ++spot) {
        const auto cx = std::int64_t(places.uniform(std::uint64_t(2) * spot) * double(params.width));
        const auto cy = std::int64_t(places.uniform(std::uint64_t(2) * spot + 1) * double(params.height));
        for (std::int64_t y = std::max<std::int64_t>(0, cy - radius);
             y <= std::min<std::int64_t>(params.height - 1, cy + radius); ++y) {
            for (std::int64_t x = std::max<std::int64_t>(0, cx - radius);
                 x <= std::min<std::int64_t>(params.width - 1, cx + radius); ++x) {
                const double r2 =
                    double((x - cx) * (x - cx) + (y - cy) * (y - cy)) / double((radius + 1) * (radius + 1));
                if (r2 < 1.0)
                    map[std::size_t(y) * params.width + std::size_t(x)] *=
                        float(1.0 - params.dustDepth * (1.0 - r2 * r2));
            }
        }
    }
}

} // namespace

PixelMap makeOffset(const SensorParams &params)
{
    if (!params.parts.dsnu)
        return PixelMap(pixelsOf(params), 0.0f);
    return makePattern(params, params.dsnu, {Purpose::DsnuPixel, Purpose::DsnuColumn, Purpose::DsnuRow}, 0.0);
}

PixelMap makeGain(const SensorParams &params)
{
    if (!params.parts.prnu)
        return PixelMap(pixelsOf(params), 1.0f);
    PixelMap map = makePattern(params, params.prnu, {Purpose::PrnuPixel, Purpose::PrnuColumn, Purpose::PrnuRow}, 1.0);
    for (float &value : map)
        value = value > 0.0f ? value : 0.0f; // 15 % of 6.2 sigma: a pixel gives no light back
    return map;
}

PixelMap makeShading(const SensorParams &params)
{
    PixelMap map(pixelsOf(params), 1.0f);
    if (params.parts.lensShading) {
        const double cx = 0.5 * double(params.width - 1), cy = 0.5 * double(params.height - 1);
        const double corner = cx * cx + cy * cy;
        const double fall = corner > 0.0 ? (1.0 / std::sqrt(params.cornerRatio) - 1.0) / corner : 0.0; // 1/f^2
        for (std::uint32_t y = 0; y < params.height; ++y) {
            const double dy = double(y) - cy;
            for (std::uint32_t x = 0; x < params.width; ++x) {
                const double dx = double(x) - cx;
                const double root = 1.0 + fall * (dx * dx + dy * dy);
                map[std::size_t(y) * params.width + x] = float(1.0 / (root * root));
            }
        }
    }
    addDust(params, map);
    return map;
}

PixelMap makeDarkCurrent(const SensorParams &params)
{
    if (!params.parts.darkCurrent)
        return PixelMap(pixelsOf(params), 0.0f);
    if (!params.parts.darkNonuniformity)
        return PixelMap(pixelsOf(params), float(params.darkCurrent));
    PixelMap map = zeroMeanDeviates(RandomStream(params.seed, Purpose::DarkCurrent), pixelsOf(params));
    for (float &value : map) // a current is never negative
        value = float(std::max(0.0, 1.0 + params.darkNonuniformity * double(value)));
    const double scale = params.darkCurrent / meanOf(map);
    for (float &value : map)
        value = float(scale * double(value));
    return map;
}

float glowOfColumn(const SensorParams &params, std::uint32_t x)
{
    const double u = double(x + 1) / double(params.width);
    return float(params.ampGlow * (u * u * u * u));
}

float glowOfRow(const SensorParams &params, std::uint32_t y)
{
    const double v = double(y + 1) / double(params.height);
    return float(v * v * v * v);
}

std::vector<Defect> makeDefects(const SensorParams &params)
{
    const std::size_t pixels = pixelsOf(params);
    const struct
    {
        DefectKind kind;
        double ppm, strength;
        bool on;
    } kinds[] = {
        {DefectKind::Hot, params.hotPpm, params.hotCurrent, params.parts.hotPixels},
        {DefectKind::Dead, params.deadPpm, params.deadResponse, params.parts.deadPixels},
        {DefectKind::Blinking, params.blinkingPpm, params.blinkAmplitude, params.parts.blinkingPixels},
    };
    const RandomStream places(params.seed, Purpose::DefectPlace), strengths(params.seed, Purpose::DefectStrength);
    std::vector<bool> taken(pixels, false);
    std::vector<Defect> defects;
    std::uint64_t drawn = 0;
    for (const auto &kind : kinds) { // a kind that is off still takes its places: the others stay where they are
        const auto count = std::size_t(std::llround(kind.ppm * 1e-6 * double(pixels)));
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t place = 0;
            do
                place = std::size_t(places.uniform(drawn++) * double(pixels));
            while (taken[place]);
            taken[place] = true;
            if (kind.on)
                defects.push_back({std::uint32_t(place % params.width), std::uint32_t(place / params.width), kind.kind,
                                   float(kind.strength * (0.5 + strengths.uniform(drawn)))});
        }
    }
    std::ranges::sort(defects, [](const Defect &a, const Defect &b) { return a.y != b.y ? a.y < b.y : a.x < b.x; });
    return defects;
}

} // namespace mv::vcam
