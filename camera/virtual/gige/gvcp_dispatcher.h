// SPDX-License-Identifier: GPL-3.0-or-later
// From a command datagram to its answer.
#pragma once

#include "camera/virtual/gige/gige_device.h"
#include "camera/virtual/gige/gvcp_packet.h"

#include <deque>

namespace mv::vcam::gige {

/// What follows from a datagram.
struct GvcpOutcome
{
    std::vector<std::uint8_t> ack; ///< empty: no answer
    std::optional<ResendRequest> resend;
};

/// Checks a command by the standard's rules, executes it and words the answer. A write that arrives a second time with
/// the same id from the same peer (its acknowledge was lost) is answered again, not executed again; reads have no
/// effect and are simply repeated. No sockets, no clock of its own. Thread: control.
class GvcpDispatcher
{
public:
    explicit GvcpDispatcher(GigeDevice &device);

    /// @p broadcast: it did not come to the camera's own address; only DISCOVERY and FORCEIP may.
    GvcpOutcome handle(Peer peer, std::span<const std::uint8_t> datagram, bool broadcast, std::int64_t nowMs);

private:
    struct Reply
    {
        Status status;
        std::vector<std::uint8_t> payload = {};
    };
    struct Remembered
    {
        Peer peer;
        std::vector<std::uint8_t> request;
        std::vector<std::uint8_t> ack;
        std::int64_t atMs;
    };

    Reply execute(Peer peer, const GvcpRequest &request, std::int64_t nowMs);
    Reply readRegisters(Peer peer, std::span<const std::uint8_t> payload);
    Reply writeRegisters(Peer peer, std::span<const std::uint8_t> payload, std::int64_t nowMs);
    Reply readMemory(Peer peer, std::span<const std::uint8_t> payload);
    Reply writeMemory(Peer peer, std::span<const std::uint8_t> payload, std::int64_t nowMs);
    std::vector<std::uint8_t> forceIp(const GvcpRequest &request) const;
    const Remembered *recall(Peer peer, std::span<const std::uint8_t> datagram, std::int64_t nowMs) const;
    void remember(Remembered entry);

    GigeDevice &m_device;
    std::deque<Remembered> m_recent; ///< the last write of each of a few peers
};

} // namespace mv::vcam::gige
