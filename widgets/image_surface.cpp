// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the text over the picture.
#include "widgets/image_surface.h"

#include <QPainter>
#include <QWidget>

namespace mv {

void paintOverlay(QPainter &painter, const ImageScene &scene, const QWidget &widget)
{
    const QString text = scene.message.isEmpty() ? scene.frameProblem : scene.message;
    if (text.isEmpty())
        return;
    QFont font = widget.font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    painter.setFont(font);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect room = widget.rect().adjusted(24, 24, -24, -24);
    constexpr int flags = Qt::AlignCenter | Qt::TextWordWrap;
    QRect box = painter.boundingRect(room, flags, text);
    const QPalette &palette = widget.palette();
    if (scene.frame) { // over a picture the text needs a ground of its own
        QColor ground = palette.color(QPalette::ToolTipBase);
        ground.setAlpha(225);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(box.adjusted(-16, -10, 16, 10), 6, 6);
        painter.setPen(palette.color(QPalette::ToolTipText));
    } else {
        painter.setPen(palette.color(QPalette::WindowText));
    }
    painter.drawText(box, flags, text);
}

} // namespace mv
