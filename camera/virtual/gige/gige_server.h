// SPDX-License-Identifier: GPL-3.0-or-later
// A camera on a network: the sockets and the control thread of a GigE Vision device.
#pragma once

#include "camera/virtual/gige/gvcp_dispatcher.h"
#include "camera/virtual/gige/stream_sender.h"

#include <memory>
#include <random>
#include <string>

namespace mv::vcam::gige {

/// Serves one camera at one IPv4 address: GVCP at port 3956, GVSP from a port of its own, and discovery broadcasts on
/// that address's network interface only. Owns the control thread and, through the sender, the stream thread.
class GigeServer
{
public:
    /// @p address must be one of this machine. The camera must outlive the server.
    GigeServer(Camera &camera, std::uint32_t address);
    ~GigeServer();

    /// A sentence saying why not, or nothing. Serves from then on until stop().
    std::optional<std::string> start();
    void stop();

    /// Broadcasts that cannot be heard (somebody else has the address to himself), as sentences for people; after
    /// start().
    const std::vector<std::string> &warnings() const { return m_warnings; }
    const NetworkIdentity &identity() const { return m_identity; }

private:
    struct Deferred
    {
        std::int64_t dueMs;
        UdpSocket::Datagram datagram;
    };

    void listenForBroadcasts(const std::string &interface);
    void run();
    int pollTimeoutMs(std::int64_t nowMs) const;
    void drain(UdpSocket &socket, bool broadcast);
    void onDatagram(UdpSocket::Datagram datagram, bool broadcast);
    void serve(const UdpSocket::Datagram &datagram, bool broadcast);
    bool defer(const UdpSocket::Datagram &datagram, const GvcpRequest &request);
    void serveDeferred();
    bool maySendResend(Peer peer) const;
    bool answerDiscoveryFault(Peer peer, const GvcpRequest &request);

    Camera &m_camera;
    NetworkIdentity m_identity;
    StreamSender m_sender;
    std::unique_ptr<GigeDevice> m_device;
    std::unique_ptr<GvcpDispatcher> m_dispatcher;
    UdpSocket m_control;
    std::vector<std::unique_ptr<UdpSocket>> m_broadcasts;
    std::vector<std::string> m_warnings;
    std::deque<Deferred> m_deferred; ///< register accesses that the fault VirtualFaultRegisterDelay holds back
    std::minstd_rand m_random;
    int m_wake = -1; ///< eventfd that ends the control thread
    std::thread m_thread;
};

} // namespace mv::vcam::gige
