// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises USB3 Vision cameras by their descriptors.
#pragma once

#include "camera/private/usb_handles.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace mv {

/// The interfaces of a USB3 Vision camera (USB3 Vision 1.1, 3.1): class EF, subclass 05, protocol 00 control, 01 event,
/// 02 stream. A value.
struct UsbVisionLayout
{
    std::uint8_t controlInterface = 0;
    std::uint8_t controlIn = 0, controlOut = 0; ///< endpoint addresses
    std::optional<std::uint8_t> eventInterface;
    std::uint8_t eventIn = 0;
    std::uint8_t streamInterface = 0;
    std::uint8_t guidString = 0; ///< index of the GUID's string descriptor; 0 = none
    std::uint8_t versionString = 0, userNameString = 0;
};
/// Empty if @p device is no USB3 Vision camera. Asks nothing of the device. Thread: any.
std::optional<UsbVisionLayout> visionLayout(libusb_device *device);

/// What a camera's string descriptors say. Reading them takes an open handle, but no claim.
struct UsbIdentity
{
    QString vendor;
    QString model;
    QString serial;
    QString guid;
    QString version;
    QString userName;
};
UsbIdentity readIdentity(libusb_device_handle *handle, const UsbVisionLayout &layout);

} // namespace mv
