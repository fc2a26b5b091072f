// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between Aravis and the reading of a USB camera's memory.
#include "camera/private/usb_read_guard.h"

#include "camera/private/aravis_ptr.h"

#include <arv.h>

#include <cstring>
#include <map>
#include <mutex>
#include <utility>

namespace mv {

namespace {

using ReadMemory = gboolean (*)(ArvDevice *, guint64, guint32, void *, GError **);
using Place = std::pair<std::uint64_t, std::uint32_t>; // address, size

ReadMemory aravisRead = nullptr; // set once, before any device is open

std::mutex &guardsMutex()
{
    static std::mutex mutex; // guards keptValues()
    return mutex;
}

struct Kept
{
    const UsbReadGuard *owner = nullptr; // a device may stand where one stood that has just gone
    std::map<Place, std::uint64_t> values;
};

std::map<ArvDevice *, Kept> &keptValues()
{
    // Never destroyed: a lost camera may still be disposed of while the process ends.
    static auto *const kept = new std::map<ArvDevice *, Kept>;
    return *kept;
}

/// While it opens a camera, 0.8.26 asks for the lower half of the 8-byte capability, which strict cameras refuse. All
/// that it reads then are bootstrap registers, so that reading twice does no harm.
bool readWhole(ArvDevice *device, guint64 address, guint32 size, void *buffer)
{
    std::uint64_t whole = 0;
    if (size != sizeof whole / 2 || !aravisRead(device, address, sizeof whole, &whole, nullptr))
        return false;
    std::memcpy(buffer, &whole, size); // little-endian: the lower half comes first
    return true;
}

/// True if one stands; what it keeps goes to @p buffer.
bool fillFromGuard(ArvDevice *device, const Place &place, void *buffer)
{
    const std::lock_guard lock(guardsMutex());
    const auto guard = keptValues().find(device);
    if (guard == keptValues().end())
        return false;
    const auto &values = guard->second.values;
    if (const auto kept = values.find(place); kept != values.end())
        std::memcpy(buffer, &kept->second, place.second);
    return true;
}

gboolean guardedRead(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    GErrorPtr failure;
    if (aravisRead(device, address, size, buffer, failure.out()))
        return TRUE;
    const bool opening = !fillFromGuard(device, {address, size}, buffer);
    if (opening && failure.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_PARAMETER) &&
        readWhole(device, address, size, buffer))
        return TRUE;
    failure.propagateTo(error);
    return FALSE;
}

} // namespace

void UsbReadGuard::install()
{
    static std::once_flag once;
    std::call_once(once, [] {
        // Never given back: the class must live as long as the process.
        auto *deviceClass = ARV_DEVICE_CLASS(g_type_class_ref(ARV_TYPE_UV_DEVICE));
        aravisRead = std::exchange(deviceClass->read_memory, guardedRead);
    });
}

UsbReadGuard::UsbReadGuard(ArvDevice *device) : m_device(device)
{
    const std::lock_guard lock(guardsMutex());
    keptValues()[device] = {this, {}};
}

UsbReadGuard::~UsbReadGuard()
{
    const std::lock_guard lock(guardsMutex());
    if (const auto kept = keptValues().find(m_device); kept != keptValues().end() && kept->second.owner == this)
        keptValues().erase(kept);
}

bool UsbReadGuard::keep(std::uint64_t address, std::uint32_t size, std::uint64_t &value)
{
    std::uint64_t raw = 0;
    if (size > sizeof raw || !arv_device_read_memory(m_device, address, size, &raw, nullptr))
        return false;
    value = size == sizeof raw ? GUINT64_FROM_LE(raw) : GUINT32_FROM_LE(static_cast<std::uint32_t>(raw));
    const std::lock_guard lock(guardsMutex());
    keptValues()[m_device].values[{address, size}] = raw;
    return true;
}

} // namespace mv
