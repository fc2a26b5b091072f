// SPDX-License-Identifier: GPL-3.0-or-later
// The curve of a look-up table, to be bent by mouse and keys.
#pragma once

#include "widgets/lut_curve.h"

#include <QWidget>

namespace mv {

/// A press on the curve makes a point, dragging moves it, a right click or Delete removes it. With keys: Tab and
/// Shift+Tab go from point to point, the arrows move it (Shift: finely), Insert makes one half-way to the next.
/// Thread: GUI.
class LutPlot : public QWidget
{
    Q_OBJECT

public:
    explicit LutPlot(QWidget *parent = nullptr);

    void setCurve(const LutCurve &curve);
    const LutCurve &curve() const { return m_curve; }
    int currentPoint() const { return m_current; }
    /// Where a point of the curve lies on the widget.
    QPointF toWidget(QPointF point) const;
    QSize sizeHint() const override { return {360, 300}; }

Q_SIGNALS:
    /// By the person.
    void curveChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    QRectF area() const;
    QPointF fromWidget(QPointF position) const;
    int pointAt(QPointF position) const;
    void moveCurrent(QPointF by);
    void changed();

    LutCurve m_curve;
    int m_current = 0;
};

} // namespace mv
