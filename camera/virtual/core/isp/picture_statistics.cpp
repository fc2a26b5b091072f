// SPDX-License-Identifier: GPL-3.0-or-later
// Whole-number sums over a picture.
#include "camera/virtual/core/isp/picture_statistics.h"

#include "camera/virtual/core/isp/sample_range.h"

#include <algorithm>

namespace mv::vcam {

namespace {

std::uint32_t saturationLimit(const SampleRange &range)
{
    return std::uint32_t(range.fullScale) / 16 * 15;
}

} // namespace

void measureBrightness(std::span<const std::uint16_t> samples, const SampleRange &range, PictureStatistics &statistics)
{
    const std::uint32_t limit = saturationLimit(range);
    std::uint64_t sum = 0, saturated = 0;
    for (const std::uint16_t sample : samples) {
        sum += sample;
        saturated += sample > limit;
    }
    const double count = samples.empty() ? 1.0 : double(samples.size());
    statistics.mean = double(sum) / count / double(range.fullScale);
    statistics.black = double(range.black) / double(range.fullScale);
    statistics.saturated = double(saturated) / count;
}

std::optional<std::array<double, 3>> channelMeans(std::span<const std::uint16_t> samples, std::uint32_t width,
                                                  const SampleRange &range)
{
    const std::uint32_t limit = saturationLimit(range);
    const std::int32_t dim = 2 * (range.black + range.fullScale / 64);
    std::int64_t red = 0, green = 0, blue = 0, cells = 0;
    const std::size_t rows = width == 0 ? 0 : samples.size() / width;
    for (std::size_t y = 0; y + 1 < rows; y += 2) {
        const std::uint16_t *upper = &samples[y * width], *lower = upper + width;
        for (std::uint32_t x = 0; x + 1 < width; x += 2) {
            const std::uint32_t most = std::max({upper[x], upper[x + 1], lower[x], lower[x + 1]});
            const std::int32_t greens = upper[x + 1] + lower[x];
            if (most > limit || greens < dim)
                continue;
            red += upper[x];
            green += greens;
            blue += lower[x + 1];
            ++cells;
        }
    }
    if (cells == 0 || std::size_t(cells) * 4 * 64 < samples.size())
        return std::nullopt;
    const auto above = [&range, cells](std::int64_t sum, std::int64_t samplesPerCell) {
        return double(sum) / double(cells * samplesPerCell) - double(range.black);
    };
    return std::array{above(red, 1), above(green, 2), above(blue, 1)};
}

} // namespace mv::vcam
