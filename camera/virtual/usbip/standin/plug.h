// SPDX-License-Identifier: GPL-3.0-or-later
// A device that is plugged in, or was.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mv::vcam::usbip {

/// One plugging-in: the same camera has another one, with another address, when it comes back. Fixed but for present.
/// Thread: any.
struct Plug
{
    std::string socket; ///< of its server; empty: a root hub
    unsigned bus = 0, address = 0;
    std::vector<std::uint8_t> ports;                 ///< the way from the root hub; empty: it is one
    int speed = 0;                                   ///< libusb_speed
    std::vector<std::uint8_t> device, configuration; ///< descriptors
    std::shared_ptr<const Plug> parent;
    mutable std::atomic<bool> present = true;
};

} // namespace mv::vcam::usbip
