// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of event messages.
#include "camera/virtual/gige/event_message.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/gige/gvcp_packet.h"

namespace mv::vcam::gige {

namespace {
constexpr std::size_t kEntryBytes = 16;
constexpr std::size_t kFrameBytes = 8;
constexpr std::uint16_t kStreamChannel = 0;
constexpr std::uint16_t kNoStreamChannel = 0xFFFF;
} // namespace

std::vector<std::uint8_t> eventEntry(const DeviceEvent &event, std::uint16_t blockId)
{
    const EventKindRow &kind = event.row();
    std::vector<std::uint8_t> entry(kEntryBytes + (kind.hasFrame ? kFrameBytes : 0));
    const std::span bytes(entry);
    storeInteger(bytes.subspan(2, 2), kind.id, std::endian::big);
    storeInteger(bytes.subspan(4, 2), blockId == 0 ? kNoStreamChannel : kStreamChannel, std::endian::big);
    storeInteger(bytes.subspan(6, 2), blockId, std::endian::big);
    storeInteger(bytes.subspan(8, 8), event.timestampNs, std::endian::big);
    if (kind.hasFrame)
        storeInteger(bytes.subspan(kEntryBytes), event.frame.counter, std::endian::little);
    return entry;
}

bool acknowledges(std::span<const std::uint8_t> datagram, std::uint16_t command, std::uint16_t id)
{
    return datagram.size() >= kGvcpHeaderBytes &&
           loadInteger(datagram.subspan(2, 2), std::endian::big) == command + 1u &&
           loadInteger(datagram.subspan(6, 2), std::endian::big) == id;
}

} // namespace mv::vcam::gige
