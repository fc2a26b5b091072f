// SPDX-License-Identifier: GPL-3.0-or-later
// GenCP, the control protocol of USB3 Vision (little-endian; facts: docs/virtual-camera.md).
#pragma once

#include "camera/virtual/core/status.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mv::vcam::u3v {

inline constexpr std::size_t kGencpHeaderBytes = 12; ///< prefix32, flags or status16, command16, length16, id16
inline constexpr std::size_t kMaxCommandBytes = 1024, kMaxAckBytes = 1024;
inline constexpr std::size_t kMaxReadBytes = kMaxAckBytes - kGencpHeaderBytes;
inline constexpr std::uint16_t kFlagAckRequired = 0x4000;

inline constexpr std::uint32_t kEventPrefix = 0x45563355;   ///< "U3VE"
inline constexpr std::uint32_t kLeaderPrefix = 0x4C563355;  ///< "U3VL"
inline constexpr std::uint32_t kTrailerPrefix = 0x54563355; ///< "U3VT"

/// The acknowledge of a command has its code + 1.
enum class GencpCommand : std::uint16_t { ReadMem = 0x0800, WriteMem = 0x0802, PendingAck = 0x0805, Event = 0x0C00 };

/// A command as it came. The payload refers to the packet.
struct GencpRequest
{
    std::uint16_t flags = 0, command = 0, id = 0;
    bool lengthMatches = false; ///< what the header says is what came
    std::span<const std::uint8_t> payload;

    bool is(GencpCommand code) const { return command == std::uint16_t(code); }
    bool wantsAck() const { return flags & kFlagAckRequired; }
    /// The registers that a read or write is about: address and size; nothing of anything else, or if it is cut off.
    std::optional<std::pair<std::uint64_t, std::size_t>> memory() const;
};

/// Nothing if it is no GenCP command: there is nobody to answer then.
std::optional<GencpRequest> parseGencp(std::span<const std::uint8_t> packet);

std::vector<std::uint8_t> makeGencpAck(Status status, std::uint16_t command, std::uint16_t id,
                                       std::span<const std::uint8_t> payload = {});
std::vector<std::uint8_t> makeGencpPendingAck(std::uint16_t id, std::uint16_t waitMs);
/// A command of the camera's own, which wants no answer.
std::vector<std::uint8_t> makeGencpEvent(std::uint16_t id, std::span<const std::uint8_t> payload);

} // namespace mv::vcam::u3v
