// SPDX-License-Identifier: GPL-3.0-or-later
// Spatial variances in double precision.
#include "camera/virtual/core/sensor/pattern_statistics.h"

#include <vector>

namespace mv::vcam {

namespace {

double meanSquareAbout(const std::vector<double> &values, double mean)
{
    double sum = 0.0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / double(values.size());
}

} // namespace

PatternStatistics patternStatistics(std::span<const float> map, std::uint32_t width, std::uint32_t height)
{
    PatternStatistics s;
    if (map.empty() || map.size() != std::size_t(width) * height)
        return s;
    std::vector<double> columns(width, 0.0), rows(height, 0.0);
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            const double value = double(map[std::size_t(y) * width + x]);
            columns[x] += value;
            rows[y] += value;
        }
    }
    const double m = double(height), n = double(width);
    for (double &row : rows) {
        s.mean += row / (m * n);
        row /= n;
    }
    for (double &column : columns)
        column /= m;
    for (const float value : map)
        s.total += (double(value) - s.mean) * (double(value) - s.mean);
    s.total /= map.size() > 1 ? m * n - 1.0 : 1.0;
    if (width < 3 || height < 3)
        return s;
    const double ofColumns = meanSquareAbout(columns, s.mean), ofRows = meanSquareAbout(rows, s.mean);
    const double d = m * n - m - n;
    s.column = (m * n - m) / d * ofColumns - n / d * (s.total - ofRows);
    s.row = (m * n - n) / d * ofRows - m / d * (s.total - ofColumns);
    s.pixel = m * n / d * (s.total - ofColumns - ofRows);
    return s;
}

} // namespace mv::vcam
