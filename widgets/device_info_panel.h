// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the selected camera and of the interface it answered on.
#pragma once

#include "camera/device_info.h"

#include <QWidget>

class QTreeWidget;

namespace mv {

/// Two groups, "Interface" and "Device"; only facts that discovery has. Thread: GUI.
class DeviceInfoPanel : public QWidget
{
    Q_OBJECT

public:
    explicit DeviceInfoPanel(QWidget *parent = nullptr);

    /// A device without id: nothing is selected.
    void setDevice(const DeviceInfo &device);

private:
    void copyCurrent();

    QTreeWidget *m_tree;
    DeviceInfo m_device;
};

} // namespace mv
