// SPDX-License-Identifier: GPL-3.0-or-later
// Where a USB device hangs, as libusb and sysfs tell.
#pragma once

#include "camera/usb_link.h"

#include <optional>
#include <string>

struct libusb_device;

namespace mv {

/// Bus, number, ports and speed by libusb; controller and hubs by sysfs, empty where there is none. guid and sharesWith
/// are left to the caller. Asks nothing of the device. Thread: any.
UsbLink usbLink(libusb_device *device);

/// The kernel's name of the place: "2-3.1".
QString usbPlaceName(const UsbLink &link);

/// Whether a program has claimed @p interface of the device at @p place, or a driver of the kernel has; empty where
/// sysfs does not know the device.
std::optional<bool> isInterfaceTaken(const QString &place, int interface);

/// What sysfs knows of a device that may not be opened: its attribute @p name ("serial").
QString usbAttribute(const QString &place, const char *name);

/// MiB that the kernel gives to all USB transfers of all programs together (usbcore's usbfs_memory_mb); 0 = no limit.
/// Empty where it cannot be read.
std::optional<int> usbMemoryLimit();

} // namespace mv
