// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP, the control protocol of GigE Vision: datagrams in and out (UDP 3956, big-endian; facts:
// docs/virtual-camera.md).
#pragma once

#include "camera/virtual/core/status.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mv::vcam::gige {

inline constexpr std::uint16_t kGvcpPort = 3956;
inline constexpr std::size_t kGvcpHeaderBytes = 8;
inline constexpr std::size_t kMaxGvcpPayload = 540;  ///< the standard's limit: 576-byte IP packets
inline constexpr std::size_t kMaxMemoryBytes = 536;  ///< of one READMEM or WRITEMEM
inline constexpr std::size_t kDiscoveryBytes = 0xF8; ///< a discovery answer is the start of the register space

enum class Command : std::uint16_t {
    Discovery = 0x0002,
    ForceIp = 0x0004,
    PacketResend = 0x0040,
    ReadReg = 0x0080,
    WriteReg = 0x0082,
    ReadMem = 0x0084,
    WriteMem = 0x0086,
    PendingAck = 0x0089,
    Event = 0x00C0, ///< the camera's own commands, on the message channel
    EventData = 0x00C2,
};

inline constexpr std::uint8_t kFlagAckRequired = 0x01;
inline constexpr std::uint8_t kFlagExtendedId = 0x10; ///< PACKETRESEND with 64-bit block ids

/// A command datagram, taken apart. Refers to the datagram's bytes. A value; thread: any.
struct GvcpRequest
{
    std::uint8_t flags;
    std::uint16_t command; ///< not every number is a Command
    std::uint16_t id;
    bool lengthMatches; ///< the header's length field is the payload's length
    std::span<const std::uint8_t> payload;

    bool wantsAck() const { return flags & kFlagAckRequired; }
    bool is(Command wanted) const { return command == std::uint16_t(wanted); }
    bool isRegisterAccess() const;
};

/// A command of the camera's own.
std::vector<std::uint8_t> makeCommand(Command command, std::uint8_t flags, std::uint16_t id,
                                      std::span<const std::uint8_t> payload);

/// Nothing if it is no GVCP command at all (too short, or another key byte than 0x42): such datagrams get no answer.
std::optional<GvcpRequest> parseRequest(std::span<const std::uint8_t> datagram);

/// An acknowledge; its command code is the request's plus one, whatever that is.
std::vector<std::uint8_t> makeAck(Status status, std::uint16_t requestCommand, std::uint16_t id,
                                  std::span<const std::uint8_t> payload = {});
/// "Not done yet, wait another @p milliseconds."
std::vector<std::uint8_t> makePendingAck(std::uint16_t id, std::uint16_t milliseconds);

/// What a PACKETRESEND asks for. A value; thread: any.
struct ResendRequest
{
    std::uint64_t blockId;
    std::uint32_t firstPacket;
    std::uint32_t lastPacket;
};
/// Nothing if malformed, or for another stream channel than 0.
std::optional<ResendRequest> parseResend(const GvcpRequest &request);

} // namespace mv::vcam::gige
