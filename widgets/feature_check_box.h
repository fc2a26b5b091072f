// SPDX-License-Identifier: GPL-3.0-or-later
// A check box that is a camera's switch.
#pragma once

#include "camera/error.h"

#include <QCheckBox>

namespace mv {

class FeaturePort;

/// Shows the boolean feature it is made for and writes it when it is clicked; what it shows is what was read back,
/// whatever was clicked. Hidden where the camera has no such feature. Thread: GUI.
class FeatureCheckBox : public QCheckBox
{
    Q_OBJECT

public:
    /// @p port must outlive it.
    FeatureCheckBox(const QString &text, FeaturePort &port, const QString &feature, QWidget *parent = nullptr);

    void read();

Q_SIGNALS:
    /// The camera refused.
    void failed(const mv::Error &error);
    /// It cannot be switched now, and @p why.
    void locked(const QString &why);

private:
    void write(bool on);

    FeaturePort &m_port;
    const QString m_feature;
};

} // namespace mv
