// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises USB3 Vision cameras by their descriptors.
#include "camera/private/usb_vision.h"

#include "camera/private/gvcp_packet.h"

#include <array>
#include <cstddef>
#include <span>

namespace mv {

namespace {

constexpr std::uint8_t miscellaneous = 0xEF;
constexpr std::uint8_t visionSubclass = 0x05;
enum Protocol : std::uint8_t { controlProtocol = 0x00, eventProtocol = 0x01, streamProtocol = 0x02 };
// The control interface's class descriptor: 0x24, 0x01, three versions of 4 bytes … (USB3 Vision 1.1, table 3-7).
constexpr int guidOffset = 11;

/// Address of the first bulk endpoint in direction @p direction; 0 if there is none.
std::uint8_t bulkEndpoint(const libusb_interface_descriptor &interface, std::uint8_t direction)
{
    for (const auto &endpoint : std::span(interface.endpoint, interface.bNumEndpoints)) {
        if ((endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) == LIBUSB_TRANSFER_TYPE_BULK &&
            (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == direction)
            return endpoint.bEndpointAddress;
    }
    return 0;
}

void take(const libusb_interface_descriptor &interface, UsbVisionLayout &layout, bool &control, bool &stream)
{
    if (interface.bInterfaceClass != miscellaneous || interface.bInterfaceSubClass != visionSubclass)
        return;
    const std::uint8_t in = bulkEndpoint(interface, LIBUSB_ENDPOINT_IN);
    switch (interface.bInterfaceProtocol) {
    case controlProtocol:
        layout.controlInterface = interface.bInterfaceNumber;
        layout.controlIn = in;
        layout.controlOut = bulkEndpoint(interface, LIBUSB_ENDPOINT_OUT);
        if (interface.extra_length > guidOffset)
            layout.guidString = interface.extra[guidOffset];
        control = layout.controlIn != 0 && layout.controlOut != 0;
        break;
    case eventProtocol:
        if (in != 0)
            layout.eventInterface = interface.bInterfaceNumber;
        layout.eventIn = in;
        break;
    case streamProtocol:
        layout.streamInterface = interface.bInterfaceNumber;
        stream = in != 0;
        break;
    default:
        break;
    }
}

QString readString(libusb_device_handle *handle, std::uint8_t index)
{
    std::array<unsigned char, 256> text{};
    if (index == 0)
        return {};
    const int length = libusb_get_string_descriptor_ascii(handle, index, text.data(), static_cast<int>(text.size()));
    if (length <= 0)
        return {};
    // Shown in lists and terminals, so without what cannot be printed.
    return gvcp::registerText(std::as_bytes(std::span(text).first(static_cast<std::size_t>(length)))).trimmed();
}

} // namespace

std::optional<UsbVisionLayout> visionLayout(libusb_device *device)
{
    libusb_config_descriptor *config = nullptr;
    if (libusb_get_config_descriptor(device, 0, &config) != LIBUSB_SUCCESS)
        return std::nullopt;
    const UsbConfigPtr owner(config);
    UsbVisionLayout layout;
    bool control = false;
    bool stream = false;
    for (const libusb_interface &interface : std::span(config->interface, config->bNumInterfaces)) {
        for (const auto &setting : std::span(interface.altsetting, std::size_t(interface.num_altsetting)))
            take(setting, layout, control, stream);
    }
    return control && stream ? std::optional(layout) : std::nullopt;
}

UsbIdentity readIdentity(libusb_device_handle *handle, const UsbVisionLayout &layout)
{
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(libusb_get_device(handle), &descriptor) != LIBUSB_SUCCESS)
        return {};
    UsbIdentity identity;
    identity.vendor = readString(handle, descriptor.iManufacturer);
    identity.model = readString(handle, descriptor.iProduct);
    identity.serial = readString(handle, descriptor.iSerialNumber);
    identity.guid = readString(handle, layout.guidString);
    return identity;
}

} // namespace mv
