// SPDX-License-Identifier: GPL-3.0-or-later
// The device list: which cameras are there, and which one is connected.
#pragma once

#include "camera/device_info.h"

#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;
class QTreeView;

namespace mv {

class DeviceListModel;

/// A refresh button and the tree of cameras. It only asks: whoever owns the finder and the camera connects its signals.
/// Thread: GUI.
class DevicePanel : public QWidget
{
    Q_OBJECT

public:
    explicit DevicePanel(QWidget *parent = nullptr);

    /// The selection stays with its camera: it is empty while that one is not in the list, and comes back with it.
    void setDevices(const QList<DeviceInfo> &devices);
    void setConnectedId(const QString &id);
    /// While a search runs the button is off and the panel says so.
    void setSearching(bool searching);
    /// Why searching cannot work, in place of an empty list; empty = it can.
    void setProblem(const QString &text);
    std::optional<DeviceInfo> selectedDevice() const;
    void select(const QString &id);

Q_SIGNALS:
    void refreshRequested();
    void connectRequested(const mv::DeviceInfo &device);
    void disconnectRequested();
    /// Empty id: no camera is selected.
    void selectionChanged(const mv::DeviceInfo &device);

private:
    void setupHeader();
    void setupTree();
    void showMenu(const QPoint &position);
    void activate(const QModelIndex &index);
    void rememberSelection(const QModelIndex &current);
    void restoreSelection();

    DeviceListModel *m_model;
    QTreeView *m_tree;
    QToolButton *m_refresh;
    QLabel *m_status;
    QString m_connectedId;
    QString m_selectedId; // of the camera that was chosen last, also while it is not in the list
    bool m_merging = false;
};

} // namespace mv
