// SPDX-License-Identifier: GPL-3.0-or-later
// The receive buffer of a socket that somebody else opened in this process (socket(7)).
#include "camera/private/host_socket_buffer.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mv {

namespace {

bool isUdpSocketOn(int fd, std::uint16_t port)
{
    int type = 0;
    socklen_t length = sizeof type;
    sockaddr_in address{};
    socklen_t addressLength = sizeof address;
    return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_DGRAM &&
           ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &addressLength) == 0 &&
           address.sin_family == AF_INET && ntohs(address.sin_port) == port;
}

/// Aravis does not hand out its socket, only the port that it is bound to.
std::optional<int> findUdpSocket(std::uint16_t port)
{
    DIR *folder = ::opendir("/proc/self/fd");
    if (folder == nullptr)
        return std::nullopt;
    std::optional<int> found;
    while (const dirent *entry = ::readdir(folder)) {
        int fd = -1;
        const char *name = entry->d_name;
        if (std::from_chars(name, name + std::strlen(name), fd).ec == std::errc{} && isUdpSocketOn(fd, port))
            found = fd;
    }
    ::closedir(folder);
    return found;
}

} // namespace

std::optional<std::int64_t> enlargeReceiveBuffer(std::uint16_t port, std::int64_t wanted)
{
    const auto fd = findUdpSocket(port);
    if (!fd)
        return std::nullopt;
    const int size = static_cast<int>(std::clamp<std::int64_t>(wanted, 1, std::numeric_limits<int>::max() / 2));
    // The second goes beyond rmem_max and needs CAP_NET_ADMIN; without it the kernel's limit stands.
    ::setsockopt(*fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    ::setsockopt(*fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    int obtained = 0;
    socklen_t length = sizeof obtained;
    if (::getsockopt(*fd, SOL_SOCKET, SO_RCVBUF, &obtained, &length) != 0)
        return std::nullopt;
    return obtained / 2; // the kernel doubles what is asked for, for its own bookkeeping
}

} // namespace mv
