// SPDX-License-Identifier: GPL-3.0-or-later
// A UDP socket that closes itself.
#pragma once

#include "camera/virtual/gige/peer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct sockaddr_in;

namespace mv::vcam::gige {

sockaddr_in socketAddress(Peer peer);

/// IPv4 datagrams. Sending is thread-safe (the kernel's word); the rest belongs to one thread.
class UdpSocket
{
public:
    struct Options
    {
        bool shared = false;        ///< other sockets may listen at the same (broadcast) address
        std::string interface = {}; ///< listens on this network interface only
    };
    struct Datagram
    {
        Peer from;
        std::vector<std::uint8_t> bytes;
    };

    UdpSocket() = default;
    ~UdpSocket();
    UdpSocket(const UdpSocket &) = delete;
    UdpSocket &operator=(const UdpSocket &) = delete;

    /// Port 0 takes a free one. 0, or errno of what failed.
    int open(Peer local, const Options &options);
    int fd() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    std::uint16_t localPort() const;
    void setSendBuffer(int bytes);
    void setDontFragment(bool on);

    /// Nothing if none waits; never blocks. Longer datagrams than any GVCP command are cut, which the length check
    /// notices.
    std::optional<Datagram> receive();
    bool send(Peer to, std::span<const std::uint8_t> bytes);

private:
    int m_fd = -1;
};

} // namespace mv::vcam::gige
