// SPDX-License-Identifier: GPL-3.0-or-later
// The USB descriptors of a USB3 Vision camera.
#pragma once

#include "camera/virtual/core/camera_config.h"
#include "camera/virtual/u3v/usb_function.h"

namespace mv::vcam::u3v {

/// Endpoints; one pair of a number for commands and their answers, as older clients want it.
inline constexpr std::uint8_t kCommandEndpoint = 0x01;
inline constexpr std::uint8_t kAckEndpoint = 0x81;
inline constexpr std::uint8_t kEventEndpoint = 0x82;
inline constexpr std::uint8_t kStreamEndpoint = 0x83;

/// Interfaces, by number.
inline constexpr unsigned kControlInterface = 0, kEventInterface = 1, kStreamInterface = 2;
inline constexpr unsigned kInterfaces = 3;

/// pid.codes' product for private testing: no manufacturer's.
inline constexpr std::uint16_t kVendorId = 0x1209, kProductId = 0x0001;

/// Bytes of a packet on a bulk endpoint.
std::size_t packetBytes(UsbSpeed speed);
/// The interface of a bulk endpoint.
unsigned interfaceOf(std::uint8_t endpoint);

/// 4 digits of the vendor and 8 that follow from the serial number: how programs tell one camera from another.
std::string guidOf(const std::string &serial);

UsbIdentity makeIdentity(UsbSpeed speed);
/// Binary object store of a SuperSpeed device.
std::vector<std::uint8_t> bosDescriptor();
/// What the strings say, in UTF-8.
struct DeviceTexts
{
    std::string model, serial, version, userName;
};
/// String @p index in UTF-16; empty: there is none.
std::vector<std::uint8_t> stringDescriptor(unsigned index, const DeviceTexts &texts);

} // namespace mv::vcam::u3v
