// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a USB camera was unplugged, or that its opening does not come to an end.
#pragma once

#include "camera/error.h"
#include "camera/private/device_open.h"
#include "camera/private/usb_handles.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace mv {

/// A libusb context of the connection's own, with a thread that handles its events: LEFT of the camera is a loss, and
/// so is Aravis' control-lost. What else is to be heard of the camera (its events) hangs on the same context. Thread:
/// made and told by any; calls @p gone in a thread of its own, once at most.
class UsbWatch
{
public:
    explicit UsbWatch(std::function<void(ErrorCode, const QString &detail)> gone);
    /// Waits for the watch's thread, at most for a running @p gone.
    ~UsbWatch();
    UsbWatch(const UsbWatch &) = delete;
    UsbWatch &operator=(const UsbWatch &) = delete;

    /// nullptr where the system has no USB.
    libusb_context *context() const { return m_context.get(); }
    /// From now on the camera at @p device must stay.
    void follow(libusb_device *device);
    /// As DeviceWatch's.
    void expectOpening(const OpeningCost &cost);
    void opened() { m_openByNs = 0; }
    void suspect();
    /// If the camera has left: returns when suspect() was called as well, or after a second.
    void settle() const;

private:
    static int left(libusb_context *, libusb_device *device, libusb_hotplug_event, void *self);
    void run();

    const std::function<void(ErrorCode, const QString &)> m_gone;
    UsbContextPtr m_context;
    libusb_hotplug_callback_handle m_callback = 0;
    bool m_hotPlug = false;
    std::atomic<int> m_place = 0; // bus << 8 | number on it; 0 = none followed
    std::atomic<bool> m_left = false;
    std::atomic<bool> m_suspect = false;
    std::atomic<std::int64_t> m_openByNs = 0; // 0 = no limit
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

} // namespace mv
