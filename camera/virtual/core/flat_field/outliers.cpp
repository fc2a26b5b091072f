// SPDX-License-Identifier: GPL-3.0-or-later
// Medians of neighbourhoods, and comparing with them without computing them.
#include "camera/virtual/core/flat_field/outliers.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {
constexpr std::uint32_t kSide = 5;
constexpr std::size_t kSampled = 20000;
constexpr double kSigmaPerMad = 1.4826; // of a normal distribution
} // namespace

float median(std::vector<float> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

Outliers::Outliers(const std::vector<float> &values, std::uint32_t width, std::uint32_t height)
    : m_values(values), m_width(width), m_height(height)
{}

Outliers::Window Outliers::around(std::uint32_t x, std::uint32_t y) const
{
    const auto first = [](std::uint32_t middle, std::uint32_t side) {
        return std::min(std::max(middle, kSide / 2) - kSide / 2, side - std::min(kSide, side));
    };
    return {first(x, m_width), first(y, m_height), std::min(kSide, m_width), std::min(kSide, m_height)};
}

float Outliers::background(const Window &window) const
{
    std::vector<float> values;
    for (std::uint32_t y = 0; y < window.height; ++y) {
        const float *row = &m_values[std::size_t(window.top + y) * m_width + window.left];
        values.insert(values.end(), row, row + window.width);
    }
    return median(std::move(values));
}

// The median is below a limit if more than half of the values are: counting is much faster than sorting, and a pixel
// like any other is settled after the first rows.
bool Outliers::medianIsBelow(const Window &window, float limit) const
{
    std::uint32_t below = 0, others = 0;
    for (std::uint32_t y = 0; y < window.height; ++y) {
        const float *row = &m_values[std::size_t(window.top + y) * m_width + window.left];
        for (std::uint32_t x = 0; x < window.width; ++x)
            below += row[x] < limit ? 1 : 0;
        others = (y + 1) * window.width - below;
        if (below > window.half() || others > window.half() + 1)
            break;
    }
    return below > window.half();
}

bool Outliers::medianIsAbove(const Window &window, float limit) const
{
    std::uint32_t above = 0, others = 0;
    for (std::uint32_t y = 0; y < window.height; ++y) {
        const float *row = &m_values[std::size_t(window.top + y) * m_width + window.left];
        for (std::uint32_t x = 0; x < window.width; ++x)
            above += row[x] > limit ? 1 : 0;
        others = (y + 1) * window.width - above;
        if (above > window.half() || others > window.half() + 1)
            break;
    }
    return above > window.half();
}

template<typename Deviation> double Outliers::robustSigma(Deviation deviation) const
{
    const std::size_t step = std::max<std::size_t>(m_values.size() / kSampled, 1) | 1; // odd: visits every column
    std::vector<float> sizes;
    for (std::size_t i = 0; i < m_values.size(); i += step) {
        const float back = background(around(std::uint32_t(i % m_width), std::uint32_t(i / m_width)));
        sizes.push_back(std::fabs(deviation(m_values[i], back)));
    }
    return kSigmaPerMad * median(std::move(sizes));
}

double Outliers::sigma() const
{
    return robustSigma([](float value, float back) { return value - back; });
}

double Outliers::relativeSigma() const
{
    return robustSigma([](float value, float back) { return back > 0 ? value / back - 1 : 0.0f; });
}

void Outliers::markAbove(double difference, std::vector<std::uint8_t> &marks) const
{
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const Window window = around(std::uint32_t(i % m_width), std::uint32_t(i / m_width));
        if (medianIsBelow(window, float(m_values[i] - difference)))
            marks[i] = 1;
    }
}

void Outliers::markRelative(double share, std::vector<std::uint8_t> &marks) const
{
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const Window window = around(std::uint32_t(i % m_width), std::uint32_t(i / m_width));
        const float value = m_values[i];
        if (medianIsBelow(window, float(value / (1 + share))) || medianIsAbove(window, float(value / (1 - share))))
            marks[i] = 1;
    }
}

} // namespace mv::vcam
