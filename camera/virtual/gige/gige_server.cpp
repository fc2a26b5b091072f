// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets, the control thread and the faults of the control channel.
#include "camera/virtual/gige/gige_server.h"

#include "camera/virtual/gige/network_interface.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mv::vcam::gige {

namespace {

constexpr std::uint32_t kLimitedBroadcast = 0xFFFFFFFF;
constexpr std::uint32_t kEthernetPacketSize = 1500;
constexpr std::size_t kMaxDeferred = 64;
constexpr int kMaxDatagramsAtOnce = 64; // before the other sockets and the deferred answers have their turn

std::int64_t nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string bindProblem(std::uint32_t address, int error)
{
    const std::string where = addressText(address);
    if (error == EADDRINUSE)
        return "port 3956 at " + where +
               " is taken: another camera runs there; end it, or choose another --address, "
               "for example 127.0.0.2";
    if (error == EADDRNOTAVAIL)
        return where + " is no address of this machine; choose another --address, for example 127.0.0.1";
    return "cannot listen at " + where + ", port 3956: " + std::strerror(error);
}

} // namespace

GigeServer::GigeServer(Camera &camera, std::uint32_t address)
    : m_camera(camera), m_sender(camera), m_random(std::minstd_rand::result_type(camera.config().seed))
{
    m_identity.address = address;
    m_identity.mac = macFor(camera.config().serial, address);
}

GigeServer::~GigeServer()
{
    stop();
    if (m_wake >= 0)
        ::close(m_wake);
}

std::optional<std::string> GigeServer::start()
{
    const auto interface = interfaceOf(m_identity.address);
    if (!interface)
        return bindProblem(m_identity.address, EADDRNOTAVAIL);
    m_identity.netmask = interface->netmask;
    StreamConfig stream;
    stream.packetSize = interface->loopback ? kMaxPacketSize : kEthernetPacketSize;
    m_device = std::make_unique<GigeDevice>(m_camera, m_sender, m_identity, stream);
    m_dispatcher = std::make_unique<GvcpDispatcher>(*m_device);

    if (const int error = m_control.open({m_identity.address, kGvcpPort}, {}))
        return bindProblem(m_identity.address, error);
    listenForBroadcasts(interface->name);
    if (const int error = m_sender.start(m_identity.address))
        return bindProblem(m_identity.address, error);
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (m_wake < 0)
        return std::string("cannot start: ") + std::strerror(errno);
    m_thread = std::thread([this] { run(); });
    return std::nullopt;
}

// Bound to the broadcast addresses, not to 0.0.0.0, and to one interface: nothing listens on any other network, and
// several cameras can listen side by side.
void GigeServer::listenForBroadcasts(const std::string &interface)
{
    for (const std::uint32_t address : {kLimitedBroadcast, m_identity.address | ~m_identity.netmask}) {
        auto socket = std::make_unique<UdpSocket>();
        const int error = socket->open({address, kGvcpPort}, {.shared = true, .interface = interface});
        if (error == 0)
            m_broadcasts.push_back(std::move(socket));
        else
            m_warnings.push_back("discovery by broadcast to " + addressText(address) + " will not find this camera (" +
                                 std::strerror(error) + "); open it by its address");
    }
}

void GigeServer::stop()
{
    if (m_thread.joinable()) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
        m_thread.join();
    }
    m_sender.stop();
}

int GigeServer::pollTimeoutMs(std::int64_t now) const
{
    std::int64_t wait = 1000;
    if (const auto deadline = m_device->privilege().deadlineMs())
        wait = std::min(wait, *deadline - now);
    if (!m_deferred.empty())
        wait = std::min(wait, m_deferred.front().dueMs - now);
    return int(std::max<std::int64_t>(wait, 0));
}

