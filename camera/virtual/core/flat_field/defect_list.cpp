// SPDX-License-Identifier: GPL-3.0-or-later
// Reading, writing and applying the list of defects.
#include "camera/virtual/core/flat_field/defect_list.h"

#include "camera/virtual/core/sensor/exposure.h"

#include <algorithm>
#include <charconv>

namespace mv::vcam {

namespace {

std::string_view withoutSpace(std::string_view text)
{
    constexpr std::string_view kSpace = " \t\r";
    const auto first = text.find_first_not_of(kSpace);
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Takes a number off the front of @p text.
std::optional<std::uint32_t> takeNumber(std::string_view &text)
{
    text = withoutSpace(text);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(std::size_t(end - text.data()));
    return value;
}

std::optional<PixelPlace> parsePlace(std::string_view line)
{
    const auto x = takeNumber(line);
    if (!x || line.empty() || (line.front() != ' ' && line.front() != '\t'))
        return std::nullopt;
    const auto y = takeNumber(line);
    if (!y || !withoutSpace(line).empty())
        return std::nullopt;
    return PixelPlace{*y, *x};
}

struct Step
{
    int x, y;
};
constexpr Step kBeside[] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
constexpr Step kCorners[] = {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}};
constexpr int kFarthest = 3;

/// The samples of one region, as the replacement looks at them.
class Neighbourhood
{
public:
    Neighbourhood(const DefectList &list, const Region &region, std::span<const std::uint16_t> samples)
        : m_list(list), m_region(region), m_samples(samples)
    {}

    /// The mean of the good ones among @p steps, each @p distance long, from @p place.
    std::optional<std::uint16_t> mean(PixelPlace place, std::span<const Step> steps, int distance) const
    {
        std::uint32_t sum = 0, count = 0;
        for (const Step &step : steps) {
            const std::int64_t x = std::int64_t(place.x) + std::int64_t(step.x) * distance - m_region.x;
            const std::int64_t y = std::int64_t(place.y) + std::int64_t(step.y) * distance - m_region.y;
            if (x < 0 || y < 0 || x >= m_region.width || y >= m_region.height)
                continue;
            if (m_list.contains({std::uint32_t(y) + m_region.y, std::uint32_t(x) + m_region.x}))
                continue;
            sum += m_samples[std::size_t(y) * m_region.width + std::size_t(x)];
            ++count;
        }
        if (count == 0)
            return std::nullopt;
        return std::uint16_t((sum + count / 2) / count);
    }

private:
    const DefectList &m_list;
    const Region &m_region;
    std::span<const std::uint16_t> m_samples;
};

std::optional<std::uint16_t> substitute(const Neighbourhood &around, PixelPlace place, int colorStep)
{
    for (int distance = colorStep; distance <= kFarthest * colorStep; distance += colorStep) {
        if (const auto value = around.mean(place, kBeside, distance))
            return value;
        if (const auto value = around.mean(place, kCorners, distance))
            return value;
    }
    return std::nullopt;
}

} // namespace

DefectList::DefectList(std::vector<PixelPlace> places) : m_places(std::move(places))
{
    std::ranges::sort(m_places, {}, &PixelPlace::key);
    m_places.erase(std::unique(m_places.begin(), m_places.end()), m_places.end());
}

bool DefectList::contains(PixelPlace place) const
{
    return std::ranges::binary_search(m_places, place.key(), {}, &PixelPlace::key);
}

std::optional<DefectList> parseDefectList(std::string_view text, std::uint32_t width, std::uint32_t height)
{
    std::vector<PixelPlace> places;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = withoutSpace(text.substr(0, end).substr(0, text.substr(0, end).find('#')));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty())
            continue;
        const auto place = parsePlace(line);
        if (!place || place->x >= width || place->y >= height || places.size() == DefectList::kMostPixels)
            return std::nullopt;
        places.push_back(*place);
    }
    return DefectList(std::move(places));
}

std::string defectListText(const DefectList &list)
{
    std::string text;
    for (const PixelPlace &place : list.places())
        text += std::to_string(place.x) + ' ' + std::to_string(place.y) + '\n';
    return text;
}

void replaceDefects(const DefectList &list, ColorFilter filter, const Region &region, std::span<std::uint16_t> samples)
{
    const int colorStep = filter == ColorFilter::BayerRG ? 2 : 1;
    const Neighbourhood around(list, region, samples); // only good pixels are looked at, and those do not change
    auto place = std::ranges::lower_bound(list.places(), PixelPlace{region.y, 0}.key(), {}, &PixelPlace::key);
    for (; place != list.places().end() && place->y < region.y + region.height; ++place) {
        if (place->x < region.x || place->x >= region.x + region.width)
            continue;
        const std::size_t at = std::size_t(place->y - region.y) * region.width + (place->x - region.x);
        samples[at] = substitute(around, *place, colorStep).value_or(samples[at]);
    }
}

} // namespace mv::vcam
