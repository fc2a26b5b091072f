// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a USB3 Vision camera says of itself may be given to Aravis.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/usb_control.h"

#include <cstdint>

namespace mv {

/// What the bootstrap registers say that Aravis will divide by, allocate or wait for.
struct UsbBootstrap
{
    std::uint32_t responseMs = 0;
    std::uint64_t sbrm = 0;
    std::uint32_t maxCommand = 0;
    std::uint32_t maxAcknowledge = 0;
    std::uint64_t sirm = 0;
    std::uint64_t eirm = 0; ///< 0: the camera has no events
    std::uint64_t descriptionBytes = 0;
};

/// Reads and judges: registers, manifest, the beginning of the description and the frame of a zip.
Result<UsbBootstrap> checkUsbBootstrap(UsbControl &control, const DeviceInfo &info);

/// What is wrong with a stream interface's registers, in a specialist's words; empty when Aravis can work with them.
QString streamRegistersFault(std::uint32_t info, std::uint64_t payload, std::uint32_t leader, std::uint32_t trailer);

} // namespace mv
