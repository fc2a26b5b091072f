// SPDX-License-Identifier: GPL-3.0-or-later
// What discovery knows of a camera before anyone opens it.
#pragma once

#include "camera/error.h"
#include "camera/usb_link.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace mv {

/// The groups of the device list, in its order. CameraLink and PCIe wait for a GenTL producer.
enum class Transport { GigE, Usb, CameraLink, Pcie };

/// Whether a camera can be opened, as far as discovery can tell.
enum class DeviceAccess {
    Unknown,
    Free,
    InUse,
    Unreachable,  ///< GigE: no way to its address
    NoPermission, ///< USB: the system does not let this user open it
};

/// One camera as discovery saw it. A value; thread: any.
struct DeviceInfo
{
    Transport transport = Transport::GigE;
    QString id; ///< unique and stable: "GigE:<vendor>:<serial>", "USB:…" (docs/formats.md)
    QString vendor;
    QString model;
    QString serial;
    QString userName; ///< DeviceUserID
    QString version;  ///< device (firmware) version
    QString manufacturerInfo;
    QString address;       ///< GigE: IPv4 of the camera; USB: bus and ports, "2-3.1"
    QString subnetMask;    ///< GigE
    QString gateway;       ///< GigE
    QString mac;           ///< GigE, "aa:bb:cc:dd:ee:ff"
    QString hostInterface; ///< GigE: name of the host's network interface it answered on
    QString hostAddress;   ///< GigE: IPv4 of that interface
    DeviceAccess access = DeviceAccess::Unknown;
    std::optional<UsbLink> usb; ///< USB

    bool operator==(const DeviceInfo &) const = default;
};

/// "GigE", "USB", "CameraLink", "PCIe": proper names, not translated.
QString transportName(Transport transport);
/// What people call the camera: user name or model, then the serial in brackets.
QString displayName(const DeviceInfo &device);

/// The devices that @p id names: by DeviceInfo::id, serial, user name, address, or "first". The surest of these kinds
/// that fits any decides; serials and user names may fit several.
QList<DeviceInfo> findDevices(const QList<DeviceInfo> &devices, const QString &id);
/// The one device that @p id names, empty if none does; AmbiguousDevice if there are several.
Result<std::optional<DeviceInfo>> findDevice(const QList<DeviceInfo> &devices, const QString &id);

} // namespace mv

Q_DECLARE_METATYPE(mv::DeviceInfo)
