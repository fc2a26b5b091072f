// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the newest frame from the camera's mailbox to the view, as often as the view can paint.
#pragma once

#include "camera/imaging/frame.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <optional>
#include <vector>

namespace mv {

class Camera;
class ImageView;

/// Capture has priority: the camera's thread only posts one call; here the newest frame is taken when the last one has
/// been painted and the screen's pace allows it. Counts what was painted and how old it was. Thread: GUI.
class FramePump : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the pump.
    FramePump(Camera &camera, ImageView &view, QObject *parent = nullptr);
    ~FramePump() override;

    /// Frames painted a second, over the last second or so; empty when none was.
    std::optional<double> displayFps() const;
    /// Of the frame on the screen when it was painted; empty while the camera's clock is not mapped.
    std::optional<double> frameAgeMs() const { return m_lastAgeMs; }
    /// @p share 0.5 = median, 0.99 of all ages of this run (the newest 100 000).
    std::optional<double> frameAgePercentile(double share) const;
    /// Painted frames a second from the first to the last painted frame of this run.
    std::optional<double> meanDisplayFps() const;

Q_SIGNALS:
    /// The first frame of this run has been painted and is on the screen.
    void firstFramePainted();

private:
    void frameWaits();
    void takeFrame();
    void countPainted(const FramePtr &frame, qint64 nowNs);
    void finishPaint();

    Camera &m_camera;
    ImageView &m_view;
    QTimer m_paceTimer;
    QElapsedTimer m_sinceTake;
    bool m_paintPending = false;
    bool m_frameWaits = false;
    double m_paintCostMs = 0; // from taking a frame to having it on the screen
    bool m_firstReported = false;
    quint64 m_painted = 0;
    qint64 m_firstPaintNs = 0;
    std::deque<qint64> m_paintTimesNs; // of the last second
    std::optional<double> m_lastAgeMs;
    std::vector<float> m_agesMs; // a ring once it is full
    std::size_t m_nextAge = 0;
};

} // namespace mv
