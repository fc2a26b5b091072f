// SPDX-License-Identifier: GPL-3.0-or-later
// From the image's pixels to the view's pixels and back.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

#include <optional>

namespace mv {

/// Where the image lies in the view: fitted to it, 1:1, or freely zoomed and panned; mirrored on demand.
/// View coordinates are device pixels from the top left, image coordinates are image pixels from the top left corner
/// of the first pixel. A value; thread: any.
class ViewTransform
{
public:
    enum class Mode { Fit, OneToOne, Free };

    static constexpr double minScale = 1.0 / 64;
    static constexpr double maxScale = 64;

    void setImageSize(QSize size);
    void setViewSize(QSize size);
    QSize imageSize() const { return m_imageSize; }
    QSize viewSize() const { return m_viewSize; }

    Mode mode() const { return m_mode; }
    /// View pixels per image pixel.
    double scale() const { return m_scale; }
    /// View position of the (mirrored) image's top left corner; on whole pixels, so that 1:1 is exact.
    QPointF origin() const;
    QRectF imageRect() const;

    void fit();
    void oneToOne();
    /// Back to Fit or 1:1, whichever was chosen last, centred; what zooming and panning did is undone.
    void restore();
    /// The image point under @p viewPoint stays there.
    void zoomAbout(QPointF viewPoint, double factor);
    void panBy(QPointF viewDelta);

    void setMirrored(bool horizontal, bool vertical);
    bool mirroredHorizontally() const { return m_mirrorH; }
    bool mirroredVertically() const { return m_mirrorV; }

    QPointF toImage(QPointF viewPoint) const;
    QPointF toView(QPointF imagePoint) const;
    /// The pixel under @p viewPoint; empty beside the image.
    std::optional<QPoint> pixelAt(QPointF viewPoint) const;

private:
    void update();
    QPointF mirror(QPointF imagePoint) const;

    QSize m_imageSize;
    QSize m_viewSize;
    Mode m_mode = Mode::Fit;
    Mode m_baseMode = Mode::Fit; // Fit or OneToOne
    double m_scale = 1;
    QPointF m_center; // of the view, in mirrored image coordinates
    bool m_mirrorH = false;
    bool m_mirrorV = false;
};

} // namespace mv
