// SPDX-License-Identifier: GPL-3.0-or-later
// Where a value lies on a slider, and which value lies under its handle.
#pragma once

#include "camera/feature.h"

#include <optional>

namespace mv {

/// Maps the positions 0 .. positions of a slider to the values of a range and back, linearly or logarithmically.
/// A logarithmic scale that reaches 0 or below goes through zero as the inverse hyperbolic sine does: logarithmic far
/// from zero on both sides, linear near it. Both ends are met exactly, and every value is one of the range's steps.
/// Thread: any (a value).
template<typename T> class SliderScale
{
public:
    static constexpr int positions = 1000;

    /// None without both ends, for an empty range, and for values that no logarithm can tell apart.
    static std::optional<SliderScale> make(std::optional<T> min, std::optional<T> max, std::optional<T> step,
                                           Representation representation);

    T valueAt(int position) const;
    int positionOf(T value) const;

private:
    SliderScale(T min, T max, T step, bool logarithmic);
    T snapped(T value) const;
    double bent(double value) const;
    double straight(double bent) const;

    T m_min, m_max, m_step;
    bool m_logarithmic;
    double m_unit = 0; // of a logarithmic scale through zero: below it the scale is nearly linear; 0 = no zero inside
};

extern template class SliderScale<qint64>;
extern template class SliderScale<double>;

/// The multiple of @p step, counted from @p min, that is nearest to @p value and inside the range.
qint64 snapToStep(qint64 value, qint64 min, qint64 max, qint64 step);
double snapToStep(double value, double min, double max, double step);

} // namespace mv
