// SPDX-License-Identifier: GPL-3.0-or-later
// Where and how a stream channel sends.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mv::vcam::gige {

inline constexpr std::uint32_t kMinPacketSize = 576;
inline constexpr std::uint32_t kMaxPacketSize = 65'000;
inline constexpr std::size_t kIpUdpBytes = 28; ///< a packet size counts IP and UDP headers (SCPS register)
inline constexpr std::size_t kGvspHeaderBytes = 8;
inline constexpr std::uint32_t kMaxPacketDelayNs = 100'000'000;

/// The stream channel's registers, as the sender needs them. A value; thread: any.
struct StreamConfig
{
    std::uint32_t address = 0; ///< SCDA, host byte order
    std::uint16_t port = 0;    ///< SCP; 0 = closed
    std::uint32_t packetSize = kMaxPacketSize;
    std::uint32_t packetDelayNs = 0; ///< SCPD; the timestamp tick is 1 ns
    bool dontFragment = false;

    bool isOpen() const { return port != 0 && address != 0; }
    std::size_t payloadBytes() const { return packetSize - kIpUdpBytes - kGvspHeaderBytes; }
};

/// What register writes do to the stream. Thread: control.
class StreamControl
{
public:
    virtual ~StreamControl() = default;
    /// @p reopened: the host port was written, so that block ids begin at 1 again.
    virtual void configure(const StreamConfig &config, bool reopened) = 0;
    virtual void fireTestPacket(const StreamConfig &config) = 0;
    virtual std::uint16_t sourcePort() const = 0;
};

} // namespace mv::vcam::gige
