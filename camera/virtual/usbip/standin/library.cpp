// SPDX-License-Identifier: GPL-3.0-or-later
// libusb's functions about contexts, devices, events and hot-plugging.
#include "camera/virtual/usbip/standin/bus.h"
#include "camera/virtual/usbip/standin/context.h"

#include <algorithm>
#include <utility>

using namespace mv::vcam::usbip;

namespace {

constexpr timeval kForAWhile{60, 0}; // libusb's own idea of for ever

std::mutex g_defaultMutex; // guards both below
libusb_context *g_default = nullptr;
int g_defaultUses = 0;

} // namespace

libusb_context *mv::vcam::usbip::contextOr(libusb_context *context)
{
    const std::lock_guard lock(g_defaultMutex);
    return context ? context : g_default;
}

extern "C" {

int LIBUSB_CALL libusb_init(libusb_context **context)
{
    const std::lock_guard lock(g_defaultMutex);
    if (!context && g_defaultUses++ > 0)
        return LIBUSB_SUCCESS;
    auto *made = new libusb_context;
    Bus::instance().add(made);
    (context ? *context : g_default) = made;
    return LIBUSB_SUCCESS;
}

void LIBUSB_CALL libusb_exit(libusb_context *context)
{
    const std::lock_guard lock(g_defaultMutex);
    libusb_context *ended = context;
    if (!context) {
        if (g_defaultUses == 0 || --g_defaultUses > 0)
            return;
        ended = std::exchange(g_default, nullptr);
    }
    Bus::instance().remove(ended);
    delete ended;
}

const libusb_version *LIBUSB_CALL libusb_get_version(void)
{
    static const libusb_version version{1, 0, 26, 0, "", "MV Viewer's stand-in: an emulated bus"};
    return &version;
}

int LIBUSB_CALL libusb_has_capability(uint32_t capability)
{
    return capability == LIBUSB_CAP_HAS_CAPABILITY || capability == LIBUSB_CAP_HAS_HOTPLUG ||
           capability == LIBUSB_CAP_SUPPORTS_DETACH_KERNEL_DRIVER;
}

int libusb_set_option(libusb_context *, libusb_option, ...)
{
    return LIBUSB_SUCCESS;
}

void LIBUSB_CALL libusb_set_debug(libusb_context *, int) {}

ssize_t LIBUSB_CALL libusb_get_device_list(libusb_context *context, libusb_device ***list)
{
    libusb_context *owner = contextOr(context);
    const auto plugs = Bus::instance().scan();
    *list = new libusb_device *[plugs.size() + 1] {};
    std::ranges::transform(plugs, *list, [owner](const auto &plug) { return owner->deviceOf(plug); });
    return ssize_t(plugs.size());
}

void LIBUSB_CALL libusb_free_device_list(libusb_device **list, int unref)
{
    for (libusb_device **device = list; list && unref && *device; ++device)
        dropReference(*device);
    delete[] list;
}

libusb_device *LIBUSB_CALL libusb_ref_device(libusb_device *device)
{
    return addReference(device);
}

void LIBUSB_CALL libusb_unref_device(libusb_device *device)
{
    dropReference(device);
}

uint8_t LIBUSB_CALL libusb_get_bus_number(libusb_device *device)
{
    return uint8_t(device->plug->bus);
}

uint8_t LIBUSB_CALL libusb_get_device_address(libusb_device *device)
{
    return uint8_t(device->plug->address);
}

uint8_t LIBUSB_CALL libusb_get_port_number(libusb_device *device)
{
    return device->plug->ports.empty() ? uint8_t(0) : device->plug->ports.back();
}

int LIBUSB_CALL libusb_get_port_numbers(libusb_device *device, uint8_t *ports, int room)
{
    const auto &way = device->plug->ports;
    if (room <= 0)
        return LIBUSB_ERROR_INVALID_PARAM;
    if (std::size_t(room) < way.size())
        return LIBUSB_ERROR_OVERFLOW;
    std::ranges::copy(way, ports);
    return int(way.size());
}

int LIBUSB_CALL libusb_get_device_speed(libusb_device *device)
{
    return device->plug->speed;
}

/// Without a reference for the caller, as libusb has it: it lives as long as the list that @p device is from.
libusb_device *LIBUSB_CALL libusb_get_parent(libusb_device *device)
{
    if (!device->plug->parent)
        return nullptr;
    libusb_device *parent = device->context->deviceOf(device->plug->parent);
    dropReference(parent); // the context keeps one of a root hub
    return parent;
}

int LIBUSB_CALL libusb_handle_events_timeout_completed(libusb_context *context, timeval *patience, int *completed)
{
    if (patience->tv_sec < 0 || patience->tv_usec < 0)
        return LIBUSB_ERROR_INVALID_PARAM;
    return contextOr(context)->handleEvents(*patience, completed);
}

int LIBUSB_CALL libusb_handle_events_timeout(libusb_context *context, timeval *patience)
{
    return libusb_handle_events_timeout_completed(context, patience, nullptr);
}

int LIBUSB_CALL libusb_handle_events_completed(libusb_context *context, int *completed)
{
    timeval patience = kForAWhile;
    return libusb_handle_events_timeout_completed(context, &patience, completed);
}

int LIBUSB_CALL libusb_handle_events(libusb_context *context)
{
    return libusb_handle_events_completed(context, nullptr);
}

void LIBUSB_CALL libusb_interrupt_event_handler(libusb_context *context)
{
    contextOr(context)->interrupt();
}

int LIBUSB_CALL libusb_hotplug_register_callback(libusb_context *context, int events, int flags, int vendor,
                                                 int product, int deviceClass, libusb_hotplug_callback_fn function,
                                                 void *userData, libusb_hotplug_callback_handle *handle)
{
    if (events == 0 || !function)
        return LIBUSB_ERROR_INVALID_PARAM;
    libusb_context *owner = contextOr(context);
    HotplugCallback callback{0, events, vendor, product, deviceClass, function, userData};
    const auto present = Bus::instance().scan();
    callback.handle = owner->addCallback(callback);
    if (handle)
        *handle = callback.handle;
    if ((flags & LIBUSB_HOTPLUG_ENUMERATE) && (events & LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)) {
        for (const auto &plug : present) {
            libusb_device *device = owner->deviceOf(plug);
            if (callback.wants(*device, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED))
                owner->notify(callback, device, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
            dropReference(device);
        }
    }
    return LIBUSB_SUCCESS;
}

void LIBUSB_CALL libusb_hotplug_deregister_callback(libusb_context *context, libusb_hotplug_callback_handle handle)
{
    if (libusb_context *owner = contextOr(context))
        owner->removeCallback(handle);
}

void *LIBUSB_CALL libusb_hotplug_get_user_data(libusb_context *context, libusb_hotplug_callback_handle handle)
{
    return contextOr(context)->userDataOf(handle);
}

const char *LIBUSB_CALL libusb_error_name(int code)
{
    switch (code) {
    case LIBUSB_SUCCESS:
        return "LIBUSB_SUCCESS";
    case LIBUSB_ERROR_IO:
        return "LIBUSB_ERROR_IO";
    case LIBUSB_ERROR_INVALID_PARAM:
        return "LIBUSB_ERROR_INVALID_PARAM";
    case LIBUSB_ERROR_ACCESS:
        return "LIBUSB_ERROR_ACCESS";
    case LIBUSB_ERROR_NO_DEVICE:
        return "LIBUSB_ERROR_NO_DEVICE";
    case LIBUSB_ERROR_NOT_FOUND:
        return "LIBUSB_ERROR_NOT_FOUND";
    case LIBUSB_ERROR_BUSY:
        return "LIBUSB_ERROR_BUSY";
    case LIBUSB_ERROR_TIMEOUT:
        return "LIBUSB_ERROR_TIMEOUT";
    case LIBUSB_ERROR_OVERFLOW:
        return "LIBUSB_ERROR_OVERFLOW";
    case LIBUSB_ERROR_PIPE:
        return "LIBUSB_ERROR_PIPE";
    case LIBUSB_ERROR_INTERRUPTED:
        return "LIBUSB_ERROR_INTERRUPTED";
    case LIBUSB_ERROR_NO_MEM:
        return "LIBUSB_ERROR_NO_MEM";
    case LIBUSB_ERROR_NOT_SUPPORTED:
        return "LIBUSB_ERROR_NOT_SUPPORTED";
    case LIBUSB_ERROR_OTHER:
        return "LIBUSB_ERROR_OTHER";
    default:
        return "**UNKNOWN**";
    }
}

const char *LIBUSB_CALL libusb_strerror(int code)
{
    switch (code) {
    case LIBUSB_SUCCESS:
        return "Success";
    case LIBUSB_ERROR_IO:
        return "Input/Output Error";
    case LIBUSB_ERROR_INVALID_PARAM:
        return "Invalid parameter";
    case LIBUSB_ERROR_ACCESS:
        return "Access denied (insufficient permissions)";
    case LIBUSB_ERROR_NO_DEVICE:
        return "No such device (it may have been disconnected)";
    case LIBUSB_ERROR_NOT_FOUND:
        return "Entity not found";
    case LIBUSB_ERROR_BUSY:
        return "Resource busy";
    case LIBUSB_ERROR_TIMEOUT:
        return "Operation timed out";
    case LIBUSB_ERROR_OVERFLOW:
        return "Overflow";
    case LIBUSB_ERROR_PIPE:
        return "Pipe error";
    case LIBUSB_ERROR_INTERRUPTED:
        return "System call interrupted (perhaps due to signal)";
    case LIBUSB_ERROR_NO_MEM:
        return "Insufficient memory";
    case LIBUSB_ERROR_NOT_SUPPORTED:
        return "Operation not supported or unimplemented on this platform";
    default:
        return "Other error";
    }
}

} // extern "C"
