// SPDX-License-Identifier: GPL-3.0-or-later
// A sentence in the status bar that must be seen: no status tip of an action covers it.
#pragma once

#include <QLabel>
#include <QTimer>

namespace mv {

/// A permanent widget of a QStatusBar: its temporary messages, which hovering replaces, leave it alone. Shown for some
/// seconds, or until it is clicked; too long for the bar, it is cut in the middle, and its tool tip has the whole.
/// Thread: GUI.
class StatusNotice : public QLabel
{
    Q_OBJECT

public:
    explicit StatusNotice(QWidget *parent = nullptr);

    void showProblem(const QString &sentence);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QTimer m_end;
};

} // namespace mv
