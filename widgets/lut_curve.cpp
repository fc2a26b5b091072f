// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the curve of the look-up table.
#include "widgets/lut_curve.h"

#include <algorithm>
#include <cmath>

namespace mv {
namespace {

// Two points closer than this cannot be told apart by hand.
constexpr double minGap = 1e-3;
constexpr int maxFitted = 8;
constexpr double fitTolerance = 1.0 / 200;

QPointF inside(QPointF point)
{
    return {std::clamp(point.x(), 0.0, 1.0), std::clamp(point.y(), 0.0, 1.0)};
}

} // namespace

LutCurve LutCurve::inverted()
{
    return LutCurve({{0, 1}, {1, 0}});
}

LutCurve LutCurve::gamma(double exponent)
{
    QList<QPointF> points;
    for (double x : {0.0, 0.02, 0.08, 0.2, 0.4, 0.65, 1.0})
        points.append({x, std::pow(x, exponent)});
    return LutCurve(points);
}

LutCurve LutCurve::contrast()
{
    return LutCurve({{0, 0}, {0.25, 0.15}, {0.5, 0.5}, {0.75, 0.85}, {1, 1}});
}

// A point where the curve is farthest off, one after the other.
LutCurve LutCurve::through(const QList<qint64> &table, qint64 maxValue)
{
    if (table.size() < 2 || maxValue <= 0)
        return {};
    const auto last = static_cast<double>(table.size() - 1);
    const auto value = [&](qsizetype i) { return static_cast<double>(table[i]) / static_cast<double>(maxValue); };
    LutCurve curve({{0, value(0)}, {1, value(table.size() - 1)}});
    while (curve.m_points.size() < maxFitted) {
        qsizetype worst = 0;
        double distance = fitTolerance;
        for (qsizetype i = 0; i < table.size(); ++i) {
            const double off = std::abs(curve.at(static_cast<double>(i) / last) - value(i));
            if (off > distance) {
                distance = off;
                worst = i;
            }
        }
        const auto before = curve.m_points.size();
        if (worst > 0)
            curve.add({static_cast<double>(worst) / last, value(worst)});
        if (curve.m_points.size() == before)
            break;
    }
    return curve;
}

int LutCurve::add(QPointF point)
{
    point = inside(point);
    for (int i = 0; i < m_points.size(); ++i) {
        if (std::abs(m_points[i].x() - point.x()) < minGap)
            return i;
    }
    const auto at = std::ranges::upper_bound(m_points, point.x(), {}, &QPointF::x);
    const auto index = static_cast<int>(at - m_points.begin());
    m_points.insert(index, point);
    return index;
}

void LutCurve::remove(int index)
{
    if (index > 0 && index < m_points.size() - 1)
        m_points.removeAt(index);
}

void LutCurve::move(int index, QPointF to)
{
    if (index < 0 || index >= m_points.size())
        return;
    to = inside(to);
    if (index == 0 || index == m_points.size() - 1)
        to.setX(m_points[index].x());
    else
        to.setX(std::clamp(to.x(), m_points[index - 1].x() + minGap, m_points[index + 1].x() - minGap));
    m_points[index] = to;
}

QList<double> LutCurve::tangents() const
{
    const auto count = m_points.size();
    QList<double> slopes(count - 1);
    for (qsizetype i = 0; i + 1 < count; ++i)
        slopes[i] = (m_points[i + 1].y() - m_points[i].y()) / (m_points[i + 1].x() - m_points[i].x());
    QList<double> tangents(count);
    tangents.first() = slopes.first();
    tangents.last() = slopes.last();
    for (qsizetype i = 1; i + 1 < count; ++i)
        tangents[i] = slopes[i - 1] * slopes[i] <= 0 ? 0 : (slopes[i - 1] + slopes[i]) / 2;
    for (qsizetype i = 0; i + 1 < count; ++i) { // Fritsch and Carlson's circle of radius 3
        if (slopes[i] == 0) {
            tangents[i] = tangents[i + 1] = 0;
            continue;
        }
        const double a = tangents[i] / slopes[i];
        const double b = tangents[i + 1] / slopes[i];
        if (const double length = std::hypot(a, b); length > 3) {
            tangents[i] = 3 * a / length * slopes[i];
            tangents[i + 1] = 3 * b / length * slopes[i];
        }
    }
    return tangents;
}

double LutCurve::at(double x) const
{
    const auto above = std::ranges::upper_bound(m_points, x, {}, &QPointF::x);
    if (above == m_points.begin())
        return m_points.first().y();
    if (above == m_points.end())
        return m_points.last().y();
    const auto i = above - m_points.begin() - 1;
    const QList<double> slope = tangents();
    const double width = m_points[i + 1].x() - m_points[i].x();
    const double t = (x - m_points[i].x()) / width;
    const double t2 = t * t;
    const double t3 = t2 * t;
    const double y = (2 * t3 - 3 * t2 + 1) * m_points[i].y() + (t3 - 2 * t2 + t) * width * slope[i] +
                     (3 * t2 - 2 * t3) * m_points[i + 1].y() + (t3 - t2) * width * slope[i + 1];
    return std::clamp(y, 0.0, 1.0);
}

QList<qint64> LutCurve::table(int size, qint64 maxValue) const
{
    QList<qint64> values;
    values.reserve(size);
    for (int i = 0; i < size; ++i)
        values.append(
            std::llround(at(size > 1 ? static_cast<double>(i) / (size - 1) : 0) * static_cast<double>(maxValue)));
    return values;
}

} // namespace mv
