// SPDX-License-Identifier: GPL-3.0-or-later
// The picture: shows the newest frame, zooms, pans, says why there is none.
#pragma once

#include "camera/imaging/frame.h"
#include "widgets/image_surface.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace mv {

/// Holds one frame at most (a frame withholds a buffer from the camera) and gives the replaced one back. Draws with
/// OpenGL, or on the CPU where there is none. Thread: GUI.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    enum class Renderer { Automatic, OpenGl, Cpu };

    explicit ImageView(Renderer renderer = Renderer::Automatic, QWidget *parent = nullptr);
    ~ImageView() override;

    /// Show @p frame as soon as possible; returns the one that was shown before. nullptr: show none.
    FramePtr setFrame(FramePtr frame);
    const FramePtr &frame() const { return m_scene.frame; }
    /// Why there is no new picture and what to do; drawn over the last one. Empty: nothing to say.
    void setMessage(const QString &text);
    const QString &message() const { return m_scene.message; }
    /// What the camera calls its pixel format: to get ready for it, and for the sentence about an unknown one.
    void setPixelFormatName(const QString &name);

    /// Why the present frame cannot be drawn; empty if it can.
    const QString &frameProblem() const { return m_scene.frameProblem; }

    /// What draws now, and why it is not OpenGL (empty if it is).
    Renderer renderer() const { return m_renderer; }
    const QString &rendererProblem() const { return m_rendererProblem; }

    const ViewTransform &transform() const { return m_scene.transform; }
    /// The image pixel under the cursor.
    std::optional<QPoint> cursorPixel() const { return m_cursorPixel; }
    /// The next click with the left button chooses a pixel (picked()) instead of moving the picture; Escape ends it.
    void setPicking(bool on);
    /// The view as it would be painted now.
    QImage grabPicture();

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void fitToWindow();
    void oneToOne();
    void restore();
    void setMirroredHorizontally(bool on);
    void setMirroredVertically(bool on);

Q_SIGNALS:
    /// A frame was painted for the first time; @p nowNs is CLOCK_MONOTONIC at that moment.
    void framePainted(const mv::FramePtr &frame, qint64 nowNs);
    void hasFrameChanged(bool hasFrame);
    void cursorPixelChanged();
    void transformChanged();
    /// The person has clicked @p pixel, or (empty) does not want to.
    void picked(std::optional<QPoint> pixel);
    /// OpenGL cannot be used; the picture is drawn on the CPU from now on.
    void openGlUnavailable(const QString &reason);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void endPicking(std::optional<QPoint> pixel);
    void setupSurface(Renderer renderer);
    void useCpu(const QString &why);
    void zoomAt(QPointF position, double factor);
    void updateCursor(std::optional<QPointF> position);
    void updateTransform();
    QPointF toDevice(QPointF position) const { return position * devicePixelRatioF(); }

    ImageScene m_scene;
    std::unique_ptr<ImageSurface> m_surface;
    Renderer m_renderer = Renderer::Cpu;
    QString m_rendererProblem;
    QString m_pixelFormatName;
    std::optional<QPointF> m_cursor;
    std::optional<QPoint> m_cursorPixel;
    bool m_picking = false;
    std::optional<QPointF> m_panFrom;
};

} // namespace mv

Q_DECLARE_METATYPE(mv::FramePtr)
