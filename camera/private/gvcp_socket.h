// SPDX-License-Identifier: GPL-3.0-or-later
// A non-blocking UDP socket that can choose the interface it sends through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mv::gvcp {

struct HostInterface;

/// One IPv4 UDP socket on any address and a free port. A system call that a signal interrupts is repeated. Addresses
/// and ports in host byte order. Thread: one at a time.
class UdpSocket
{
public:
    UdpSocket() = default;
    ~UdpSocket();
    UdpSocket(const UdpSocket &) = delete;
    UdpSocket &operator=(const UdpSocket &) = delete;

    /// 0, or the errno of the step that failed.
    int open();
    void close();
    bool isOpen() const { return m_fd >= 0; }
    int fd() const { return m_fd; }

    /// Sends through @p via with its address as the source (IP_PKTINFO), whatever the routing table says: that is how
    /// one socket asks every network, foreign subnets included. nullptr: as the routing table says. 0 or an errno.
    int send(std::span<const std::byte> packet, std::uint32_t address, std::uint16_t port, const HostInterface *via);
    /// One datagram that is waiting, with where it came from; empty when none is. Bytes beyond the buffer's end make
    /// it too long for every parser here, so it is handed out at full buffer length.
    struct Datagram
    {
        std::span<const std::byte> bytes;
        std::uint32_t from = 0;
    };
    std::optional<Datagram> receive(std::span<std::byte> buffer);

    /// Connects to @p address and names the source address that the kernel chose; empty if there is no route.
    std::optional<std::uint32_t> connectedSource(std::uint32_t address, std::uint16_t port);

private:
    int m_fd = -1;
};

/// Waits until @p fd can be read, @p stopFd can be read, or @p timeoutMs passed. Thread: any.
enum class Wake { Readable, Stopped, TimedOut };
Wake waitFor(int fd, int stopFd, int timeoutMs);

} // namespace mv::gvcp
