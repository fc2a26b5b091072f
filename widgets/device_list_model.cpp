// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the device list's model.
#include "widgets/device_list_model.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QBrush>
#include <QFont>
#include <QGuiApplication>
#include <QSet>

#include <algorithm>
#include <utility>

namespace mv {
namespace {

QPalette palette()
{
    return QGuiApplication::palette();
}

bool waitsForGenTl(int group)
{
    const auto transport = static_cast<Transport>(group);
    return transport == Transport::CameraLink || transport == Transport::Pcie;
}

QString accessText(DeviceAccess access)
{
    switch (access) {
    case DeviceAccess::Free:
        return DeviceListModel::tr("free");
    case DeviceAccess::InUse:
        return DeviceListModel::tr("in use by another program");
    case DeviceAccess::Unreachable:
        return DeviceListModel::tr("not reachable from this computer: its address belongs to another network");
    case DeviceAccess::NoPermission:
        return DeviceListModel::tr("this user may not open it: the udev rule 70-mv-viewer.rules is missing, or came "
                                   "after the camera was plugged in");
    case DeviceAccess::Unknown:
        break;
    }
    return DeviceListModel::tr("state not known");
}

QString deviceToolTip(const DeviceInfo &device, bool connected)
{
    const QString state = connected ? DeviceListModel::tr("connected") : accessText(device.access);
    QStringList lines{QStringLiteral("%1 %2").arg(device.vendor, device.model), device.address, state};
    if (device.usb)
        lines << warnings(*device.usb);
    return lines.join(QLatin1Char('\n'));
}

/// Something about its place on the bus, or this user's rights, is not as it should be.
bool needsAttention(const DeviceInfo &device)
{
    return device.access == DeviceAccess::NoPermission || (device.usb && !warnings(*device.usb).isEmpty());
}

} // namespace

DeviceListModel::DeviceListModel(QObject *parent) : QAbstractItemModel(parent) {}

void DeviceListModel::setDevices(const QList<DeviceInfo> &devices)
{
    for (int group = 0; group < groupCount; ++group) {
        QList<DeviceInfo> mine;
        QSet<QString> seen; // ids come from cameras: two may claim the same, and a row must be unique
        for (const DeviceInfo &device : devices) {
            if (static_cast<int>(device.transport) == group && !seen.contains(device.id)) {
                seen.insert(device.id);
                mine.append(device);
            }
        }
        mergeGroup(group, mine);
    }
}

void DeviceListModel::mergeGroup(int group, const QList<DeviceInfo> &devices)
{
    const auto isIn = [](const QList<DeviceInfo> &list, const QString &id) {
        return std::any_of(list.begin(), list.end(), [&id](const DeviceInfo &d) { return d.id == id; });
    };
    QList<DeviceInfo> &rows = m_groups[static_cast<std::size_t>(group)];
    for (qsizetype row = rows.size() - 1; row >= 0; --row) {
        if (!isIn(devices, rows[row].id))
            removeDevice(group, static_cast<int>(row));
    }
    for (qsizetype row = 0; row < devices.size(); ++row) {
        const auto found =
            std::find_if(rows.begin(), rows.end(), [&](const auto &d) { return d.id == devices[row].id; });
        if (found != rows.end() && found - rows.begin() == row) {
            *found = devices[row];
            const QModelIndex changed = index(static_cast<int>(row), 0, index(group, 0));
            Q_EMIT dataChanged(changed, changed);
            continue;
        }
        if (found != rows.end())
            removeDevice(group, static_cast<int>(found - rows.begin()));
        insertDevice(group, static_cast<int>(row), devices[row]);
    }
}

// The first device takes the place of the note, and the note that of the last device: the row stays, its data changes.
void DeviceListModel::removeDevice(int group, int row)
{
    QList<DeviceInfo> &rows = m_groups[static_cast<std::size_t>(group)];
    const QModelIndex parent = index(group, 0);
    if (rows.size() == 1) {
        rows.clear();
        Q_EMIT dataChanged(index(0, 0, parent), index(0, 0, parent));
        return;
    }
    beginRemoveRows(parent, row, row);
    rows.removeAt(row);
    endRemoveRows();
}

void DeviceListModel::insertDevice(int group, int row, const DeviceInfo &device)
{
    QList<DeviceInfo> &rows = m_groups[static_cast<std::size_t>(group)];
    const QModelIndex parent = index(group, 0);
    if (rows.isEmpty()) {
        rows.append(device);
        Q_EMIT dataChanged(index(0, 0, parent), index(0, 0, parent));
        return;
    }
    beginInsertRows(parent, row, row);
    rows.insert(row, device);
    endInsertRows();
}

void DeviceListModel::setConnectedId(const QString &id)
{
    if (id == m_connectedId)
        return;
    const QString old = std::exchange(m_connectedId, id);
    for (const QString &changed : {old, id}) {
        if (const QModelIndex row = indexOf(changed); row.isValid())
            Q_EMIT dataChanged(row, row);
    }
}

std::optional<DeviceInfo> DeviceListModel::deviceAt(const QModelIndex &index) const
{
    if (kindOf(index) != Kind::Device)
        return std::nullopt;
    return m_groups[index.internalId() - 1].at(index.row());
}

QModelIndex DeviceListModel::indexOf(const QString &id) const
{
    for (int group = 0; group < groupCount; ++group) {
        const QList<DeviceInfo> &rows = m_groups[static_cast<std::size_t>(group)];
        for (int row = 0; row < rows.size(); ++row) {
            if (rows[row].id == id)
                return index(row, 0, index(group, 0));
        }
    }
    return {};
}

// Internal id: 0 for a group, the group's number + 1 for what lies in it.
QModelIndex DeviceListModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr(0));
}

