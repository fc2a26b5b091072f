// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the scales of sliders.
#include "widgets/slider_scale.h"

#include <QString>

#include <algorithm>
#include <cmath>

namespace mv {
namespace {

// How many decades a logarithmic scale shows on the near side of zero when the range has no step to go by.
constexpr double decadesToZero = 1e-4;

// min + range * position / positions in whole numbers: 64 bits of range do not fit a double.
qint64 linearValue(qint64 min, qint64 max, int position)
{
    constexpr auto positions = static_cast<quint64>(SliderScale<qint64>::positions);
    const quint64 range = static_cast<quint64>(max) - static_cast<quint64>(min);
    const auto at = static_cast<quint64>(position);
    const quint64 offset = range / positions * at + (range % positions * at + positions / 2) / positions;
    return static_cast<qint64>(static_cast<quint64>(min) + offset);
}

double linearValue(double min, double max, int position)
{
    const double share = static_cast<double>(position) / SliderScale<double>::positions;
    return min * (1 - share) + max * share; // max - min may be beyond what a double holds
}

double shareOf(qint64 value, qint64 min, qint64 max)
{
    const quint64 range = static_cast<quint64>(max) - static_cast<quint64>(min);
    return static_cast<double>(static_cast<quint64>(value) - static_cast<quint64>(min)) / static_cast<double>(range);
}

double shareOf(double value, double min, double max)
{
    return (value / 2 - min / 2) / (max / 2 - min / 2);
}

// A double next to an end of 64 bits may lie beyond it.
qint64 toValue(double value, qint64 min, qint64 max)
{
    if (value <= static_cast<double>(min))
        return min;
    return value >= static_cast<double>(max) ? max : std::clamp(static_cast<qint64>(std::llround(value)), min, max);
}

double toValue(double value, double min, double max)
{
    return std::clamp(value, min, max);
}

} // namespace

qint64 snapToStep(qint64 value, qint64 min, qint64 max, qint64 step)
{
    value = std::clamp(value, min, max);
    if (step <= 1)
        return value;
    // Unsigned: the distance of two 64-bit numbers does not fit a signed one.
    const auto width = static_cast<quint64>(step);
    const quint64 off = (static_cast<quint64>(value) - static_cast<quint64>(min)) % width;
    const qint64 below = static_cast<qint64>(static_cast<quint64>(value) - off);
    const bool roomAbove = static_cast<quint64>(max) - static_cast<quint64>(below) >= width;
    return roomAbove && off > width / 2 ? static_cast<qint64>(static_cast<quint64>(below) + width) : below;
}

double snapToStep(double value, double min, double max, double step)
{
    value = std::clamp(value, min, max);
    if (!(step > 0) || !std::isfinite(min))
        return value;
    const double steps = std::round((value - min) / step);
    double result = min + steps * step;
    if (result > max)
        result = min + (steps - 1) * step;
    // 0.1 + 2 * 0.1 is meant to be 0.3.
    const double tidy = QString::number(result, 'g', 12).toDouble();
    return std::clamp(std::abs(tidy - result) < step * 1e-6 ? tidy : result, min, max);
}

template<typename T>
SliderScale<T>::SliderScale(T min, T max, T step, bool logarithmic)
    : m_min(min), m_max(max), m_step(step), m_logarithmic(logarithmic)
{
    if (logarithmic && min <= 0) {
        const double reach = std::max(std::abs(static_cast<double>(min)), std::abs(static_cast<double>(max)));
        m_unit = std::max(static_cast<double>(step), reach * decadesToZero);
    }
}

template<typename T>
std::optional<SliderScale<T>> SliderScale<T>::make(std::optional<T> min, std::optional<T> max, std::optional<T> step,
                                                   Representation representation)
{
    if (!min || !max || !(*min < *max))
        return std::nullopt;
    if (!std::isfinite(static_cast<double>(*min)) || !std::isfinite(static_cast<double>(*max)))
        return std::nullopt;
    const bool logarithmic = representation == Representation::Logarithmic;
    if (!logarithmic && representation != Representation::Linear)
        return std::nullopt;
    const T width = std::is_integral_v<T> ? std::max<T>(1, step.value_or(1)) : std::max<T>(0, step.value_or(0));
    return SliderScale(*min, *max, width, logarithmic);
}

template<typename T> double SliderScale<T>::bent(double value) const
{
    return m_unit > 0 ? std::asinh(value / m_unit) : std::log(value);
}

template<typename T> double SliderScale<T>::straight(double bent) const
{
    return m_unit > 0 ? std::sinh(bent) * m_unit : std::exp(bent);
}

template<typename T> T SliderScale<T>::snapped(T value) const
{
    return snapToStep(value, m_min, m_max, m_step);
}

template<typename T> T SliderScale<T>::valueAt(int position) const
{
    if (position <= 0)
        return m_min;
    if (position >= positions)
        return snapped(m_max);
    if (!m_logarithmic)
        return snapped(linearValue(m_min, m_max, position));
    const double low = bent(static_cast<double>(m_min));
    const double high = bent(static_cast<double>(m_max));
    return snapped(toValue(straight(low + (high - low) * position / positions), m_min, m_max));
}

template<typename T> int SliderScale<T>::positionOf(T value) const
{
    value = std::clamp(value, m_min, m_max);
    double share = 0;
    if (m_logarithmic) {
        const double low = bent(static_cast<double>(m_min));
        share = (bent(static_cast<double>(value)) - low) / (bent(static_cast<double>(m_max)) - low);
    } else {
        share = shareOf(value, m_min, m_max);
    }
    return std::clamp(static_cast<int>(std::lround(share * positions)), 0, positions);
}

template class SliderScale<qint64>;
template class SliderScale<double>;

} // namespace mv
