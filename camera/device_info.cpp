// SPDX-License-Identifier: GPL-3.0-or-later
// Names of cameras, and how a person names one.
#include "camera/device_info.h"

#include <algorithm>

namespace mv {

QString transportName(Transport transport)
{
    switch (transport) {
    case Transport::GigE:
        return QStringLiteral("GigE");
    case Transport::Usb:
        return QStringLiteral("USB");
    case Transport::CameraLink:
        return QStringLiteral("CameraLink");
    case Transport::Pcie:
        return QStringLiteral("PCIe");
    }
    return {};
}

QString displayName(const DeviceInfo &device)
{
    QString name = device.userName;
    // Cameras exist that leave any of these empty.
    for (const QString &other : {device.model, device.vendor, device.address, device.id}) {
        if (name.isEmpty())
            name = other;
    }
    return device.serial.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, device.serial);
}

QList<DeviceInfo> findDevices(const QList<DeviceInfo> &devices, const QString &id)
{
    if (id.isEmpty() || devices.isEmpty())
        return {};
    if (id == QLatin1String("first"))
        return {devices.first()};
    // The surest name wins over the whole list: a user name may repeat another camera's serial.
    for (const auto member : {&DeviceInfo::id, &DeviceInfo::serial, &DeviceInfo::userName, &DeviceInfo::address}) {
        QList<DeviceInfo> found;
        std::ranges::copy_if(devices, std::back_inserter(found), [&](const auto &d) { return d.*member == id; });
        if (!found.isEmpty())
            return found;
    }
    return {};
}

Result<std::optional<DeviceInfo>> findDevice(const QList<DeviceInfo> &devices, const QString &id)
{
    const QList<DeviceInfo> found = findDevices(devices, id);
    if (found.size() <= 1)
        return found.isEmpty() ? std::nullopt : std::optional(found.first());
    QStringList ids;
    for (const DeviceInfo &device : found)
        ids << device.id;
    return Error{ErrorCode::AmbiguousDevice, {id, ids.join(QStringLiteral(", "))}, {}};
}

} // namespace mv