void GigeServer::run()
{
    std::vector<pollfd> fds{{m_wake, POLLIN, 0}, {m_control.fd(), POLLIN, 0}};
    for (const auto &socket : m_broadcasts)
        fds.push_back({socket->fd(), POLLIN, 0});
    for (;;) {
        ::poll(fds.data(), nfds_t(fds.size()), pollTimeoutMs(nowMs()));
        if (fds[0].revents)
            return;
        drain(m_control, false);
        for (const auto &socket : m_broadcasts)
            drain(*socket, true);
        serveDeferred();
        if (m_device->privilege().expire(nowMs()))
            m_device->closeStream();
    }
}

void GigeServer::drain(UdpSocket &socket, bool broadcast)
{
    for (int i = 0; i < kMaxDatagramsAtOnce; ++i) {
        auto datagram = socket.receive();
        if (!datagram)
            return;
        onDatagram(std::move(*datagram), broadcast);
    }
}

void GigeServer::onDatagram(UdpSocket::Datagram datagram, bool broadcast)
{
    const auto request = parseRequest(datagram.bytes);
    if (!request)
        return;
    if (request->is(Command::Discovery) && answerDiscoveryFault(datagram.from, *request))
        return;
    if (!broadcast && request->isRegisterAccess() && defer(datagram, *request)) {
        m_device->privilege().heard(datagram.from, nowMs());
        return;
    }
    serve(datagram, broadcast);
}

void GigeServer::serve(const UdpSocket::Datagram &datagram, bool broadcast)
{
    const GvcpOutcome outcome = m_dispatcher->handle(datagram.from, datagram.bytes, broadcast, nowMs());
    if (!outcome.ack.empty())
        m_control.send(datagram.from, outcome.ack);
    if (outcome.resend && maySendResend(datagram.from))
        m_sender.resend(*outcome.resend);
}

// A slow device works through its commands one after the other; a repeated one is not queued twice.
bool GigeServer::defer(const UdpSocket::Datagram &datagram, const GvcpRequest &request)
{
    const Faults faults = m_camera.faults();
    if (faults.registerDelayMs == 0)
        return false;
    const bool known = std::ranges::any_of(m_deferred, [&datagram](const Deferred &waiting) {
        return waiting.datagram.from == datagram.from && waiting.datagram.bytes == datagram.bytes;
    });
    const std::int64_t now = nowMs();
    if (!known && m_deferred.size() < kMaxDeferred) {
        const std::int64_t start = m_deferred.empty() ? now : std::max(now, m_deferred.back().dueMs);
        m_deferred.push_back({start + faults.registerDelayMs, datagram});
    }
    if (faults.pendingAck && request.wantsAck() && !m_deferred.empty()) {
        constexpr std::int64_t kMargin = 500; // for the scheduler of a busy machine
        const std::int64_t wait = std::min<std::int64_t>(m_deferred.back().dueMs - now + kMargin, 0xFFFF);
        m_control.send(datagram.from, makePendingAck(request.id, std::uint16_t(wait)));
    }
    return true;
}

void GigeServer::serveDeferred()
{
    while (!m_deferred.empty() && m_deferred.front().dueMs <= nowMs()) {
        const auto datagram = std::move(m_deferred.front().datagram);
        m_deferred.pop_front();
        serve(datagram, false);
    }
}

// Clients ask from their stream socket or their control socket; both are on the receiver's or controller's host.
bool GigeServer::maySendResend(Peer peer) const
{
    const auto holder = m_device->privilege().holder();
    return peer.address == m_device->stream().address || (holder && peer.address == holder->address);
}

bool GigeServer::answerDiscoveryFault(Peer peer, const GvcpRequest &request)
{
    const DiscoveryFault fault = m_camera.faults().discovery;
    if (fault == DiscoveryFault::None)
        return false;
    if (fault == DiscoveryFault::Garbage) { // one answer of the right length, one cut short, both of random bytes
        for (const std::size_t length : {kDiscoveryBytes, std::size_t(20)}) {
            std::vector<std::uint8_t> noise(length);
            std::ranges::generate(noise, [this] { return std::uint8_t(m_random() >> 8); });
            m_control.send(peer, makeAck(Status::Success, request.command, request.id, noise));
        }
    }
    return true;
}

} // namespace mv::vcam::gige
