// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the view's geometry.
#include "widgets/view_transform.h"

#include <algorithm>
#include <cmath>

namespace mv {
namespace {

// Keeps the view inside the image where the image is larger, and the image centred where it is smaller.
double clampCenter(double center, double imageExtent, double visibleExtent)
{
    if (visibleExtent >= imageExtent)
        return imageExtent / 2;
    return std::clamp(center, visibleExtent / 2, imageExtent - visibleExtent / 2);
}

} // namespace

void ViewTransform::setImageSize(QSize size)
{
    if (size == m_imageSize)
        return;
    // A new region of interest must not throw the person out of a free zoom, but the old centre means nothing in it.
    m_imageSize = size;
    m_center = QPointF(size.width() / 2.0, size.height() / 2.0);
    update();
}

void ViewTransform::setViewSize(QSize size)
{
    m_viewSize = size;
    update();
}

void ViewTransform::fit()
{
    m_mode = m_baseMode = Mode::Fit;
    update();
}

void ViewTransform::oneToOne()
{
    m_mode = m_baseMode = Mode::OneToOne;
    update();
}

void ViewTransform::restore()
{
    m_mode = m_baseMode;
    m_center = QPointF(m_imageSize.width() / 2.0, m_imageSize.height() / 2.0);
    update();
}

void ViewTransform::zoomAbout(QPointF viewPoint, double factor)
{
    if (m_imageSize.isEmpty() || !(factor > 0))
        return;
    // From the centre, not from the origin: that one is rounded, and the rounding of many steps would add up.
    const QPointF half(m_viewSize.width() / 2.0, m_viewSize.height() / 2.0);
    const QPointF fixed = m_center + (viewPoint - half) / m_scale;
    m_mode = Mode::Free;
    // Below 1:64 only where even the fitted image is smaller than that.
    const double fitScale =
        std::min(double(m_viewSize.width()) / m_imageSize.width(), double(m_viewSize.height()) / m_imageSize.height());
    m_scale = std::clamp(m_scale * factor, std::min(minScale, fitScale), maxScale);
    m_center = fixed - (viewPoint - half) / m_scale;
    update();
}

void ViewTransform::panBy(QPointF viewDelta)
{
    m_center -= viewDelta / m_scale;
    update();
}

void ViewTransform::setMirrored(bool horizontal, bool vertical)
{
    if (horizontal != m_mirrorH)
        m_center.setX(m_imageSize.width() - m_center.x());
    if (vertical != m_mirrorV)
        m_center.setY(m_imageSize.height() - m_center.y());
    m_mirrorH = horizontal;
    m_mirrorV = vertical;
    update();
}

void ViewTransform::update()
{
    if (m_imageSize.isEmpty() || m_viewSize.isEmpty())
        return;
    const double w = m_imageSize.width();
    const double h = m_imageSize.height();
    if (m_mode == Mode::Fit)
        m_scale = std::min(m_viewSize.width() / w, m_viewSize.height() / h);
    else if (m_mode == Mode::OneToOne)
        m_scale = 1;
    m_center.setX(clampCenter(m_center.x(), w, m_viewSize.width() / m_scale));
    m_center.setY(clampCenter(m_center.y(), h, m_viewSize.height() / m_scale));
}

QPointF ViewTransform::origin() const
{
    return {std::round(m_viewSize.width() / 2.0 - m_center.x() * m_scale),
            std::round(m_viewSize.height() / 2.0 - m_center.y() * m_scale)};
}

QRectF ViewTransform::imageRect() const
{
    return {origin(), QSizeF(m_imageSize) * m_scale};
}

QPointF ViewTransform::mirror(QPointF p) const
{
    return {m_mirrorH ? m_imageSize.width() - p.x() : p.x(), m_mirrorV ? m_imageSize.height() - p.y() : p.y()};
}

QPointF ViewTransform::toImage(QPointF viewPoint) const
{
    return mirror((viewPoint - origin()) / m_scale);
}

QPointF ViewTransform::toView(QPointF imagePoint) const
{
    return mirror(imagePoint) * m_scale + origin();
}

std::optional<QPoint> ViewTransform::pixelAt(QPointF viewPoint) const
{
    // Mirrored as a pixel: the left edge of a pixel in the view is the right edge of its mirror image.
    const QPointF p = (viewPoint - origin()) / m_scale;
    const QPoint pixel(static_cast<int>(std::floor(p.x())), static_cast<int>(std::floor(p.y())));
    if (!QRect(QPoint(), m_imageSize).contains(pixel))
        return std::nullopt;
    return QPoint(m_mirrorH ? m_imageSize.width() - 1 - pixel.x() : pixel.x(),
                  m_mirrorV ? m_imageSize.height() - 1 - pixel.y() : pixel.y());
}

} // namespace mv
