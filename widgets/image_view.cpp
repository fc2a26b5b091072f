// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the picture's view.
#include "widgets/image_view.h"

#include "widgets/image_surface_cpu.h"
#include "widgets/image_surface_gl.h"

#include <QMouseEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <chrono>
#include <cmath>
#include <utility>

namespace mv {
namespace {

constexpr double zoomStep = 1.25;
constexpr int panStep = 40; // device pixels for one press of an arrow key

qint64 monotonicNs()
{
    // steady_clock is CLOCK_MONOTONIC on Linux, the clock that frames are stamped with.
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

} // namespace

ImageView::ImageView(Renderer renderer, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("imageView"));
    setAccessibleName(tr("Camera picture"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 120);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    setupSurface(renderer);
}

// The surface is both a child widget and ours: it goes here, before the layout would delete it a second time.
ImageView::~ImageView()
{
    m_surface.reset();
}

void ImageView::setupSurface(Renderer renderer)
{
    if (renderer == Renderer::Automatic) {
        m_rendererProblem = openGlProblem();
        renderer = m_rendererProblem.isEmpty() ? Renderer::OpenGl : Renderer::Cpu;
    }
    m_renderer = renderer;
    if (renderer == Renderer::OpenGl)
        m_surface = std::make_unique<ImageSurfaceGl>(m_scene);
    else
        m_surface = std::make_unique<ImageSurfaceCpu>(m_scene);
    m_surface->onNewFramePainted = [this] { Q_EMIT framePainted(m_scene.frame, monotonicNs()); };
    // Not from within its own painting: the surface would be deleted under itself.
    m_surface->onFailed = [this](const QString &why) { QTimer::singleShot(0, this, [this, why] { useCpu(why); }); };
    m_surface->widget()->setAttribute(Qt::WA_TransparentForMouseEvents);
    layout()->addWidget(m_surface->widget());
}

void ImageView::useCpu(const QString &why)
{
    if (m_renderer == Renderer::Cpu)
        return;
    m_surface.reset();
    setupSurface(Renderer::Cpu);
    m_rendererProblem = why;
    Q_EMIT openGlUnavailable(why);
}

FramePtr ImageView::setFrame(FramePtr frame)
{
    FramePtr previous = std::exchange(m_scene.frame, std::move(frame));
    if ((previous == nullptr) != (m_scene.frame == nullptr))
        Q_EMIT hasFrameChanged(m_scene.frame != nullptr);
    m_scene.frameIsNew = m_scene.frame != nullptr;
    m_scene.frameProblem.clear();
    if (m_scene.frame) {
        const FrameInfo &info = m_scene.frame->info();
        if (!m_scene.frame->format()) {
            const QString code = QStringLiteral("0x%1").arg(info.pixelFormat, 8, 16, QLatin1Char('0'));
            const QString name =
                m_pixelFormatName.isEmpty() ? code : QStringLiteral("%1 (%2)").arg(m_pixelFormatName, code);
            m_scene.frameProblem = tr("The camera sends pixel format %1, which cannot be shown.\n"
                                      "Choose another PixelFormat under \"All attributes\".")
                                       .arg(name);
        }
        const QSize size(static_cast<int>(info.width), static_cast<int>(info.height));
        if (size != m_scene.transform.imageSize()) {
            m_scene.transform.setImageSize(size);
            Q_EMIT transformChanged();
        }
    }
    m_surface->widget()->update();
    return previous;
}

void ImageView::setMessage(const QString &text)
{
    if (text == m_scene.message)
        return;
    m_scene.message = text;
    setAccessibleDescription(text);
    m_surface->widget()->update();
}

void ImageView::setPixelFormatName(const QString &name)
{
    if (name == m_pixelFormatName)
        return;
    m_pixelFormatName = name;
    const QByteArray latin = name.toLatin1();
    m_scene.expectedFormat =
        findPixelFormat(std::string_view(latin.constData(), static_cast<std::size_t>(latin.size())));
    m_surface->widget()->update();
}

QImage ImageView::grabPicture()
{
    return m_surface->widget()->grab().toImage();
}

void ImageView::zoomIn()
{
    zoomAt(QRectF(rect()).center(), zoomStep);
}

void ImageView::zoomOut()
{
    zoomAt(QRectF(rect()).center(), 1 / zoomStep);
}

void ImageView::fitToWindow()
{
    m_scene.transform.fit();
    updateTransform();
}

void ImageView::oneToOne()
{
    m_scene.transform.oneToOne();
    updateTransform();
}

void ImageView::restore()
{
    m_scene.transform.restore();
    updateTransform();
}

void ImageView::setMirroredHorizontally(bool on)
{
    m_scene.transform.setMirrored(on, m_scene.transform.mirroredVertically());
    updateTransform();
}

void ImageView::setMirroredVertically(bool on)
{
    m_scene.transform.setMirrored(m_scene.transform.mirroredHorizontally(), on);
    updateTransform();
}

void ImageView::zoomAt(QPointF position, double factor)
{
    m_scene.transform.zoomAbout(toDevice(position), factor);
    updateTransform();
}

void ImageView::updateTransform()
{
    m_surface->widget()->update();
    updateCursor(m_cursor);
    Q_EMIT transformChanged();
}

void ImageView::updateCursor(std::optional<QPointF> position)
{
    m_cursor = position;
    const auto pixel = position ? m_scene.transform.pixelAt(toDevice(*position)) : std::nullopt;
    if (pixel == m_cursorPixel)
        return;
    m_cursorPixel = pixel;
    Q_EMIT cursorPixelChanged();
}

void ImageView::resizeEvent(QResizeEvent *)
{
    // What QOpenGLWidget gives its framebuffer: the size in device pixels.
    m_scene.transform.setViewSize(size() * devicePixelRatioF());
    // The surface has had its own resize event by now, and has painted with the old transform.
    updateTransform();
}

void ImageView::wheelEvent(QWheelEvent *event)
{
    zoomAt(event->position(), std::pow(zoomStep, event->angleDelta().y() / 120.0));
    event->accept();
}

void ImageView::setPicking(bool on)
{
    m_picking = on;
    if (on)
        setCursor(Qt::CrossCursor);
    else
        unsetCursor();
}

void ImageView::endPicking(std::optional<QPoint> pixel)
{
    setPicking(false);
    Q_EMIT picked(pixel);
}

void ImageView::mousePressEvent(QMouseEvent *event)
{
    if (m_picking && event->button() == Qt::LeftButton) {
        if (const auto pixel = m_scene.transform.pixelAt(toDevice(event->position())))
            endPicking(pixel);
        return;
    }
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_panFrom = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_panFrom) {
        m_scene.transform.panBy(toDevice(event->position() - *m_panFrom));
        m_panFrom = event->position();
        updateTransform();
    }
    updateCursor(event->position());
}

void ImageView::mouseReleaseEvent(QMouseEvent *)
{
    m_panFrom.reset();
    if (!m_picking)
        unsetCursor();
}

void ImageView::keyPressEvent(QKeyEvent *event)
{
    QPointF delta;
    if (m_picking && event->key() == Qt::Key_Escape) {
        endPicking(std::nullopt);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        delta = {panStep, 0};
        break;
    case Qt::Key_Right:
        delta = {-panStep, 0};
        break;
    case Qt::Key_Up:
        delta = {0, panStep};
        break;
    case Qt::Key_Down:
        delta = {0, -panStep};
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    m_scene.transform.panBy(delta);
    updateTransform();
}

void ImageView::leaveEvent(QEvent *)
{
    updateCursor(std::nullopt);
}

} // namespace mv
