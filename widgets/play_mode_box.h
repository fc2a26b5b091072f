// SPDX-License-Identifier: GPL-3.0-or-later
// Continuous, a single frame, or a number of frames.
#pragma once

#include "camera/feature.h"

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace mv {

/// Shows and writes the camera's AcquisitionMode and AcquisitionFrameCount (SFNC), which the camera lets itself be told
/// only while it does not stream. Thread: GUI.
class PlayModeBox : public QWidget
{
    Q_OBJECT

public:
    explicit PlayModeBox(QWidget *parent = nullptr);

    /// How the two features stand; a feature that the camera does not have is NotAvailable.
    void setStates(const FeatureState &mode, const FeatureState &frameCount);
    /// Can be changed now (connected, not streaming).
    void setChangeable(bool changeable);

Q_SIGNALS:
    void writeRequested(const QString &name, const QVariant &value);

private:
    void update();

    QComboBox *m_mode;
    QSpinBox *m_count;
    bool m_changeable = false;
    bool m_modeWritable = false;
    bool m_countWritable = false;
};

} // namespace mv
