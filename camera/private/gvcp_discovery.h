// SPDX-License-Identifier: GPL-3.0-or-later
// One look around for GigE Vision cameras: ask, listen, sort out what was heard.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/gvcp_interfaces.h"
#include "camera/private/gvcp_packet.h"
#include "camera/private/gvcp_socket.h"

#include <QList>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace mv::gvcp {

/// Finds cameras by GVCP DISCOVERY: broadcast to 255.255.255.255 and to the subnet on every interface, and unicast to
/// those that were there before and have not answered. Keeps its socket and the ids of its questions for a while,
/// because a camera may delay its answer to a broadcast by up to 1 s (register Discovery ACK Delay): it then appears in
/// a later search. Opens no camera; the one register it reads is the control privilege (0xA00), to tell a busy one.
/// Thread: one (the finder's); blocking, at most about 0.5 s, less when @p stopFd becomes readable.
class Discovery
{
public:
    explicit Discovery(int stopFd) : m_stopFd(stopFd) {}

    struct Outcome
    {
        QList<DeviceInfo> devices;    ///< sorted by transport, then serial
        std::optional<Error> failure; ///< nobody could be asked
        bool stopped = false;         ///< ended early: the rest means nothing
    };
    /// Ask everyone; @p known are also asked directly if they stay silent.
    Outcome search(const QList<DeviceInfo> &known);
    /// Ask one address directly: a camera behind a router hears no broadcast.
    Outcome ask(std::uint32_t address);

    /// Datagrams that were no answer to a question of ours, since creation.
    std::uint64_t ignored() const { return m_ignored; }

private:
    using Clock = std::chrono::steady_clock;
    struct Question
    {
        HostInterface via;
        Clock::time_point asked;
    };
    struct Sighting
    {
        DiscoveryAck ack;
        HostInterface via;
        std::set<unsigned> seenOn; ///< indexes of all interfaces it answered on
        DeviceAccess access = DeviceAccess::Unknown;
    };

    std::optional<Error> begin();
    void askEveryone(int &sent, int &reason);
    void askDirectly(std::uint32_t address);
    std::uint16_t question(const HostInterface &via);
    std::uint16_t nextId();
    bool listen(Clock::time_point until, bool untilPrivilegesKnown);
    void take(const UdpSocket::Datagram &datagram);
    void takeDiscovery(const AckHeader &header, const UdpSocket::Datagram &datagram);
    void takePrivilege(const AckHeader &header, Packet packet);
    void ignore(const UdpSocket::Datagram &datagram);
    const HostInterface *interfaceOf(std::uint32_t hostAddress) const;
    bool isReachable(const Sighting &sighting) const;
    bool readPrivileges();
    Outcome outcome() const;

    const int m_stopFd;
    UdpSocket m_socket;
    std::vector<HostInterface> m_interfaces;
    std::map<std::uint16_t, Question> m_questions;  // DISCOVERY ids that may still be answered
    std::map<std::uint16_t, std::size_t> m_pending; // READREG ids -> position in m_sightings
    std::vector<Sighting> m_sightings;              // each camera once
    std::set<std::uint32_t> m_blamed;               // senders of garbage that were logged already
    std::uint64_t m_ignored = 0;
    std::uint16_t m_lastId = 0;
};

} // namespace mv::gvcp
