// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a USB3 Vision camera's ArvDevice behind guards.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/aravis_ptr.h"
#include "camera/private/device_open.h"
#include "camera/private/usb_description.h"
#include "camera/private/usb_handles.h"
#include "camera/private/usb_vision.h"

#include <functional>
#include <optional>

namespace mv {

/// The camera as a connection's own context sees it.
struct UsbCamera
{
    UsbDevicePtr device;
    UsbVisionLayout layout;
    UsbIdentity identity;
};
/// The camera that @p info means, by GUID, else by serial and vendor. DeviceNotFound, or NoPermission where one that
/// fits may not be opened.
Result<UsbCamera> findUsbCamera(libusb_context *context, const DeviceInfo &info);

/// NoPermission with the place of our udev rule.
Error noUsbPermission(const DeviceInfo &info);

/// Takes the camera for a moment, reads its bootstrap registers and looks at its description, and lets Aravis open only
/// what cannot crash it: 0.8.26 divides by what the registers say, allocates what the manifest says, and uses what it
/// could not read. A camera that this program has just let go of is waited for. @p bootstrap gets what was read;
/// @p begins: as for openGigE().
/// Thread: device; blocks.
Result<GObjectPtr<ArvDevice>> openUsb(const UsbCamera &camera, const DeviceInfo &info,
                                      const std::function<bool()> &cancelled, UsbBootstrap &bootstrap,
                                      const std::function<void(const OpeningCost &)> &begins);

} // namespace mv
