// SPDX-License-Identifier: GPL-3.0-or-later
// The control thread of a GigE Vision camera.
#pragma once

#include "camera/virtual/gige/delay_line.h"
#include "camera/virtual/gige/gvcp_dispatcher.h"

#include <memory>
#include <random>
#include <thread>

namespace mv::vcam {
enum class DiscoveryFault : std::int64_t;
}

namespace mv::vcam::gige {

class StreamSender;

/// Receives GVCP datagrams, has them answered, watches the heartbeat; carries out the faults of the control channel.
/// Owns the sockets and one thread.
class ControlLoop
{
public:
    ControlLoop(GigeDevice &device, StreamSender &sender);
    ~ControlLoop();

    /// Binds the camera's own address. 0, or errno.
    int listen();
    /// Hears broadcasts to @p address on @p interface. 0, or errno: the camera can do without.
    int listenForBroadcasts(std::uint32_t address, const std::string &interface);
    /// Starts the thread. 0, or errno.
    int start();
    void stop();

private:
    void run();
    int pollTimeoutMs(std::int64_t nowMs) const;
    void drain(UdpSocket &socket, bool broadcast);
    void onDatagram(const UdpSocket::Datagram &datagram, bool broadcast);
    void serve(const UdpSocket::Datagram &datagram, bool broadcast);
    bool misbehave(const UdpSocket::Datagram &datagram, const GvcpRequest &request, const Faults &faults);
    std::int64_t delay(const UdpSocket::Datagram &datagram, std::int64_t ms);
    void announce(Peer peer, const GvcpRequest &request, std::int64_t answerMs);
    void answerAsAnother(const UdpSocket::Datagram &datagram);
    void watchForThieves();
    bool mayAskForPackets(Peer peer) const;
    bool answerDiscoveryFault(Peer peer, const GvcpRequest &request, DiscoveryFault fault);

    GigeDevice &m_device;
    StreamSender &m_sender;
    GvcpDispatcher m_dispatcher;
    DelayLine m_delayed;
    UdpSocket m_control;
    std::vector<std::unique_ptr<UdpSocket>> m_broadcasts;
    std::minstd_rand m_random;
    std::uint32_t m_thefts = 0; ///< Faults::thefts that have happened
    int m_wake = -1;            ///< eventfd that ends the thread
    std::thread m_thread;
};

} // namespace mv::vcam::gige
