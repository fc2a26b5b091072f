// SPDX-License-Identifier: GPL-3.0-or-later
// The line under the picture: what comes in, what is shown, what lies under the cursor.
#pragma once

#include "camera/imaging/frame.h"

#include <QPoint>
#include <QWidget>

#include <array>
#include <optional>

class QLabel;

namespace mv {

/// What the line says; empty values are shown as a dash.
struct ImageInfo
{
    FramePtr frame;              ///< the one on the screen
    std::optional<QPoint> pixel; ///< under the cursor
    std::optional<double> captureFps;
    std::optional<double> megabytesPerSecond; ///< 10^6 bytes
    std::optional<quint64> received;
    std::optional<double> displayFps;
    std::optional<double> frameAgeMs;
};

/// Each figure has a place of fixed width, so that nothing jumps while numbers change. Thread: GUI.
class ImageInfoLine : public QWidget
{
    Q_OBJECT

public:
    explicit ImageInfoLine(QWidget *parent = nullptr);

    void setInfo(const ImageInfo &info);

private:
    enum Field { Video, Image, Display, Position, Value, Age, FieldCount };

    void setText(Field field, const QString &text);
    QLabel *addField(Field field);

    std::array<QLabel *, FieldCount> m_values{};
};

} // namespace mv
