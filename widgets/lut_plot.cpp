// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the curve to be bent.
#include "widgets/lut_plot.h"

#include "widgets/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace mv {
namespace {

constexpr double margin = 10;
constexpr double reach = 9; // pixels about a point that count as hitting it
constexpr double keyStep = 0.02;
constexpr double fineStep = 0.002;
constexpr int gridLines = 4;

} // namespace

LutPlot::LutPlot(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("lutPlot"));
    setAccessibleName(tr("Curve"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(200, 160);
    setToolTip(tr("Press to make a point, drag it, right click to remove it.\n"
                  "Keys: Tab goes on, arrows move (Shift: finely), Insert, Delete."));
}

void LutPlot::setCurve(const LutCurve &curve)
{
    m_curve = curve;
    m_current = std::clamp(m_current, 0, static_cast<int>(curve.points().size()) - 1);
    update();
}

QRectF LutPlot::area() const
{
    return QRectF(rect()).adjusted(margin, margin, -margin, -margin);
}

QPointF LutPlot::toWidget(QPointF point) const
{
    const QRectF box = area();
    return {box.left() + point.x() * box.width(), box.bottom() - point.y() * box.height()};
}

QPointF LutPlot::fromWidget(QPointF position) const
{
    const QRectF box = area();
    return {(position.x() - box.left()) / box.width(), (box.bottom() - position.y()) / box.height()};
}

int LutPlot::pointAt(QPointF position) const
{
    for (int i = 0; i < m_curve.points().size(); ++i) {
        if ((toWidget(m_curve.points()[i]) - position).manhattanLength() <= reach)
            return i;
    }
    return -1;
}

void LutPlot::changed()
{
    update();
    setAccessibleDescription(tr("Point %1 of %2: %3 % in, %4 % out")
                                 .arg(m_current + 1)
                                 .arg(m_curve.points().size())
                                 .arg(100 * m_curve.points()[m_current].x(), 0, 'f', 1)
                                 .arg(100 * m_curve.points()[m_current].y(), 0, 'f', 1));
}

void LutPlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = area();
    painter.fillRect(box, palette().color(QPalette::Base));
    painter.setPen(palette().color(QPalette::Mid));
    for (int i = 0; i <= gridLines; ++i) {
        const double share = static_cast<double>(i) / gridLines;
        painter.drawLine(toWidget({share, 0}), toWidget({share, 1}));
        painter.drawLine(toWidget({0, share}), toWidget({1, share}));
    }
    QPainterPath path(toWidget({0, m_curve.at(0)}));
    const int steps = std::max(2, static_cast<int>(box.width()));
    for (int i = 1; i <= steps; ++i)
        path.lineTo(toWidget({static_cast<double>(i) / steps, m_curve.at(static_cast<double>(i) / steps)}));
    painter.setPen(QPen(accentColor(palette()), 2));
    painter.drawPath(path);
    for (int i = 0; i < m_curve.points().size(); ++i) {
        const bool current = i == m_current && hasFocus();
        painter.setBrush(current ? accentColor(palette()) : palette().color(QPalette::Base));
        painter.drawEllipse(toWidget(m_curve.points()[i]), current ? 6 : 4, current ? 6 : 4);
    }
}

void LutPlot::mousePressEvent(QMouseEvent *event)
{
    int hit = pointAt(event->position());
    if (event->button() == Qt::RightButton && hit >= 0) {
        m_curve.remove(hit);
        m_current = std::min(m_current, static_cast<int>(m_curve.points().size()) - 1);
    } else if (event->button() == Qt::LeftButton) {
        if (hit < 0)
            hit = m_curve.add(fromWidget(event->position()));
        m_current = hit;
        m_curve.move(hit, fromWidget(event->position()));
    } else {
        return;
    }
    changed();
    Q_EMIT curveChanged();
}

void LutPlot::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_curve.move(m_current, fromWidget(event->position()));
    changed();
    Q_EMIT curveChanged();
}

void LutPlot::moveCurrent(QPointF by)
{
    m_curve.move(m_current, m_curve.points()[m_current] + by);
    changed();
    Q_EMIT curveChanged();
}

void LutPlot::keyPressEvent(QKeyEvent *event)
{
    const double step = event->modifiers() & Qt::ShiftModifier ? fineStep : keyStep;
    const auto &points = m_curve.points();
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCurrent({-step, 0});
    case Qt::Key_Right:
        return moveCurrent({step, 0});
    case Qt::Key_Up:
        return moveCurrent({0, step});
    case Qt::Key_Down:
        return moveCurrent({0, -step});
    case Qt::Key_Insert: {
        const int from = std::min(m_current, static_cast<int>(points.size()) - 2);
        const double x = (points[from].x() + points[from + 1].x()) / 2;
        m_current = m_curve.add({x, m_curve.at(x)});
        return moveCurrent({0, 0});
    }
    case Qt::Key_Delete:
        m_curve.remove(m_current);
        m_current = std::min(m_current, static_cast<int>(m_curve.points().size()) - 1);
        return moveCurrent({0, 0});
    default:
        QWidget::keyPressEvent(event);
    }
}

// From point to point, and out at either end.
bool LutPlot::focusNextPrevChild(bool next)
{
    const int wanted = m_current + (next ? 1 : -1);
    if (!hasFocus() || wanted < 0 || wanted >= m_curve.points().size())
        return QWidget::focusNextPrevChild(next);
    m_current = wanted;
    changed();
    return true;
}

} // namespace mv
