// SPDX-License-Identifier: GPL-3.0-or-later
// A non-blocking UDP socket that can choose the interface it sends through (ip(7), udp(7)).
#include "camera/private/gvcp_socket.h"

#include "camera/private/gvcp_interfaces.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace mv::gvcp {

namespace {

sockaddr_in endpoint(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address);
    result.sin_port = htons(port);
    return result;
}

template<typename Call> auto retried(Call call)
{
    decltype(call()) result;
    do {
        result = call();
    } while (result < 0 && errno == EINTR);
    return result;
}

} // namespace

UdpSocket::~UdpSocket()
{
    close();
}

int UdpSocket::open()
{
    close();
    m_fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_fd < 0)
        return errno;
    const int on = 1;
    const sockaddr_in any = endpoint(INADDR_ANY, 0);
    if (::setsockopt(m_fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) != 0 ||
        ::bind(m_fd, reinterpret_cast<const sockaddr *>(&any), sizeof any) != 0) {
        const int reason = errno;
        close();
        return reason;
    }
    return 0;
}

void UdpSocket::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

int UdpSocket::send(std::span<const std::byte> packet, std::uint32_t address, std::uint16_t port,
                    const HostInterface *via)
{
    sockaddr_in to = endpoint(address, port);
    iovec data{const_cast<std::byte *>(packet.data()), packet.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control{};
    msghdr message{};
    message.msg_name = &to;
    message.msg_namelen = sizeof to;
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (via != nullptr) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = IPPROTO_IP;
        header->cmsg_type = IP_PKTINFO;
        header->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
        in_pktinfo info{};
        info.ipi_ifindex = static_cast<int>(via->index);
        info.ipi_spec_dst.s_addr = htonl(via->address);
        std::memcpy(CMSG_DATA(header), &info, sizeof info);
    }
    return retried([&] { return ::sendmsg(m_fd, &message, MSG_NOSIGNAL); }) < 0 ? errno : 0;
}

std::optional<UdpSocket::Datagram> UdpSocket::receive(std::span<std::byte> buffer)
{
    // An answer "port unreachable" to something sent earlier is reported here once: no reason to stop reading.
    for (;;) {
        sockaddr_in from{};
        socklen_t length = sizeof from;
        const ssize_t size = retried([&] {
            return ::recvfrom(m_fd, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr *>(&from), &length);
        });
        if (size >= 0)
            return Datagram{buffer.first(static_cast<std::size_t>(size)), ntohl(from.sin_addr.s_addr)};
        if (errno != ECONNREFUSED && errno != EHOSTUNREACH)
            return std::nullopt;
    }
}

std::optional<std::uint32_t> UdpSocket::connectedSource(std::uint32_t address, std::uint16_t port)
{
    const sockaddr_in to = endpoint(address, port);
    sockaddr_in source{};
    socklen_t length = sizeof source;
    if (retried([&] { return ::connect(m_fd, reinterpret_cast<const sockaddr *>(&to), sizeof to); }) != 0 ||
        ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&source), &length) != 0)
        return std::nullopt;
    return ntohl(source.sin_addr.s_addr);
}

Wake waitFor(int fd, int stopFd, int timeoutMs)
{
    std::array<pollfd, 2> files = {{{fd, POLLIN, 0}, {stopFd, POLLIN, 0}}};
    const int count = ::poll(files.data(), files.size(), timeoutMs);
    if (count > 0 && files[1].revents != 0)
        return Wake::Stopped;
    // A signal ends the wait early; the caller looks at its clock and waits again.
    return count > 0 ? Wake::Readable : Wake::TimedOut;
}

} // namespace mv::gvcp
