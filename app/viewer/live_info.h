// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the figures around the picture up to date.
#pragma once

#include "widgets/image_info_line.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace mv {

class FramePump;
class ImageView;
class Session;
class StatisticsPanel;

/// Five times a second, and when the cursor moves: the information line, the statistics, and the sentence over the
/// picture. Thread: GUI.
class LiveInfo : public QObject
{
    Q_OBJECT

public:
    /// All outlive this object.
    LiveInfo(Session &session, FramePump &pump, ImageView &view, ImageInfoLine &line, StatisticsPanel &statistics,
             QObject *parent = nullptr);

    /// Something has changed that the sentence depends on.
    void updateMessage();

private:
    void updateFigures();
    void updateLine();
    bool waitsLong() const;
    void forgetPicture();

    Session &m_session;
    FramePump &m_pump;
    ImageView &m_view;
    ImageInfoLine &m_line;
    StatisticsPanel &m_statistics;
    QTimer m_timer;
    QElapsedTimer m_sinceFrame; // or since the stream, or the connecting, began
    ImageInfo m_info;
};

} // namespace mv
