// SPDX-License-Identifier: GPL-3.0-or-later
// Thin layer over the socket calls.
#include "camera/virtual/gige/udp_socket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::vcam::gige {

namespace {
constexpr std::size_t kReceiveBytes = 2048;
}

sockaddr_in socketAddress(Peer peer)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(peer.address);
    address.sin_port = htons(peer.port);
    return address;
}

UdpSocket::~UdpSocket()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

int UdpSocket::open(Peer local, const Options &options)
{
    m_fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (m_fd < 0)
        return errno;
    const int on = 1;
    const auto address = socketAddress(local);
    const auto &device = options.interface;
    const bool ready = (!options.shared || ::setsockopt(m_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0) &&
                       (device.empty() || ::setsockopt(m_fd, SOL_SOCKET, SO_BINDTODEVICE, device.c_str(),
                                                       socklen_t(device.size())) == 0) &&
                       ::bind(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    if (ready)
        return 0;
    const int error = errno;
    ::close(m_fd);
    m_fd = -1;
    return error;
}

std::uint16_t UdpSocket::localPort() const
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return 0;
    return ntohs(address.sin_port);
}

void UdpSocket::setSendBuffer(int bytes)
{
    ::setsockopt(m_fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes); // as much as the host allows
}

void UdpSocket::setDontFragment(bool on)
{
    const int mode = on ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT;
    ::setsockopt(m_fd, IPPROTO_IP, IP_MTU_DISCOVER, &mode, sizeof mode);
}

std::optional<UdpSocket::Datagram> UdpSocket::receive()
{
    Datagram datagram;
    datagram.bytes.resize(kReceiveBytes);
    sockaddr_in from{};
    socklen_t length = sizeof from;
    const ssize_t count = ::recvfrom(m_fd, datagram.bytes.data(), datagram.bytes.size(), MSG_DONTWAIT,
                                     reinterpret_cast<sockaddr *>(&from), &length);
    if (count < 0)
        return std::nullopt;
    datagram.bytes.resize(std::size_t(count));
    datagram.from = {ntohl(from.sin_addr.s_addr), ntohs(from.sin_port)};
    return datagram;
}

bool UdpSocket::send(Peer to, std::span<const std::uint8_t> bytes)
{
    const auto address = socketAddress(to);
    return ::sendto(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr *>(&address),
                    sizeof address) == ssize_t(bytes.size());
}

} // namespace mv::vcam::gige
