// SPDX-License-Identifier: GPL-3.0-or-later
// Where and how the message channel sends.
#pragma once

#include <cstdint>

namespace mv::vcam::gige {

inline constexpr std::uint32_t kMaxMessageTimeoutMs = 60'000;
inline constexpr std::uint32_t kMaxMessageRetries = 100;

/// The message channel's registers, as the sender needs them. A value; thread: any.
struct MessageConfig
{
    std::uint32_t address = 0;     ///< MCDA, host byte order
    std::uint16_t port = 0;        ///< MCP; 0 = closed
    std::uint32_t timeoutMs = 300; ///< MCTT: wait for an acknowledge; 0: none is asked for
    std::uint32_t retries = 3;     ///< MCRC: transmissions after the first

    bool isOpen() const { return port != 0 && address != 0; }
};

/// What register writes do to the message channel. Thread: control.
class MessageControl
{
public:
    virtual ~MessageControl() = default;
    /// A message that waits for its acknowledge is given up.
    virtual void configure(const MessageConfig &config) = 0;
    virtual std::uint16_t sourcePort() const = 0;
};

} // namespace mv::vcam::gige
