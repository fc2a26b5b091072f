// SPDX-License-Identifier: GPL-3.0-or-later
// What draws the picture: OpenGL where there is a context, QPainter where there is none.
#pragma once

#include "camera/imaging/frame.h"
#include "widgets/view_transform.h"

#include <QString>

#include <functional>

class QPainter;
class QWidget;

namespace mv {

/// What is to be seen; the view owns it, the surfaces read it when they paint.
struct ImageScene
{
    FramePtr frame;
    bool frameIsNew = false; ///< set with a new frame; the surface clears it when it has painted it
    ViewTransform transform;
    QString message;                                 ///< why there is no (new) picture and what to do; empty = none
    const PixelFormatInfo *expectedFormat = nullptr; ///< of the frames to come; a surface may get ready for it
    QString frameProblem;                            ///< why this frame cannot be drawn; set by the surface
};

/// One way to draw an ImageScene. Thread: GUI.
class ImageSurface
{
public:
    virtual ~ImageSurface() = default;

    virtual QWidget *widget() = 0;
    /// Called once for each frame whose picture came to be painted.
    std::function<void()> onNewFramePainted;
    /// The surface cannot go on, and why.
    std::function<void(const QString &)> onFailed;
};

/// The message (or the frame's problem) on top of what is drawn already.
void paintOverlay(QPainter &painter, const ImageScene &scene, const QWidget &widget);

} // namespace mv
