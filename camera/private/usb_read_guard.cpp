// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps Aravis 0.8.26 from dividing by what it could not read.
#include "camera/private/usb_read_guard.h"

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

gboolean guardedRead(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    if (aravisRead(device, address, size, buffer, error))
        return TRUE;
    const std::lock_guard lock(guardsMutex());
    const auto guard = keptValues().find(device);
    if (guard == keptValues().end())
        return FALSE;
    const auto &values = guard->second.values;
    if (const auto kept = values.find({address, size}); kept != values.end())
        std::memcpy(buffer, &kept->second, size);
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
