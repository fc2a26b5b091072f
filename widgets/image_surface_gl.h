// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the picture with OpenGL.
#pragma once

#include "widgets/image_surface.h"

#include <QOpenGLWidget>

#include <memory>

namespace mv {

class FramePainterGl;

/// Why this computer cannot draw with OpenGL (no context, too old), empty if it can. Makes a context and drops it.
QString openGlProblem();

/// Thread: GUI.
class ImageSurfaceGl : public QOpenGLWidget, public ImageSurface
{
    Q_OBJECT

public:
    explicit ImageSurfaceGl(ImageScene &scene, QWidget *parent = nullptr);
    ~ImageSurfaceGl() override;

    QWidget *widget() override { return this; }

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    void releaseGl();

    ImageScene &m_scene;
    std::unique_ptr<FramePainterGl> m_painter;
};

} // namespace mv
