// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the palette-coloured icons.
#include "widgets/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// Q_INIT_RESOURCE must stand outside every namespace.
static void initResources()
{
    Q_INIT_RESOURCE(mv_widgets);
}

namespace mv {
namespace {

/// Renders one SVG in one colour: the drawing is a stencil, its own colour does not matter.
class StencilIconEngine : public QIconEngine
{
public:
    StencilIconEngine(QString path, const QColor &color) : m_path(std::move(path)), m_color(color) {}

    QIconEngine *clone() const override { return new StencilIconEngine(m_path, m_color); }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        const QColor color = colorFor(mode);
        const QString key =
            QStringLiteral("mv:%1:%2x%3:%4").arg(m_path).arg(size.width()).arg(size.height()).arg(color.rgba(), 0, 16);
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer(m_path).render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return m_color.isValid() ? m_color : palette.color(QPalette::ButtonText);
    }

    QString m_path;
    QColor m_color;
};

} // namespace

QIcon icon(const QString &name)
{
    return icon(name, QColor());
}

QIcon icon(const QString &name, const QColor &color)
{
    initResources();
    const QString path = QStringLiteral(":/mv/icons/%1.svg").arg(name);
    return QFile::exists(path) ? QIcon(new StencilIconEngine(path, color)) : QIcon();
}

} // namespace mv
