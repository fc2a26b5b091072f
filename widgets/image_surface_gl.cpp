// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the OpenGL surface.
#include "widgets/image_surface_gl.h"

#include "widgets/frame_painter_gl.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLPaintDevice>
#include <QPainter>

#include <algorithm>
#include <array>

namespace mv {

QString openGlProblem()
{
    // Other platforms may have contexts, too, but no window that a QOpenGLWidget could be put together with; Qt 6.4
    // then ends in a crash (offscreen) or in an empty picture.
    static constexpr std::array drawing{QLatin1String("xcb"), QLatin1String("wayland"), QLatin1String("wayland-egl"),
                                        QLatin1String("eglfs")};
    const QString platform = QGuiApplication::platformName();
    if (std::ranges::find(drawing, platform) == drawing.end())
        return ImageSurfaceGl::tr("the display platform \"%1\" cannot show OpenGL").arg(platform);
    QOpenGLContext context;
    if (!context.create())
        return ImageSurfaceGl::tr("this display offers no OpenGL context");
    QOffscreenSurface surface;
    surface.setFormat(context.format());
    surface.create();
    if (!surface.isValid() || !context.makeCurrent(&surface))
        return ImageSurfaceGl::tr("the OpenGL context cannot be used");
    FramePainterGl painter;
    return painter.initialize();
}

ImageSurfaceGl::ImageSurfaceGl(ImageScene &scene, QWidget *parent) : QOpenGLWidget(parent), m_scene(scene)
{
    // Each repaint covers the whole widget, so nothing of the last one needs to be kept.
    setUpdateBehavior(QOpenGLWidget::NoPartialUpdate);
}

ImageSurfaceGl::~ImageSurfaceGl()
{
    releaseGl();
    // The base class destroys the context, and its signal must not come back to what is no longer there.
    if (context())
        disconnect(context(), nullptr, this, nullptr);
}

void ImageSurfaceGl::initializeGL()
{
    // The context goes when the widget moves to another window; what lives in it must go first.
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &ImageSurfaceGl::releaseGl, Qt::UniqueConnection);
    m_painter = std::make_unique<FramePainterGl>();
    const QString problem = m_painter->initialize();
    m_scene.frameIsNew = m_scene.frame != nullptr;
    if (!problem.isEmpty() && onFailed)
        onFailed(problem);
}

void ImageSurfaceGl::releaseGl()
{
    if (!m_painter)
        return;
    makeCurrent();
    m_painter.reset();
    doneCurrent();
}

void ImageSurfaceGl::paintGL()
{
    const bool isNew = m_scene.frame && m_scene.frameIsNew;
    m_scene.frameIsNew = false;
    bool drawable = m_scene.frame != nullptr;
    if (!m_scene.frame && m_painter && m_scene.expectedFormat)
        m_painter->prepare(*m_scene.expectedFormat);
    if (isNew && m_painter) {
        drawable = m_painter->upload(*m_scene.frame);
        if (drawable)
            m_scene.frameProblem.clear();
        else if (m_scene.frame->format())
            m_scene.frameProblem = m_painter->problem();
    } else if (!m_scene.frame && m_painter) {
        m_painter->forgetPicture();
    }
    const QColor ground = palette().color(QPalette::Mid);
    QOpenGLFunctions *gl = context()->functions();
    gl->glClearColor(static_cast<float>(ground.redF()), static_cast<float>(ground.greenF()),
                     static_cast<float>(ground.blueF()), 1.0F);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    if (m_painter)
        m_painter->draw(m_scene.transform);
    if (!m_scene.message.isEmpty() || !m_scene.frameProblem.isEmpty()) {
        // Not on the widget itself: while it is grabbed Qt would send the painting to the grab's own image.
        QOpenGLPaintDevice device(m_scene.transform.viewSize());
        device.setDevicePixelRatio(devicePixelRatioF());
        QPainter painter(&device);
        paintOverlay(painter, m_scene, *this);
    }
    if (isNew && drawable && onNewFramePainted)
        onNewFramePainted();
}

} // namespace mv
