// SPDX-License-Identifier: GPL-3.0-or-later
// The message thread.
#include "camera/virtual/gige/message_sender.h"

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/gige/event_message.h"

#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace mv::vcam::gige {

namespace {
using Clock = std::chrono::steady_clock;
constexpr auto kFetchTimeout = std::chrono::milliseconds(500);
} // namespace

MessageSender::MessageSender(Camera &camera, BlockOf blockOf) : m_camera(camera), m_blockOf(std::move(blockOf)) {}

MessageSender::~MessageSender()
{
    stop();
    if (m_wake >= 0)
        ::close(m_wake);
}

int MessageSender::start(std::uint32_t address)
{
    if (const int error = m_socket.open({address, 0}, {}))
        return error;
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (m_wake < 0)
        return errno;
    m_sourcePort = m_socket.localPort();
    m_thread = std::thread([this] { run(); });
    return 0;
}

void MessageSender::stop()
{
    if (!m_thread.joinable())
        return;
    m_quit = true;
    configure({});
    m_camera.interruptEvents();
    m_thread.join();
}

void MessageSender::configure(const MessageConfig &config)
{
    {
        const std::lock_guard lock(m_mutex);
        m_config = config;
        ++m_openings;
    }
    m_camera.listenToEvents(config.isOpen());
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
}

void MessageSender::run()
{
    while (!m_quit) {
        if (!m_next)
            m_next = m_camera.nextEvent(Clock::now() + kFetchTimeout);
        if (const auto event = std::exchange(m_next, std::nullopt))
            report(*event);
    }
}

void MessageSender::report(const DeviceEvent &event)
{
    auto payload = eventEntry(event, m_blockOf(event));
    if (event.row().hasFrame)
        return deliver(Command::EventData, payload);
    for (std::size_t entries = 1; entries < kMostEventEntries; ++entries) {
        m_next = m_camera.nextEvent({}); // long past: does not wait
        if (!m_next || m_next->row().hasFrame)
            break;
        const auto entry = eventEntry(*m_next, m_blockOf(*m_next));
        payload.insert(payload.end(), entry.begin(), entry.end());
        m_next.reset();
    }
    deliver(Command::Event, payload);
}

void MessageSender::deliver(Command command, std::span<const std::uint8_t> payload)
{
    const auto [config, opening] = [this] {
        const std::lock_guard lock(m_mutex);
        return std::pair(m_config, m_openings.load());
    }();
    if (!config.isOpen())
        return;
    m_id = m_id == 0xFFFF ? 1 : std::uint16_t(m_id + 1);
    const std::uint8_t flags = config.timeoutMs > 0 ? kFlagAckRequired : 0;
    const auto message = makeCommand(command, flags, m_id, payload);
    for (std::uint32_t attempt = 0; attempt <= config.retries && !m_quit && m_openings == opening; ++attempt) {
        if (!m_camera.faults().silent)
            m_socket.send({config.address, config.port}, message);
        if (config.timeoutMs == 0 || waitForAck(command, m_id, opening, config))
            return;
    }
}

/// True if there is nothing more to wait for: it came, or the channel is another one. What others than the receiver
/// send is no acknowledge.
bool MessageSender::waitForAck(Command command, std::uint16_t id, unsigned opening, const MessageConfig &config)
{
    const Peer receiver{config.address, config.port};
    const auto deadline = Clock::now() + std::chrono::milliseconds(config.timeoutMs);
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd fds[] = {{m_socket.fd(), POLLIN, 0}, {m_wake, POLLIN, 0}};
        if (left <= 0 || ::poll(fds, 2, int(left)) == 0)
            return false;
        std::uint64_t count = 0;
        if (fds[1].revents && ::read(m_wake, &count, sizeof count) > 0 && (m_quit || m_openings != opening))
            return true;
        while (const auto datagram = m_socket.receive()) {
            if (datagram->from == receiver && acknowledges(datagram->bytes, std::uint16_t(command), id))
                return true;
        }
    }
}

} // namespace mv::vcam::gige
