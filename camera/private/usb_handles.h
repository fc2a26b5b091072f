// SPDX-License-Identifier: GPL-3.0-or-later
// Owning handles for libusb's things.
#pragma once

#include <libusb.h>

#include <memory>
#include <utility>
#include <vector>

namespace mv {

struct UsbDeleter
{
    void operator()(libusb_context *context) const { libusb_exit(context); }
    void operator()(libusb_device *device) const { libusb_unref_device(device); }
    void operator()(libusb_device_handle *handle) const { libusb_close(handle); }
    void operator()(libusb_config_descriptor *config) const { libusb_free_config_descriptor(config); }
    void operator()(libusb_transfer *transfer) const { libusb_free_transfer(transfer); }
};

/// A context is one view of the bus: devices and handles of one mean nothing in another. Thread: libusb's own rules
/// (any); devices and handles go before their context.
using UsbContextPtr = std::unique_ptr<libusb_context, UsbDeleter>;
using UsbDevicePtr = std::unique_ptr<libusb_device, UsbDeleter>;
using UsbHandlePtr = std::unique_ptr<libusb_device_handle, UsbDeleter>;
using UsbConfigPtr = std::unique_ptr<libusb_config_descriptor, UsbDeleter>;
using UsbTransferPtr = std::unique_ptr<libusb_transfer, UsbDeleter>;

/// nullptr where the system has no USB; @p error (libusb_error) says why.
inline UsbContextPtr openUsbContext(int *error = nullptr)
{
    libusb_context *context = nullptr;
    const int result = libusb_init(&context);
    if (error)
        *error = result;
    return UsbContextPtr(result == LIBUSB_SUCCESS ? context : nullptr);
}

/// Everything on all buses, hubs included.
inline std::vector<UsbDevicePtr> listUsbDevices(libusb_context *context)
{
    libusb_device **list = nullptr;
    std::vector<UsbDevicePtr> devices;
    const auto count = libusb_get_device_list(context, &list);
    for (ssize_t i = 0; i < count; ++i)
        devices.emplace_back(list[i]);
    if (list)
        libusb_free_device_list(list, 0); // the references are ours now
    return devices;
}

/// @p error gets the libusb_error.
inline UsbHandlePtr openUsbDevice(libusb_device *device, int &error)
{
    libusb_device_handle *handle = nullptr;
    error = libusb_open(device, &handle);
    return UsbHandlePtr(error == LIBUSB_SUCCESS ? handle : nullptr);
}

/// A claimed interface, released at the end.
class UsbClaim
{
public:
    UsbClaim() = default;
    UsbClaim(libusb_device_handle *handle, int interface)
        : m_handle(handle), m_interface(interface), m_error(libusb_claim_interface(handle, interface))
    {}
    UsbClaim(UsbClaim &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr)), m_interface(other.m_interface), m_error(other.m_error)
    {}
    UsbClaim &operator=(UsbClaim &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        std::swap(m_interface, other.m_interface);
        std::swap(m_error, other.m_error);
        return *this;
    }
    ~UsbClaim()
    {
        if (m_handle && m_error == LIBUSB_SUCCESS)
            libusb_release_interface(m_handle, m_interface);
    }

    /// A libusb_error; LIBUSB_ERROR_BUSY: another program has it.
    int error() const { return m_error; }

private:
    libusb_device_handle *m_handle = nullptr;
    int m_interface = 0;
    int m_error = LIBUSB_ERROR_OTHER;
};

} // namespace mv
