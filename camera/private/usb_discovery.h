// SPDX-License-Identifier: GPL-3.0-or-later
// USB3 Vision cameras on the buses, and word of arrivals and removals.
#pragma once

#include "camera/device_info.h"
#include "camera/private/usb_handles.h"

#include <QList>

#include <atomic>
#include <functional>
#include <map>
#include <thread>

namespace mv {

/// Looks for cameras in a libusb context of its own. A camera is opened for its strings once for each time that it is
/// plugged in, and never claimed where the system tells otherwise whether it is taken. Where there is no USB, it finds
/// nothing. Thread: made, asked and destroyed by one (the finder's); @p changed is called in a thread of its own.
class UsbDiscovery
{
public:
    explicit UsbDiscovery(std::function<void()> changed);
    ~UsbDiscovery();
    UsbDiscovery(const UsbDiscovery &) = delete;
    UsbDiscovery &operator=(const UsbDiscovery &) = delete;

    /// All cameras that are plugged in, sorted by serial.
    QList<DeviceInfo> scan();

private:
    void handleEvents();
    DeviceInfo describe(libusb_device *device);

    const std::function<void()> m_changed;
    UsbContextPtr m_context;
    libusb_hotplug_callback_handle m_callback = 0;
    bool m_hotPlug = false;
    std::map<std::pair<int, int>, DeviceInfo> m_known; // identified; by bus and number on it
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace mv
