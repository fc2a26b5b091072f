// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors (USB 3.2, chapter 9; USB3 Vision: class 0xEF, subclass 0x05).
#include "camera/virtual/u3v/usb_descriptors.h"

#include <cstdio>
#include <iconv.h>

namespace mv::vcam::u3v {

namespace {

using Bytes = std::vector<std::uint8_t>;

enum DescriptorType : std::uint8_t {
    kDevice = 1,
    kConfiguration = 2,
    kString = 3,
    kInterface = 4,
    kEndpoint = 5,
    kAssociation = 11,
    kBos = 15,
    kCapability = 16,
    kClassInterface = 0x24,
    kCompanion = 48
};
enum StringIndex : std::uint8_t {
    kLanguages = 0,
    kVendorText,
    kProductText,
    kSerialText,
    kGuidText,
    kFamilyText,
    kVersionText,
    kUserNameText
};

constexpr std::uint8_t kMiscellaneous = 0xEF, kVision = 0x05;
constexpr std::uint8_t kControlProtocol = 0, kEventProtocol = 1, kStreamProtocol = 2;
constexpr std::uint8_t kBulk = 2;
constexpr std::uint16_t kEnglish = 0x0409;
constexpr char kFamilyName[] = "Virtual";

/// Appends @p body with its length and type before it.
void append(Bytes &to, DescriptorType type, const Bytes &body)
{
    to.push_back(std::uint8_t(body.size() + 2));
    to.push_back(type);
    to.insert(to.end(), body.begin(), body.end());
}

std::uint8_t low(std::size_t value)
{
    return std::uint8_t(value & 0xFF);
}

std::uint8_t high(std::size_t value)
{
    return std::uint8_t(value >> 8 & 0xFF);
}

void appendEndpoint(Bytes &to, std::uint8_t address, UsbSpeed speed)
{
    const std::size_t packet = packetBytes(speed);
    append(to, kEndpoint, {address, kBulk, low(packet), high(packet), 0});
    if (speed == UsbSpeed::Super) {
        const std::uint8_t burst = address == kStreamEndpoint ? 15 : 0; // packets in a row, less one
        append(to, kCompanion, {burst, 0, 0, 0});
    }
}

void appendInterface(Bytes &to, unsigned number, std::uint8_t protocol, const std::vector<std::uint8_t> &endpoints,
                     UsbSpeed speed)
{
    append(to, kInterface,
           {std::uint8_t(number), 0, std::uint8_t(endpoints.size()), kMiscellaneous, kVision, protocol, 0});
    if (protocol == kControlProtocol) {
        // Subtype; versions of GenCP and USB3 Vision (minor16, major16: 1.0); texts: GUID, vendor, model, family,
        // device version, manufacturer info, serial number, user-defined name; speeds: low, full, high, super.
        append(to, kClassInterface,
               {1, 0, 0, 1, 0, 0, 0, 1, 0, kGuidText, kVendorText, kProductText, kFamilyText, kVersionText, 0,
                kSerialText, kUserNameText, 0x0C});
    }
    for (const std::uint8_t endpoint : endpoints)
        appendEndpoint(to, endpoint, speed);
}

/// @p text is UTF-8; what follows a byte that is not is left out, and what is too long for a descriptor.
Bytes utf16Of(std::string text)
{
    constexpr std::size_t kLongest = 252; // a descriptor has 255 at most, and two go before
    Bytes bytes(kLongest);
    iconv_t converter = ::iconv_open("UTF-16LE", "UTF-8");
    char *from = text.data(), *to = reinterpret_cast<char *>(bytes.data());
    std::size_t left = text.size(), room = bytes.size();
    ::iconv(converter, &from, &left, &to, &room);
    ::iconv_close(converter);
    bytes.resize(kLongest - room);
    return bytes;
}

Bytes deviceDescriptor(UsbSpeed speed)
{
    const bool super = speed == UsbSpeed::Super;
    Bytes bytes;
    append(bytes, kDevice,
           {low(super ? 0x0320 : 0x0210), high(super ? 0x0320 : 0x0210), kMiscellaneous, 2, 1,
            std::uint8_t(super ? 9 : 64), // of endpoint 0: SuperSpeed has the exponent
            low(kVendorId), high(kVendorId), low(kProductId), high(kProductId), 0x00, 0x01, kVendorText, kProductText,
            kSerialText, 1});
    return bytes;
}

Bytes configurationDescriptor(UsbSpeed speed)
{
    Bytes parts;
    append(parts, kAssociation, {0, kInterfaces, kMiscellaneous, kVision, 0, 0});
    appendInterface(parts, kControlInterface, kControlProtocol, {kCommandEndpoint, kAckEndpoint}, speed);
    appendInterface(parts, kEventInterface, kEventProtocol, {kEventEndpoint}, speed);
    appendInterface(parts, kStreamInterface, kStreamProtocol, {kStreamEndpoint}, speed);
    constexpr std::size_t kHeaderBytes = 9;
    const std::size_t total = kHeaderBytes + parts.size();
    const std::uint8_t power = speed == UsbSpeed::Super ? 112 : 250; // 896 mA in steps of 8, 500 mA in steps of 2
    Bytes bytes;
    append(bytes, kConfiguration, {low(total), high(total), kInterfaces, 1, 0, 0x80, power});
    bytes.insert(bytes.end(), parts.begin(), parts.end());
    return bytes;
}

} // namespace

std::size_t packetBytes(UsbSpeed speed)
{
    return speed == UsbSpeed::Super ? 1024 : 512;
}

unsigned interfaceOf(std::uint8_t endpoint)
{
    if (endpoint == kEventEndpoint)
        return kEventInterface;
    return endpoint == kStreamEndpoint ? kStreamInterface : kControlInterface;
}

std::string guidOf(const std::string &serial)
{
    std::uint32_t hash = 2166136261u; // FNV-1a
    for (const char c : serial)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    char text[13];
    std::snprintf(text, sizeof text, "%04X%08X", unsigned(kVendorId), unsigned(hash));
    return text;
}

UsbIdentity makeIdentity(UsbSpeed speed)
{
    return {speed, deviceDescriptor(speed), configurationDescriptor(speed)};
}

std::vector<std::uint8_t> bosDescriptor()
{
    Bytes capabilities;
    append(capabilities, kCapability, {2, 0x02, 0, 0, 0}); // USB 2.0 extension: link power management
    // SuperSpeed: full, high and super; all functions from high speed on; exit latencies.
    append(capabilities, kCapability, {3, 0, 0x0E, 0, 2, 10, 0xFF, 0x07});
    constexpr std::size_t kHeaderBytes = 5;
    const std::size_t total = kHeaderBytes + capabilities.size();
    Bytes bytes;
    append(bytes, kBos, {low(total), high(total), 2});
    bytes.insert(bytes.end(), capabilities.begin(), capabilities.end());
    return bytes;
}

std::vector<std::uint8_t> stringDescriptor(unsigned index, const DeviceTexts &device)
{
    const std::string texts[] = {{},          kVendorName,    device.model,   device.serial, guidOf(device.serial),
                                 kFamilyName, device.version, device.userName};
    if (index >= std::size(texts))
        return {};
    const Bytes body = index == kLanguages ? Bytes{low(kEnglish), high(kEnglish)} : utf16Of(texts[index]);
    Bytes bytes;
    append(bytes, kString, body);
    return bytes;
}

} // namespace mv::vcam::u3v
