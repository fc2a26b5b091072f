// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of GVCP datagrams.
#include "camera/virtual/gige/gvcp_packet.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>

namespace mv::vcam::gige {

namespace {

constexpr std::uint8_t kCommandKey = 0x42;
constexpr auto kBig = std::endian::big;

std::vector<std::uint8_t> makeHeader(Status status, std::uint16_t command, std::uint16_t id, std::size_t payloadBytes)
{
    std::vector<std::uint8_t> datagram(kGvcpHeaderBytes);
    const std::span header(datagram);
    storeInteger(header.subspan(0, 2), std::uint16_t(status), kBig);
    storeInteger(header.subspan(2, 2), command, kBig);
    storeInteger(header.subspan(4, 2), payloadBytes, kBig);
    storeInteger(header.subspan(6, 2), id, kBig);
    return datagram;
}

} // namespace

bool GvcpRequest::isRegisterAccess() const
{
    return is(Command::ReadReg) || is(Command::WriteReg) || is(Command::ReadMem) || is(Command::WriteMem);
}

std::optional<GvcpRequest> parseRequest(std::span<const std::uint8_t> datagram)
{
    if (datagram.size() < kGvcpHeaderBytes || datagram[0] != kCommandKey)
        return std::nullopt;
    GvcpRequest request{};
    request.flags = datagram[1];
    request.command = std::uint16_t(loadInteger(datagram.subspan(2, 2), kBig));
    request.id = std::uint16_t(loadInteger(datagram.subspan(6, 2), kBig));
    request.payload = datagram.subspan(kGvcpHeaderBytes);
    request.lengthMatches = loadInteger(datagram.subspan(4, 2), kBig) == request.payload.size();
    return request;
}

std::vector<std::uint8_t> makeCommand(Command command, std::uint8_t flags, std::uint16_t id,
                                      std::span<const std::uint8_t> payload)
{
    // As an acknowledge, but for the first two bytes.
    auto datagram = makeHeader(Status(kCommandKey << 8 | flags), std::uint16_t(command), id, payload.size());
    datagram.insert(datagram.end(), payload.begin(), payload.end());
    return datagram;
}

std::vector<std::uint8_t> makeAck(Status status, std::uint16_t requestCommand, std::uint16_t id,
                                  std::span<const std::uint8_t> payload)
{
    auto datagram = makeHeader(status, std::uint16_t(requestCommand + 1), id, payload.size());
    datagram.insert(datagram.end(), payload.begin(), payload.end());
    return datagram;
}

std::vector<std::uint8_t> makePendingAck(std::uint16_t id, std::uint16_t milliseconds)
{
    constexpr std::size_t kBytes = 4; // reserved16, milliseconds16
    auto datagram = makeHeader(Status::Success, std::uint16_t(Command::PendingAck), id, kBytes);
    datagram.resize(kGvcpHeaderBytes + kBytes);
    storeInteger(std::span(datagram).last(2), milliseconds, kBig);
    return datagram;
}

std::optional<ResendRequest> parseResend(const GvcpRequest &request)
{
    // channel16, block16, first32, last32; with extended ids block16 is reserved and a block64 follows.
    const bool extended = request.flags & kFlagExtendedId;
    const auto p = request.payload;
    if (!request.lengthMatches || p.size() != (extended ? 20u : 12u) || loadInteger(p.first(2), kBig) != 0)
        return std::nullopt;
    ResendRequest resend{};
    resend.blockId = loadInteger(extended ? p.subspan(12, 8) : p.subspan(2, 2), kBig);
    resend.firstPacket = std::uint32_t(loadInteger(p.subspan(4, 4), kBig));
    resend.lastPacket = std::uint32_t(loadInteger(p.subspan(8, 4), kBig));
    if (!extended) { // packet ids have 24 bits
        resend.firstPacket &= 0xFFFFFF;
        resend.lastPacket &= 0xFFFFFF;
    }
    return resend.firstPacket <= resend.lastPacket ? std::optional(resend) : std::nullopt;
}

} // namespace mv::vcam::gige
