// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera does wrong on purpose (category VirtualFault).
#pragma once

#include <cstdint>

namespace mv::vcam {

enum class XmlFault : std::int64_t { None = 0, Missing = 1, Broken = 2, NotZip = 3 };
enum class DiscoveryFault : std::int64_t { None = 0, Garbage = 1, Silent = 2 };
/// Of the packets that begin and end a frame. Missing: never sent. Corrupt: every byte inverted. Truncated: the first
/// half.
enum class PacketFault : std::int64_t { None = 0, Missing = 1, Corrupt = 2, Truncated = 3 };
/// How an access to a register is answered.
enum class RegisterFault : std::int64_t {
    None = 0,
    Slow = 1,        ///< late, but in time for a client that waits half a second
    Refuse = 2,      ///< ACCESS_DENIED
    Late = 3,        ///< after the client has given up
    WrongId = 4,     ///< as the answer to another request
    Silent = 5,      ///< never
    PendingStorm = 6 ///< with a hundred pending-acknowledges first
};

inline constexpr std::int64_t kLateMs = 4000; ///< RegisterFault::Late; clients ask again, and give up after 3 s or less
inline constexpr std::int64_t kStormMs = 500; ///< RegisterFault::PendingStorm: until the answer
inline constexpr int kStormAcks = 100;

/// The wire carries most of them out. A value; thread: any.
struct Faults
{
    std::uint32_t registerDelayMs = 0; ///< every register access is answered this much later
    bool pendingAck = true;            ///< a delayed answer is announced by a pending-acknowledge
    std::uint32_t packetLossPerMille = 0;
    std::uint32_t packetReorderPerMille = 0; ///< packets that change places with the next
    XmlFault xml = XmlFault::None;
    DiscoveryFault discovery = DiscoveryFault::None;
    PacketFault leader = PacketFault::None;
    PacketFault trailer = PacketFault::None;
    bool bitFlip = false;     ///< one bit of each image
    bool streamStall = false; ///< frames are exposed and none is sent
    RegisterFault registerMode = RegisterFault::None;
    std::uint32_t registerAddress = 0; ///< that registerMode is about; 0: all
    bool heartbeatIgnored = false;
    std::uint32_t thefts = 0;       ///< how often somebody was told to take the control
    std::uint32_t silenceMs = 2000; ///< how long the bus is silent
    std::int64_t silentUntilNs = 0; ///< on the clock of the camera's inside
    bool silent = false;            ///< filled in by Camera::faults(): at present
    bool payloadZero = false;
    bool firmware = false; ///< as after a change of the firmware
};

} // namespace mv::vcam
