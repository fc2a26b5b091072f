// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for datagrams, and answering them.
#include "camera/virtual/gige/control_loop.h"

#include "camera/virtual/gige/register_fault.h"
#include "camera/virtual/gige/stream_sender.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace mv::vcam::gige {

namespace {

constexpr int kMaxDatagramsAtOnce = 64; // before the other sockets and the delayed answers have their turn
constexpr std::int64_t kLongestWaitMs = 1000;

std::int64_t nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

ControlLoop::ControlLoop(GigeDevice &device, StreamSender &sender)
    : m_device(device)
    , m_sender(sender)
    , m_dispatcher(device)
    , m_random(std::minstd_rand::result_type(device.camera().config().seed))
{}

ControlLoop::~ControlLoop()
{
    stop();
    if (m_wake >= 0)
        ::close(m_wake);
}

int ControlLoop::listen()
{
    return m_control.open({m_device.identity().address, kGvcpPort}, {});
}

int ControlLoop::listenForBroadcasts(std::uint32_t address, const std::string &interface)
{
    auto socket = std::make_unique<UdpSocket>();
    const int error = socket->open({address, kGvcpPort}, {.shared = true, .interface = interface});
    if (error == 0)
        m_broadcasts.push_back(std::move(socket));
    return error;
}

int ControlLoop::start()
{
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (m_wake < 0)
        return errno;
    m_thread = std::thread([this] { run(); });
    return 0;
}

void ControlLoop::stop()
{
    if (!m_thread.joinable())
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
    m_thread.join();
}

int ControlLoop::pollTimeoutMs(std::int64_t now) const
{
    std::int64_t wait = kLongestWaitMs;
    for (const auto event : {m_device.privilege().deadlineMs(), m_delayed.nextDueMs()})
        wait = std::min(wait, event.value_or(now + wait) - now);
    return int(std::max<std::int64_t>(wait, 0));
}

void ControlLoop::run()
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
        while (const auto datagram = m_delayed.take(nowMs())) {
            if (!m_device.camera().faults().silent)
                serve(*datagram, false);
        }
        if (m_device.privilege().expire(nowMs()))
            m_device.closeStream();
    }
}

void ControlLoop::drain(UdpSocket &socket, bool broadcast)
{
    for (int i = 0; i < kMaxDatagramsAtOnce; ++i) {
        const auto datagram = socket.receive();
        if (!datagram)
            return;
        onDatagram(*datagram, broadcast);
    }
}

void ControlLoop::onDatagram(const UdpSocket::Datagram &datagram, bool broadcast)
{
    const Faults faults = m_device.camera().faults();
    const auto request = parseRequest(datagram.bytes);
    if (!request || faults.silent)
        return;
    m_device.privilege().deaf = faults.heartbeatIgnored;
    if (request->is(Command::Discovery) && answerDiscoveryFault(datagram.from, *request, faults.discovery))
        return;
    if (!broadcast && request->isRegisterAccess() && misbehave(datagram, *request, faults))
        return;
    serve(datagram, broadcast);
}

void ControlLoop::serve(const UdpSocket::Datagram &datagram, bool broadcast)
{
    const GvcpOutcome outcome = m_dispatcher.handle(datagram.from, datagram.bytes, broadcast, nowMs());
    if (!outcome.ack.empty())
        m_control.send(datagram.from, outcome.ack);
    if (outcome.resend && mayAskForPackets(datagram.from))
        m_sender.resend(*outcome.resend);
    watchForThieves();
}

/// True if that was the answer, or if it comes later.
bool ControlLoop::misbehave(const UdpSocket::Datagram &datagram, const GvcpRequest &request, const Faults &faults)
{
    const RegisterFault fault = faultOf(faults, request);
    if (fault == RegisterFault::None && faults.registerDelayMs == 0)
        return false;
    m_device.privilege().heard(datagram.from, nowMs()); // wrong in answering, not in hearing
    switch (fault) {
    case RegisterFault::None: {
        const std::int64_t answerMs = delay(datagram, faults.registerDelayMs);
        if (faults.pendingAck)
            announce(datagram.from, request, answerMs);
        break;
    }
    case RegisterFault::Slow:
        delay(datagram, kSlowMs);
        break;
    case RegisterFault::Refuse:
        if (request.wantsAck())
            m_control.send(datagram.from, makeRefusal(request));
        break;
    case RegisterFault::Late:
        delay(datagram, kLateMs);
        break;
    case RegisterFault::WrongId:
        answerAsAnother(datagram);
        break;
    case RegisterFault::Silent:
        break;
    case RegisterFault::PendingStorm: {
        const std::int64_t answerMs = delay(datagram, kStormMs);
        for (int i = 0; i < kStormAcks; ++i)
            announce(datagram.from, request, answerMs);
        break;
    }
    }
    return true;
}

std::int64_t ControlLoop::delay(const UdpSocket::Datagram &datagram, std::int64_t ms)
{
    return m_delayed.put(datagram, ms, nowMs());
}

void ControlLoop::announce(Peer peer, const GvcpRequest &request, std::int64_t answerMs)
{
    if (!request.wantsAck())
        return;
    constexpr std::int64_t kMargin = 500; // for the scheduler of a busy machine
    const std::int64_t wait = std::clamp<std::int64_t>(answerMs - nowMs() + kMargin, 0, 0xFFFF);
    m_control.send(peer, makePendingAck(request.id, std::uint16_t(wait)));
}

void ControlLoop::answerAsAnother(const UdpSocket::Datagram &datagram)
{
    auto ack = m_dispatcher.handle(datagram.from, datagram.bytes, false, nowMs()).ack;
    if (ack.empty())
        return;
    ack[kGvcpHeaderBytes - 1] ^= 1; // the id is the last field of the header
    m_control.send(datagram.from, ack);
    watchForThieves();
}

/// The command that steals the control is answered before it is executed.
void ControlLoop::watchForThieves()
{
    const std::uint32_t thefts = m_device.camera().faults().thefts;
    if (std::exchange(m_thefts, thefts) == thefts)
        return;
    m_device.privilege().steal(nowMs());
    m_device.closeStream();
}

// Clients ask from their stream socket or their control socket; both are on the receiver's or controller's host.
bool ControlLoop::mayAskForPackets(Peer peer) const
{
    const auto holder = m_device.privilege().holder();
    return peer.address == m_device.stream().address || (holder && peer.address == holder->address);
}

bool ControlLoop::answerDiscoveryFault(Peer peer, const GvcpRequest &request, DiscoveryFault fault)
{
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
