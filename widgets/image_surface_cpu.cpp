// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the QPainter surface.
#include "widgets/image_surface_cpu.h"

#include "camera/imaging/decode.h"

#include <QPaintEvent>
#include <QPainter>

namespace mv {

ImageSurfaceCpu::ImageSurfaceCpu(ImageScene &scene, QWidget *parent) : QWidget(parent), m_scene(scene)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_scene.frameIsNew = m_scene.frame != nullptr;
}

void ImageSurfaceCpu::decodeFrame()
{
    m_image = toDisplayImage(*m_scene.frame);
    if (!m_image.isNull())
        m_scene.frameProblem.clear();
    else if (m_scene.frame->format())
        m_scene.frameProblem = tr("The picture is not complete.");
}

void ImageSurfaceCpu::paintEvent(QPaintEvent *event)
{
    const bool isNew = m_scene.frame && m_scene.frameIsNew;
    m_scene.frameIsNew = false;
    if (isNew)
        decodeFrame();
    else if (!m_scene.frame)
        m_image = QImage();
    QPainter painter(this);
    painter.fillRect(event->rect(), palette().color(QPalette::Mid));
    if (!m_image.isNull())
        drawImage(painter);
    paintOverlay(painter, m_scene, *this);
    if (isNew && !m_image.isNull() && onNewFramePainted)
        onNewFramePainted();
}

void ImageSurfaceCpu::drawImage(QPainter &painter) const
{
    const ViewTransform &transform = m_scene.transform;
    painter.save();
    painter.scale(1 / devicePixelRatioF(), 1 / devicePixelRatioF()); // the transform counts in device pixels
    painter.translate(transform.origin());
    painter.scale(transform.scale(), transform.scale());
    if (transform.mirroredHorizontally()) {
        painter.translate(m_image.width(), 0);
        painter.scale(-1, 1);
    }
    if (transform.mirroredVertically()) {
        painter.translate(0, m_image.height());
        painter.scale(1, -1);
    }
    painter.drawImage(0, 0, m_image);
    painter.restore();
}

} // namespace mv
