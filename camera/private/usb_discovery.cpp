// SPDX-License-Identifier: GPL-3.0-or-later
// USB3 Vision cameras on the buses, and word of arrivals and removals.
#include "camera/private/usb_discovery.h"

#include "camera/private/usb_topology.h"
#include "camera/private/usb_vision.h"

#include <algorithm>
#include <sys/time.h>

namespace mv {

namespace {

/// Only for where the system does not say who has a camera (an emulated bus): asks by taking it for a moment.
DeviceAccess accessByClaim(libusb_device_handle *handle, int interface)
{
    const UsbClaim claim(handle, interface);
    return claim.error() == LIBUSB_SUCCESS      ? DeviceAccess::Free
           : claim.error() == LIBUSB_ERROR_BUSY ? DeviceAccess::InUse
                                                : DeviceAccess::Unknown;
}

/// By the system's records, or by trying.
DeviceAccess accessTo(libusb_device *device, const QString &place, int interface)
{
    int error = 0;
    const UsbHandlePtr handle = openUsbDevice(device, error);
    if (!handle)
        return error == LIBUSB_ERROR_ACCESS ? DeviceAccess::NoPermission : DeviceAccess::Unknown;
    if (const auto taken = isInterfaceTaken(place, interface))
        return *taken ? DeviceAccess::InUse : DeviceAccess::Free;
    return accessByClaim(handle.get(), interface);
}

void nameDevice(DeviceInfo &info)
{
    // Unique and the same next time, also where a camera has no serial number.
    const QString last = !info.serial.isEmpty()      ? info.serial
                         : !info.usb->guid.isEmpty() ? info.usb->guid
                                                     : info.address;
    info.id = QStringLiteral("USB:%1:%2").arg(info.vendor, last);
}

/// Two cameras that call themselves the same are told apart by where they are plugged in.
void separateTwins(QList<DeviceInfo> &devices)
{
    QList<DeviceInfo> before = devices;
    for (DeviceInfo &device : devices) {
        const auto same = [&device](const DeviceInfo &other) { return other.id == device.id; };
        if (std::count_if(before.cbegin(), before.cend(), same) > 1)
            device.id += QStringLiteral("@") + device.address;
    }
}

bool shareController(const UsbLink &a, const UsbLink &b)
{
    return a.controller.isEmpty() || b.controller.isEmpty() ? a.bus == b.bus : a.controller == b.controller;
}

void findSharers(QList<DeviceInfo> &devices)
{
    for (DeviceInfo &device : devices) {
        device.usb->sharesWith.clear();
        for (const DeviceInfo &other : std::as_const(devices)) {
            if (other.id != device.id && shareController(*device.usb, *other.usb))
                device.usb->sharesWith << displayName(other);
        }
    }
}

} // namespace

UsbDiscovery::UsbDiscovery(std::function<void()> changed) : m_changed(std::move(changed)), m_context(openUsbContext())
{
    if (!m_context || !libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG))
        return;
    const auto arrivedOrLeft = [](libusb_context *, libusb_device *, libusb_hotplug_event, void *self) {
        static_cast<UsbDiscovery *>(self)->m_changed();
        return 0; // stay registered
    };
    m_hotPlug = libusb_hotplug_register_callback(
                    m_context.get(), LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
                    LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, arrivedOrLeft, this,
                    &m_callback) == LIBUSB_SUCCESS;
    if (m_hotPlug)
        m_thread = std::thread([this] { handleEvents(); });
}

UsbDiscovery::~UsbDiscovery()
{
    if (!m_hotPlug)
        return;
    m_stopping = true;
    libusb_hotplug_deregister_callback(m_context.get(), m_callback); // also wakes the thread
    libusb_interrupt_event_handler(m_context.get());
    m_thread.join();
}

void UsbDiscovery::handleEvents()
{
    while (!m_stopping) {
        timeval patience{.tv_sec = 1, .tv_usec = 0};
        libusb_handle_events_timeout_completed(m_context.get(), &patience, nullptr);
    }
}

QList<DeviceInfo> UsbDiscovery::scan()
{
    QList<DeviceInfo> devices;
    if (!m_context)
        return devices;
    std::map<std::pair<int, int>, DeviceInfo> still;
    for (const UsbDevicePtr &device : listUsbDevices(m_context.get())) {
        const auto layout = visionLayout(device.get());
        if (!layout)
            continue;
        const std::pair key(libusb_get_bus_number(device.get()), libusb_get_device_address(device.get()));
        const auto known = m_known.find(key);
        DeviceInfo info = known != m_known.end() ? known->second : describe(device.get());
        info.access = accessTo(device.get(), info.address, layout->controlInterface);
        if (!info.usb->guid.isEmpty())
            still[key] = info;
        devices << info;
    }
    m_known.swap(still);
    separateTwins(devices);
    findSharers(devices);
    std::ranges::stable_sort(devices, {}, [](const DeviceInfo &d) { return std::pair(d.serial, d.id); });
    return devices;
}

DeviceInfo UsbDiscovery::describe(libusb_device *device)
{
    DeviceInfo info;
    info.transport = Transport::Usb;
    info.usb = usbLink(device);
    info.address = usbPlaceName(*info.usb);
    int error = 0;
    const auto layout = visionLayout(device);
    if (const UsbHandlePtr handle = openUsbDevice(device, error); handle && layout) {
        const UsbIdentity identity = readIdentity(handle.get(), *layout);
        info.vendor = identity.vendor;
        info.model = identity.model;
        info.serial = identity.serial;
        info.usb->guid = identity.guid;
        info.version = identity.version;
        info.userName = identity.userName;
    } else {
        // Not allowed to open it, but sysfs has what the kernel read when it was plugged in.
        info.vendor = usbAttribute(info.address, "manufacturer");
        info.model = usbAttribute(info.address, "product");
        info.serial = usbAttribute(info.address, "serial");
    }
    nameDevice(info);
    return info;
}

} // namespace mv
