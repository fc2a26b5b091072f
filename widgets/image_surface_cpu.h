// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the picture without OpenGL.
#pragma once

#include "widgets/image_surface.h"

#include <QImage>
#include <QWidget>

namespace mv {

/// Decodes on the CPU (toDisplayImage) and draws with QPainter: slower, but it works on every display. Thread: GUI.
class ImageSurfaceCpu : public QWidget, public ImageSurface
{
    Q_OBJECT

public:
    explicit ImageSurfaceCpu(ImageScene &scene, QWidget *parent = nullptr);

    QWidget *widget() override { return this; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void decodeFrame();
    void drawImage(QPainter &painter) const;

    ImageScene &m_scene;
    QImage m_image;
};

} // namespace mv
