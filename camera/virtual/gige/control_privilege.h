// SPDX-License-Identifier: GPL-3.0-or-later
// Who controls the camera, and until when: the CCP register and the heartbeat.
#pragma once

#include "camera/virtual/core/status.h"
#include "camera/virtual/gige/peer.h"

#include <optional>

namespace mv::vcam::gige {

/// One application at a time may write. It loses the privilege when it has not been heard of for the heartbeat time.
/// Thread: control.
class ControlPrivilege
{
public:
    static constexpr std::uint32_t kExclusive = 1; ///< nobody else may even read
    static constexpr std::uint32_t kControl = 2;
    static constexpr std::uint32_t kMinHeartbeatMs = 500;
    static constexpr std::uint32_t kMaxHeartbeatMs = 3'600'000;

    std::uint32_t heartbeatMs = 3000;
    bool heartbeatDisabled = false;
    bool deaf = false; ///< the fault VirtualFaultHeartbeatIgnored: nothing that is heard counts

    std::uint32_t value() const { return m_value; }
    std::optional<Peer> holder() const { return m_holder; }
    bool mayRead(Peer peer) const { return !(m_value & kExclusive) || m_holder == peer; }
    bool mayWrite(Peer peer) const { return m_holder == peer; }

    /// A write to CCP. 0 gives the privilege back.
    Status request(Peer peer, std::uint32_t value, std::int64_t nowMs);
    /// A command from @p peer has arrived.
    void heard(Peer peer, std::int64_t nowMs);
    /// Takes the privilege from a holder that is overdue; true if that happened.
    bool expire(std::int64_t nowMs);
    /// The fault VirtualFaultControlStolen: an application that is never heard of has the camera for itself, until its
    /// heartbeat is overdue.
    void steal(std::int64_t nowMs);
    /// When expire() is worth calling.
    std::optional<std::int64_t> deadlineMs() const;

private:
    std::uint32_t m_value = 0;
    std::optional<Peer> m_holder;
    std::int64_t m_lastHeardMs = 0;
};

} // namespace mv::vcam::gige
