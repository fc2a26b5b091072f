// SPDX-License-Identifier: GPL-3.0-or-later
// White balance from a patch of the picture that is grey in reality.
#pragma once

#include "camera/imaging/frame.h"
#include "widgets/feature_port.h"

#include <QObject>
#include <QPoint>

#include <array>
#include <functional>

namespace mv {

/// The mean of a patch, red, green, blue, as shares of full scale.
struct PatchColor
{
    std::array<double, 3> mean{};
    /// How far the three are apart: largest / smallest - 1.
    double tint() const;
};

/// The patch of @p size pixels about @p center, as much of it as lies in the frame; empty for a picture without
/// colours.
std::optional<PatchColor> patchColor(const Frame &frame, QPoint center, int size = 32);

/// Sets BalanceRatio for red and blue so that a patch becomes grey, green staying what it is. What lies between the
/// ratio and the picture (black level, gamma) is not known: it measures again and corrects until the patch is grey to
/// 0.5 %, five times at most. Thread: GUI.
class WhiteBalance : public QObject
{
    Q_OBJECT

public:
    /// @p newestFrame gives the picture on the screen, or none. @p port outlives the object.
    WhiteBalance(FeaturePort &port, std::function<FramePtr()> newestFrame, QObject *parent = nullptr);

    /// Another run must have ended.
    void start(QPoint center);
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    /// The ratios as they were set, and the tint that is left.
    void done(const QString &summary);
    /// In one sentence; what was written before stays.
    void failed(const QString &why);

private:
    void readRatios();
    void correct();
    void writeRatio(std::size_t channel);
    void waitForPicture();
    void finish(const QString &problem);

    FeaturePort &m_port;
    std::function<FramePtr()> m_newestFrame;
    QPoint m_center;
    std::array<double, 3> m_ratios{};
    std::array<std::pair<double, double>, 3> m_ranges{};
    std::array<SelectorPath, 3> m_paths;
    std::uint64_t m_afterFrame = 0;
    int m_round = 0;
    int m_waits = 0;
    bool m_running = false;
};

} // namespace mv
