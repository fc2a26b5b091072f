// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of USB 3.2, chapter 9.
#include "camera/virtual/u3v/endpoint_zero.h"

#include "camera/virtual/u3v/usb_descriptors.h"

#include <algorithm>

namespace mv::vcam::u3v {

namespace {

enum Recipient : std::uint8_t { kToDevice = 0, kToInterface = 1, kToEndpoint = 2 };
enum Request : std::uint8_t {
    kGetStatus = 0,
    kClearFeature = 1,
    kSetFeature = 3,
    kGetDescriptor = 6,
    kGetConfiguration = 8,
    kSetConfiguration = 9,
    kGetInterface = 10,
    kSetInterface = 11,
    kSetSel = 48,
    kSetIsochDelay = 49
};
constexpr std::uint16_t kEndpointHalt = 0;

using Bytes = std::vector<std::uint8_t>;

TransferResult reply(const UsbSetup &setup, Bytes bytes)
{
    if (bytes.empty())
        return {kStalled};
    bytes.resize(std::min<std::size_t>(bytes.size(), setup.length));
    return {kTransferDone, {sliceOf(std::move(bytes))}};
}

TransferResult accept(bool known)
{
    return {known ? kTransferDone : kStalled};
}

Bytes descriptor(const UsbSetup &setup, UsbSpeed speed, const DeviceTexts &texts)
{
    const unsigned index = setup.value & 0xFF;
    switch (setup.value >> 8) {
    case 1:
        return makeIdentity(speed).device;
    case 2:
        return index == 0 ? makeIdentity(speed).configuration : Bytes();
    case 3:
        return stringDescriptor(index, texts);
    case 15:
        return bosDescriptor();
    default:
        return {};
    }
}

TransferResult toEndpoint(const UsbSetup &setup, EndpointHalts &halts)
{
    const auto endpoint = std::uint8_t(setup.index);
    const bool known = halts.hasEndpoint(endpoint);
    if (setup.request == kGetStatus && known)
        return reply(setup, {std::uint8_t(halts.halted(endpoint)), 0});
    const bool sets = setup.request == kSetFeature;
    if (!known || setup.value != kEndpointHalt || (!sets && setup.request != kClearFeature))
        return {kStalled};
    halts.setHalted(endpoint, sets);
    return {};
}

} // namespace

TransferResult answerSetup(const UsbSetup &setup, UsbSpeed speed, const DeviceTexts &texts, EndpointHalts &halts)
{
    if (setup.requestType & 0x60) // class and vendor requests: none
        return {kStalled};
    const std::uint8_t recipient = setup.requestType & 0x1F;
    if (recipient == kToEndpoint)
        return toEndpoint(setup, halts);
    switch (setup.request) {
    case kGetDescriptor:
        return reply(setup, descriptor(setup, speed, texts));
    case kGetStatus:
        return reply(setup, {0, 0});
    case kGetConfiguration:
        return reply(setup, {1});
    case kGetInterface:
        return setup.index < kInterfaces ? reply(setup, {0}) : TransferResult{kStalled};
    case kSetInterface:
        return accept(setup.index < kInterfaces && setup.value == 0);
    case kSetConfiguration:
        return accept(setup.value <= 1);
    case kSetFeature: // of the device: what has to do with power
    case kClearFeature:
    case kSetSel:
    case kSetIsochDelay:
        return {};
    default:
        return {kStalled};
    }
}

} // namespace mv::vcam::u3v
