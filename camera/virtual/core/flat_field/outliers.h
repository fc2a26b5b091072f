// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels that stand out of their neighbourhood.
#pragma once

#include <cstdint>
#include <vector>

namespace mv::vcam {

/// One plane of averaged values. The neighbourhood of a pixel are 5x5 around it (moved inwards at the borders), its
/// background is their median. Thread: any.
class Outliers
{
public:
    /// @p values: width x height, row by row; must outlive the object.
    Outliers(const std::vector<float> &values, std::uint32_t width, std::uint32_t height);

    /// Standard deviation of values around their background, from the median of the deviations' sizes (x 1.4826, so
    /// that defects do not matter); of some 20 000 pixels spread over the plane.
    double sigma() const;
    /// The same of values divided by their background.
    double relativeSigma() const;
    /// Marks values above their background plus @p difference.
    void markAbove(double difference, std::vector<std::uint8_t> &marks) const;
    /// Marks values outside 1 - @p share .. 1 + @p share of their background.
    void markRelative(double share, std::vector<std::uint8_t> &marks) const;

private:
    struct Window
    {
        std::uint32_t left, top, width, height;
        std::uint32_t half() const { return width * height / 2; }
    };
    Window around(std::uint32_t x, std::uint32_t y) const;
    float background(const Window &window) const;
    bool medianIsBelow(const Window &window, float limit) const;
    bool medianIsAbove(const Window &window, float limit) const;
    template<typename Deviation> double robustSigma(Deviation deviation) const;

    const std::vector<float> &m_values;
    std::uint32_t m_width, m_height;
};

/// The middle value; 0 of none. Of an even number the upper one.
float median(std::vector<float> values);

} // namespace mv::vcam
