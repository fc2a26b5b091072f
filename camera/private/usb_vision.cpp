// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises USB3 Vision cameras by their descriptors.
#include "camera/private/usb_vision.h"

#include "camera/private/gvcp_packet.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace mv {

namespace {

constexpr std::uint8_t miscellaneous = 0xEF;
constexpr std::uint8_t visionSubclass = 0x05;
enum Protocol : std::uint8_t { controlProtocol = 0x00, eventProtocol = 0x01, streamProtocol = 0x02 };
// The control interface's class descriptor: length, 0x24, 0x01, versions of GenCP and USB3 Vision of 4 bytes each, then
// an index of a string each: GUID, vendor, model, family, version, manufacturer's, serial, user's (USB3 Vision 1.1,
// table 3-7).
constexpr int guidOffset = 11, versionOffset = 15, userNameOffset = 18;

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

std::uint8_t byteAt(const libusb_interface_descriptor &interface, int offset)
{
    return offset < interface.extra_length ? interface.extra[offset] : std::uint8_t(0);
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
        layout.guidString = byteAt(interface, guidOffset);
        layout.versionString = byteAt(interface, versionOffset);
        layout.userNameString = byteAt(interface, userNameOffset);
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

QString readString(libusb_device_handle *handle, std::uint16_t language, std::uint8_t index)
{
    std::array<unsigned char, 256> bytes{};
    constexpr int header = 2;
    if (index == 0)
        return {};
    const int length = libusb_get_string_descriptor(handle, index, language, bytes.data(), int(bytes.size()));
    if (length <= header || bytes[1] != LIBUSB_DT_STRING)
        return {};
    QStringDecoder utf16(QStringDecoder::Utf16LE);
    const auto size = std::clamp<qsizetype>(bytes[0], header, length) - header;
    const QString text = utf16(QByteArrayView(bytes.data() + header, size));
    // Shown in lists and terminals, so without what cannot be printed.
    const QByteArray utf8 = text.toUtf8();
    return gvcp::registerText(std::as_bytes(std::span(utf8.constData(), std::size_t(utf8.size()))));
}

/// A device may have its texts in several; cameras have one.
std::uint16_t firstLanguage(libusb_device_handle *handle)
{
    constexpr std::uint16_t english = 0x0409;
    std::array<unsigned char, 256> bytes{};
    const int length = libusb_get_string_descriptor(handle, 0, 0, bytes.data(), int(bytes.size()));
    return length >= 4 ? std::uint16_t(bytes[2] | bytes[3] << 8) : english;
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
    const auto text = [handle, language = firstLanguage(handle)](std::uint8_t index) {
        return readString(handle, language, index);
    };
    return {.vendor = text(descriptor.iManufacturer),
            .model = text(descriptor.iProduct),
            .serial = text(descriptor.iSerialNumber),
            .guid = text(layout.guidString),
            .version = text(layout.versionString),
            .userName = text(layout.userNameString)};
}

} // namespace mv