QModelIndex DeviceListModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr(0));
}

int DeviceListModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return groupCount;
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return std::max(1, static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].size()));
}

int DeviceListModel::columnCount(const QModelIndex &) const
{
    return 1;
}

DeviceListModel::Kind DeviceListModel::kindOf(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return Kind::Group;
    return m_groups[index.internalId() - 1].isEmpty() ? Kind::Note : Kind::Device;
}

QVariant DeviceListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Kind kind = kindOf(index);
    if (role == KindRole)
        return static_cast<int>(kind);
    if (kind == Kind::Group)
        return groupData(index.row(), role);
    if (kind == Kind::Note)
        return noteData(static_cast<int>(index.internalId()) - 1, role);
    return deviceData(m_groups[index.internalId() - 1].at(index.row()), role);
}

QVariant DeviceListModel::groupData(int group, int role) const
{
    if (role == Qt::DisplayRole)
        return transportName(static_cast<Transport>(group));
    if (role == Qt::ToolTipRole && waitsForGenTl(group))
        return noteData(group, Qt::ToolTipRole);
    return {};
}

QVariant DeviceListModel::noteData(int group, int role) const
{
    const bool genTl = waitsForGenTl(group);
    switch (role) {
    case Qt::DisplayRole:
        return genTl ? tr("needs a GenTL producer;\nthis is not there yet") : tr("no camera found");
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return genTl ? tr("Cameras on %1 need a GenTL producer, the driver library of the frame grabber's vendor. "
                          "Loading such a library is not there yet.")
                           .arg(transportName(static_cast<Transport>(group)))
                     : tr("No camera answered on this interface. Check power and cable, then refresh the list.");
    case Qt::ForegroundRole:
        return QBrush(mutedColor(palette()));
    default:
        return {};
    }
}

QVariant DeviceListModel::deviceData(const DeviceInfo &device, int role) const
{
    const bool connected = device.id == m_connectedId;
    switch (role) {
    case IdRole:
        return device.id;
    case ConnectedRole:
        return connected;
    case Qt::DisplayRole:
        return displayName(device);
    case Qt::AccessibleTextRole:
        return connected ? tr("%1, connected").arg(displayName(device)) : displayName(device);
    case Qt::DecorationRole:
        if (connected)
            return icon(QStringLiteral("camera-connected"), accentColor(palette()));
        return needsAttention(device) ? icon(QStringLiteral("warning")) : icon(QStringLiteral("camera"));
    case Qt::FontRole: {
        QFont font;
        font.setBold(connected);
        return font;
    }
    case Qt::ForegroundRole:
        return device.access == DeviceAccess::InUse && !connected ? QVariant(QBrush(mutedColor(palette())))
                                                                  : QVariant();
    case Qt::ToolTipRole:
        return deviceToolTip(device, connected);
    default:
        return {};
    }
}

Qt::ItemFlags DeviceListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // A note can be selected too, so that a screen reader and the keyboard reach what it says.
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace mv
