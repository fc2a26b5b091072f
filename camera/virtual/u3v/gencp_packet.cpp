// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of GenCP packets.
#include "camera/virtual/u3v/gencp_packet.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>

namespace mv::vcam::u3v {

namespace {

constexpr std::uint32_t kControlPrefix = 0x43563355; // "U3VC"
constexpr auto kLittle = std::endian::little;

std::uint64_t load(std::span<const std::uint8_t> bytes, std::size_t offset, std::size_t size)
{
    return loadInteger(bytes.subspan(offset, size), kLittle);
}

std::vector<std::uint8_t> makePacket(std::uint32_t prefix, std::uint16_t flags, std::uint16_t command, std::uint16_t id,
                                     std::span<const std::uint8_t> payload)
{
    std::vector<std::uint8_t> packet(kGencpHeaderBytes + payload.size());
    const std::span header(packet);
    storeInteger(header.subspan(0, 4), prefix, kLittle);
    storeInteger(header.subspan(4, 2), flags, kLittle);
    storeInteger(header.subspan(6, 2), command, kLittle);
    storeInteger(header.subspan(8, 2), payload.size(), kLittle);
    storeInteger(header.subspan(10, 2), id, kLittle);
    std::ranges::copy(payload, packet.begin() + kGencpHeaderBytes);
    return packet;
}

} // namespace

std::optional<std::pair<std::uint64_t, std::size_t>> GencpRequest::memory() const
{
    if (is(GencpCommand::ReadMem) && payload.size() >= 12)
        return std::pair(load(payload, 0, 8), std::size_t(load(payload, 10, 2)));
    if (is(GencpCommand::WriteMem) && payload.size() >= 8)
        return std::pair(load(payload, 0, 8), payload.size() - 8);
    return std::nullopt;
}

std::optional<GencpRequest> parseGencp(std::span<const std::uint8_t> packet)
{
    if (packet.size() < kGencpHeaderBytes || load(packet, 0, 4) != kControlPrefix)
        return std::nullopt;
    GencpRequest request;
    request.flags = std::uint16_t(load(packet, 4, 2));
    request.command = std::uint16_t(load(packet, 6, 2));
    request.id = std::uint16_t(load(packet, 10, 2));
    request.payload = packet.subspan(kGencpHeaderBytes);
    request.lengthMatches = load(packet, 8, 2) == request.payload.size();
    return request;
}

std::vector<std::uint8_t> makeGencpAck(Status status, std::uint16_t command, std::uint16_t id,
                                       std::span<const std::uint8_t> payload)
{
    return makePacket(kControlPrefix, std::uint16_t(status), std::uint16_t(command + 1), id, payload);
}

std::vector<std::uint8_t> makeGencpPendingAck(std::uint16_t id, std::uint16_t waitMs)
{
    std::uint8_t payload[4] = {}; // reserved16, ms16
    storeInteger(std::span(payload).subspan(2), waitMs, kLittle);
    return makePacket(kControlPrefix, 0, std::uint16_t(GencpCommand::PendingAck), id, payload);
}

std::vector<std::uint8_t> makeGencpEvent(std::uint16_t id, std::span<const std::uint8_t> payload)
{
    return makePacket(kEventPrefix, 0, std::uint16_t(GencpCommand::Event), id, payload);
}

} // namespace mv::vcam::u3v
