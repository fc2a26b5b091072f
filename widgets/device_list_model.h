// SPDX-License-Identifier: GPL-3.0-or-later
// The device list as a tree: transports, and under each its cameras.
#pragma once

#include "camera/device_info.h"

#include <QAbstractItemModel>

#include <array>
#include <optional>

namespace mv {

/// Groups GigE, USB, CameraLink, PCIe, always all four; an empty group holds one line that says why it is empty.
/// A list from the finder is merged: rows of cameras that are still there stay, so that a selection survives.
/// Thread: GUI.
class DeviceListModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind { Group, Device, Note };
    enum Role { KindRole = Qt::UserRole + 1, IdRole, ConnectedRole };

    explicit DeviceListModel(QObject *parent = nullptr);

    void setDevices(const QList<DeviceInfo> &devices);
    /// Marks the camera that this program is connected to; empty = none.
    void setConnectedId(const QString &id);

    /// The camera of a row; empty for groups and notes.
    std::optional<DeviceInfo> deviceAt(const QModelIndex &index) const;
    QModelIndex indexOf(const QString &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    static constexpr int groupCount = 4;

    void mergeGroup(int group, const QList<DeviceInfo> &devices);
    void removeDevice(int group, int row);
    void insertDevice(int group, int row, const DeviceInfo &device);
    Kind kindOf(const QModelIndex &index) const;
    QVariant groupData(int group, int role) const;
    QVariant noteData(int group, int role) const;
    QVariant deviceData(const DeviceInfo &device, int role) const;

    std::array<QList<DeviceInfo>, groupCount> m_groups;
    QString m_connectedId;
};

} // namespace mv
