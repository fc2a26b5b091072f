// SPDX-License-Identifier: GPL-3.0-or-later
// Devices, hot-plugging and the handling of events of one context.
#include "camera/virtual/usbip/standin/context.h"

#include "camera/virtual/usbip/standin/transfer.h"

#include <algorithm>

using namespace mv::vcam::usbip;

namespace mv::vcam::usbip {

bool HotplugCallback::wants(const libusb_device &device, libusb_hotplug_event event) const
{
    const auto &d = device.plug->device;
    const auto fits = [](int wanted, int value) { return wanted == LIBUSB_HOTPLUG_MATCH_ANY || wanted == value; };
    return !removed && (events & event) && fits(vendor, d[8] | d[9] << 8) && fits(product, d[10] | d[11] << 8) &&
           fits(deviceClass, d[4]);
}

libusb_device *addReference(libusb_device *device)
{
    ++device->references;
    return device;
}

void dropReference(libusb_device *device)
{
    if (device && --device->references == 0)
        delete device;
}

} // namespace mv::vcam::usbip

libusb_context::~libusb_context()
{
    for (const auto &event : m_events)
        dropReference(event.device);
    for (const auto &[plug, device] : m_devices)
        dropReference(device);
}

libusb_device *libusb_context::deviceOf(const std::shared_ptr<const Plug> &plug)
{
    const std::lock_guard lock(m_mutex);
    const auto [it, isNew] = m_devices.try_emplace(plug.get(), nullptr);
    if (isNew)
        it->second = new libusb_device{this, plug};
    return addReference(it->second);
}

void libusb_context::postHotplug(const std::shared_ptr<const Plug> &plug, libusb_hotplug_event event)
{
    libusb_device *device = deviceOf(plug);
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back({nullptr, device, event});
    }
    m_changed.notify_all();
}

void libusb_context::arrived(const std::shared_ptr<const Plug> &plug)
{
    postHotplug(plug, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
}

void libusb_context::left(const std::shared_ptr<const Plug> &plug)
{
    postHotplug(plug, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT);
    const std::lock_guard lock(m_mutex);
    if (auto node = m_devices.extract(plug.get()))
        dropReference(node.mapped());
}

void libusb_context::post(Transfer *transfer)
{
    {
        const std::lock_guard lock(m_mutex);
        m_watched.erase(transfer);
        m_events.push_back({transfer, nullptr});
    }
    m_changed.notify_all();
}

void libusb_context::watch(Transfer *transfer)
{
    const std::lock_guard lock(m_mutex);
    m_watched.insert(transfer);
}

void libusb_context::unwatch(Transfer *transfer)
{
    const std::lock_guard lock(m_mutex);
    m_watched.erase(transfer);
}

void libusb_context::interrupt()
{
    {
        const std::lock_guard lock(m_mutex);
        m_interrupted = true;
    }
    m_changed.notify_all();
}

libusb_hotplug_callback_handle libusb_context::addCallback(HotplugCallback callback)
{
    const std::lock_guard lock(m_mutex);
    callback.handle = ++m_lastHandle;
    m_callbacks.push_back(callback);
    return callback.handle;
}

/// The entry stays until no events are handled: its owner may be calling it.
void libusb_context::removeCallback(libusb_hotplug_callback_handle handle)
{
    const std::lock_guard lock(m_mutex);
    for (HotplugCallback &callback : m_callbacks)
        callback.removed = callback.removed || callback.handle == handle;
}

void *libusb_context::userDataOf(libusb_hotplug_callback_handle handle)
{
    const std::lock_guard lock(m_mutex);
    const auto it = std::ranges::find(m_callbacks, handle, &HotplugCallback::handle);
    return it == m_callbacks.end() ? nullptr : it->userData;
}

void libusb_context::notify(const HotplugCallback &callback, libusb_device *device, libusb_hotplug_event event)
{
    if (callback.function(this, device, event, callback.userData) == 1)
        removeCallback(callback.handle);
}

void libusb_context::dispatchHotplug(std::unique_lock<std::mutex> &lock, const PendingEvent &event)
{
    std::erase_if(m_callbacks, [](const HotplugCallback &callback) { return callback.removed; });
    for (HotplugCallback &callback : m_callbacks) { // new ones join at the end; none is erased while we are here
        if (!callback.wants(*event.device, event.hotplug))
            continue;
        lock.unlock();
        notify(callback, event.device, event.hotplug);
        lock.lock();
    }
    lock.unlock();
    dropReference(event.device);
    lock.lock();
}

/// True if there was something to do.
bool libusb_context::dispatch(std::unique_lock<std::mutex> &lock)
{
    if (m_events.empty())
        return false;
    while (!m_events.empty()) {
        const PendingEvent event = m_events.front();
        m_events.pop_front();
        if (event.device) {
            dispatchHotplug(lock, event);
            continue;
        }
        lock.unlock();
        event.transfer->finish();
        lock.lock();
    }
    return true;
}

libusb_context::Clock::time_point libusb_context::nextTimeout() const
{
    auto next = Clock::time_point::max();
    for (const Transfer *transfer : m_watched)
        next = std::min(next, transfer->deadline);
    return next;
}

/// True if a transfer's time is over.
bool libusb_context::takeBackLate(std::unique_lock<std::mutex> &lock)
{
    const auto now = Clock::now();
    const auto late = std::ranges::find_if(m_watched, [now](const Transfer *t) { return t->deadline <= now; });
    if (late == m_watched.end())
        return false;
    Transfer *transfer = *late;
    m_watched.erase(late);
    lock.unlock();
    transfer->cancel(true);
    lock.lock();
    return true;
}

int libusb_context::handleEvents(const timeval &patience, const int *completed)
{
    const auto deadline =
        Clock::now() + std::chrono::seconds(patience.tv_sec) + std::chrono::microseconds(patience.tv_usec);
    const auto isDone = [completed] { return completed && *completed; };
    std::unique_lock lock(m_mutex);
    if (m_handler == std::this_thread::get_id())
        return LIBUSB_ERROR_BUSY; // a callback that waits for callbacks
    // One thread handles events at a time; the others wait for it.
    m_changed.wait_until(lock, deadline, [&] { return m_handler == std::thread::id() || isDone(); });
    if (m_handler != std::thread::id() || isDone())
        return LIBUSB_SUCCESS;
    m_handler = std::this_thread::get_id();
    while (!isDone() && !dispatch(lock) && !m_interrupted) {
        if (takeBackLate(lock))
            continue;
        if (Clock::now() >= deadline)
            break;
        m_changed.wait_until(lock, std::min(deadline, nextTimeout()));
    }
    m_interrupted = false;
    m_handler = {};
    lock.unlock();
    m_changed.notify_all();
    return LIBUSB_SUCCESS;
}
