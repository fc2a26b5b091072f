// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the notice of the status bar.
#include "app/viewer/status_notice.h"

#include "widgets/theme.h"

#include <QPainter>

namespace mv {
namespace {

constexpr int shownMs = 20'000; // long enough for who looks at the camera, not at the screen

} // namespace

StatusNotice::StatusNotice(QWidget *parent) : QLabel(parent)
{
    setObjectName(QStringLiteral("statusNotice"));
    setAccessibleName(tr("Problem"));
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long path must not widen the window
    m_end.setSingleShot(true);
    m_end.setInterval(shownMs);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void StatusNotice::showProblem(const QString &sentence)
{
    setText(sentence);
    setToolTip(sentence);
    show();
    m_end.start();
}

void StatusNotice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(errorColor(palette()));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeading,
                     fontMetrics().elidedText(text(), Qt::ElideMiddle, width()));
}

void StatusNotice::mousePressEvent(QMouseEvent *)
{
    hide();
}

} // namespace mv
