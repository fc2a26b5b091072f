// SPDX-License-Identifier: GPL-3.0-or-later
// What libusb's opaque types are here.
#pragma once

#include "camera/virtual/usbip/standin/plug.h"
#include "camera/virtual/usbip/standin/usbip_client.h"

#include <libusb.h>

#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <set>

namespace mv::vcam::usbip {

struct Transfer;

/// What libusb_handle_events() does next: a transfer that has ended, or a device that came or went.
struct PendingEvent
{
    Transfer *transfer = nullptr;
    libusb_device *device = nullptr; ///< with a reference of its own
    libusb_hotplug_event hotplug = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;
};

struct HotplugCallback
{
    libusb_hotplug_callback_handle handle = 0;
    int events = 0, vendor = LIBUSB_HOTPLUG_MATCH_ANY, product = LIBUSB_HOTPLUG_MATCH_ANY,
        deviceClass = LIBUSB_HOTPLUG_MATCH_ANY;
    libusb_hotplug_callback_fn function = nullptr;
    void *userData = nullptr;
    bool removed = false;

    bool wants(const libusb_device &device, libusb_hotplug_event event) const;
};

} // namespace mv::vcam::usbip

/// One libusb_device for each plugging-in, so that pointers can be compared. Thread: any.
struct libusb_device
{
    libusb_context *context;
    std::shared_ptr<const mv::vcam::usbip::Plug> plug;
    std::atomic<int> references = 1;
};

/// A connection of its own to the server. The claims are the server's to keep.
struct libusb_device_handle
{
    libusb_device *device; ///< with a reference
    std::unique_ptr<mv::vcam::usbip::UsbipClient> client;
};

/// Thread: any; callbacks run inside libusb_handle_events..., without a lock.
struct libusb_context
{
    using Plug = mv::vcam::usbip::Plug;
    using Transfer = mv::vcam::usbip::Transfer;

    ~libusb_context();

    /// Its device of @p plug, with a reference for the caller.
    libusb_device *deviceOf(const std::shared_ptr<const Plug> &plug);
    void arrived(const std::shared_ptr<const Plug> &plug);
    void left(const std::shared_ptr<const Plug> &plug);
    void post(Transfer *transfer);
    void interrupt();
    int handleEvents(const timeval &patience, const int *completed);

    libusb_hotplug_callback_handle addCallback(mv::vcam::usbip::HotplugCallback callback);
    void removeCallback(libusb_hotplug_callback_handle handle);
    /// Tells one callback of a device. It deregisters itself by returning 1.
    void notify(const mv::vcam::usbip::HotplugCallback &callback, libusb_device *device, libusb_hotplug_event event);
    void *userDataOf(libusb_hotplug_callback_handle handle);

    /// Transfers with a time-out, which handleEvents() watches.
    void watch(Transfer *transfer);
    void unwatch(Transfer *transfer);

private:
    using Clock = std::chrono::steady_clock;
    bool dispatch(std::unique_lock<std::mutex> &lock);
    void dispatchHotplug(std::unique_lock<std::mutex> &lock, const mv::vcam::usbip::PendingEvent &event);
    bool takeBackLate(std::unique_lock<std::mutex> &lock);
    Clock::time_point nextTimeout() const;
    void postHotplug(const std::shared_ptr<const Plug> &plug, libusb_hotplug_event event);

    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::map<const Plug *, libusb_device *> m_devices; ///< of present plugs, each with a reference
    std::deque<mv::vcam::usbip::PendingEvent> m_events;
    std::list<mv::vcam::usbip::HotplugCallback> m_callbacks;
    std::set<Transfer *> m_watched;
    libusb_hotplug_callback_handle m_lastHandle = 0;
    std::thread::id m_handler; ///< who handles events at present
    bool m_interrupted = false;
};

namespace mv::vcam::usbip {

/// The default context for nullptr, as libusb has it.
libusb_context *contextOr(libusb_context *context);
libusb_device *addReference(libusb_device *device);
void dropReference(libusb_device *device);

} // namespace mv::vcam::usbip
