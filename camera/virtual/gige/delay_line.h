// SPDX-License-Identifier: GPL-3.0-or-later
// The fault VirtualFaultRegisterDelay: requests that wait for their turn.
#pragma once

#include "camera/virtual/gige/udp_socket.h"

namespace mv::vcam::gige {

/// Works through the requests of a peer one after the other, each taking its time, as a slow device does. Peers do not
/// wait for each other: any program that looks for cameras may read a register, and would hold up the controller.
/// Thread: control.
class DelayLine
{
public:
    /// Queues @p datagram; one that waits already, or that finds the queue full, is not queued again. When it will be
    /// answered, in ms on the caller's clock.
    std::int64_t put(const UdpSocket::Datagram &datagram, std::int64_t delayMs, std::int64_t nowMs);
    /// The next request whose time has come.
    std::optional<UdpSocket::Datagram> take(std::int64_t nowMs);
    std::optional<std::int64_t> nextDueMs() const;

private:
    static constexpr std::size_t kLongest = 256;

    struct Waiting
    {
        std::int64_t dueMs;
        UdpSocket::Datagram datagram;
    };
    std::vector<Waiting> m_waiting; ///< the next to be answered is the last
};

} // namespace mv::vcam::gige
