// SPDX-License-Identifier: GPL-3.0-or-later
// The standard requests of a USB device.
#pragma once

#include "camera/virtual/u3v/usb_function.h"

namespace mv::vcam::u3v {

struct DeviceTexts;

/// What endpoint 0 acts on: the halts of the other endpoints.
class EndpointHalts
{
public:
    virtual ~EndpointHalts() = default;
    virtual bool hasEndpoint(std::uint8_t endpoint) const = 0;
    virtual bool halted(std::uint8_t endpoint) const = 0;
    virtual void setHalted(std::uint8_t endpoint, bool halted) = 0;
};

/// Answers @p setup; kStalled, as the standard has it, to what the device does not know.
TransferResult answerSetup(const UsbSetup &setup, UsbSpeed speed, const DeviceTexts &texts, EndpointHalts &halts);

} // namespace mv::vcam::u3v
