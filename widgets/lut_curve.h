// SPDX-License-Identifier: GPL-3.0-or-later
// A curve through points, and the look-up table that it makes.
#pragma once

#include <QList>
#include <QPointF>

namespace mv {

/// Points with x and y in 0 .. 1, ordered by x, from x = 0 to x = 1; at least two. Between them the curve is smooth and
/// never overshoots (monotone cubic, Fritsch and Carlson 1980). Thread: any (a value).
class LutCurve
{
public:
    LutCurve() = default;

    static LutCurve identity() { return {}; }
    static LutCurve inverted();
    /// y = x^exponent, in points.
    static LutCurve gamma(double exponent);
    /// Darker darks and brighter brights.
    static LutCurve contrast();
    /// The few points that make @p table, to within 1/200 of its range where eight of them suffice.
    static LutCurve through(const QList<qint64> &table, qint64 maxValue);

    const QList<QPointF> &points() const { return m_points; }
    /// A new point, or the one that is there already at this x; returns its index.
    int add(QPointF point);
    /// The ends cannot be removed.
    void remove(int index);
    /// Between its neighbours; the ends keep their x.
    void move(int index, QPointF to);

    double at(double x) const;
    /// @p size values from 0 to @p maxValue.
    QList<qint64> table(int size, qint64 maxValue) const;

private:
    explicit LutCurve(QList<QPointF> points) : m_points(std::move(points)) {}
    QList<double> tangents() const;

    QList<QPointF> m_points{{0, 0}, {1, 1}};
};

} // namespace mv
