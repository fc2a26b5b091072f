// SPDX-License-Identifier: GPL-3.0-or-later
// The table of wires.
#include "camera/private/device_wire.h"

#include "camera/private/gige_wire.h"
#include "camera/private/usb_wire.h"

namespace mv {

Result<std::unique_ptr<DeviceWire>> DeviceWire::create(const DeviceInfo &info, WireReports reports)
{
    switch (info.transport) {
    case Transport::GigE:
        return GigEWire::create(info, std::move(reports));
    case Transport::Usb:
        return UsbWire::create(info, std::move(reports));
    case Transport::CameraLink:
    case Transport::Pcie:
        break;
    }
    return Error{ErrorCode::DeviceUnreachable,
                 {displayName(info)},
                 QStringLiteral("%1 cameras cannot be opened by this version").arg(transportName(info.transport))};
}

QString handleKey(const DeviceInfo &info)
{
    return info.transport == Transport::GigE ? info.address : info.id;
}

ErrorCode unreachableCode(const DeviceInfo &info)
{
    return info.transport == Transport::GigE ? ErrorCode::DeviceUnreachable : ErrorCode::DeviceNotFound;
}

} // namespace mv
