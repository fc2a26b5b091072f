// SPDX-License-Identifier: GPL-3.0-or-later
// A camera that only answers discovery, well or badly.
#include "fake_responder.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace mv::test {

namespace {

int boundSocket(std::uint32_t address)
{
    const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (address == INADDR_BROADCAST) {
        // Both, so that every other camera on this host may listen for broadcasts beside it.
        const int on = 1;
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    }
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(address);
    name.sin_port = htons(3956);
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&name), sizeof name) != 0)
        throw std::runtime_error(std::string("bind: ") + std::strerror(errno));
    return fd;
}

std::uint16_t word(const std::byte *at)
{
    return static_cast<std::uint16_t>((std::to_integer<unsigned>(at[0]) << 8) | std::to_integer<unsigned>(at[1]));
}

} // namespace

FakeResponder::FakeResponder(std::uint32_t address, bool hearsBroadcasts, Answer answer)
    : m_answer(std::move(answer))
    , m_unicast(boundSocket(address))
    , m_broadcast(hearsBroadcasts ? boundSocket(INADDR_BROADCAST) : -1)
    , m_stop(::eventfd(0, EFD_CLOEXEC))
    , m_thread([this] { run(); })
{}

FakeResponder::~FakeResponder()
{
    ::eventfd_write(m_stop, 1);
    m_thread.join();
    for (const int fd : {m_unicast, m_broadcast, m_stop})
        ::close(fd);
}

FakeResponder::Answer FakeResponder::camera(const CameraIdentity &identity, std::uint32_t privilege)
{
    return [=](const Request &request) -> std::vector<Bytes> {
        if (request.command == 0x0002)
            return {discoveryAcknowledge(identity, request.id)};
        if (request.command == 0x0080)
            return {registerAcknowledge(privilege, request.id)};
        return {};
    };
}

void FakeResponder::run()
{
    for (;;) {
        std::array<pollfd, 3> files = {{{m_unicast, POLLIN, 0}, {m_broadcast, POLLIN, 0}, {m_stop, POLLIN, 0}}};
        ::poll(files.data(), files.size(), -1);
        if (files[2].revents != 0)
            return;
        if (files[0].revents & POLLIN)
            serve(m_unicast, false);
        if (files[1].revents & POLLIN)
            serve(m_broadcast, true);
    }
}

void FakeResponder::serve(int socket, bool broadcast)
{
    std::array<std::byte, 1024> buffer;
    sockaddr_in from{};
    socklen_t length = sizeof from;
    const ssize_t size =
        ::recvfrom(socket, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr *>(&from), &length);
    if (size < 8 || buffer[0] != std::byte{0x42} || word(&buffer[4]) != size - 8) {
        ++m_nonsense;
        return;
    }
    for (const Bytes &packet : m_answer({.command = word(&buffer[2]), .id = word(&buffer[6]), .broadcast = broadcast}))
        ::sendto(m_unicast, packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr *>(&from), length);
}

} // namespace mv::test
