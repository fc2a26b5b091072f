// SPDX-License-Identifier: GPL-3.0-or-later
// The host's IPv4 interfaces, as discovery sees them (getifaddrs(3), netdevice(7)).
#include "camera/private/gvcp_interfaces.h"

#include "camera/private/gvcp_packet.h"
#include "camera/private/gvcp_socket.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

namespace mv::gvcp {

namespace {

std::optional<std::uint32_t> ipv4(const sockaddr *address)
{
    if (address == nullptr || address->sa_family != AF_INET)
        return std::nullopt;
    return ntohl(reinterpret_cast<const sockaddr_in *>(address)->sin_addr.s_addr);
}

std::optional<std::uint32_t> directedAddress(const ifaddrs &entry, std::uint32_t address, std::uint32_t mask)
{
    if (entry.ifa_flags & IFF_POINTOPOINT) {
        const auto peer = ipv4(entry.ifa_dstaddr);
        return peer && *peer != address ? peer : std::nullopt;
    }
    if (mask >= 0xfffffffe) // /31 and /32 have no broadcast address
        return std::nullopt;
    if (entry.ifa_flags & IFF_BROADCAST) {
        if (const auto broadcast = ipv4(entry.ifa_broadaddr); broadcast && *broadcast != 0)
            return broadcast;
    }
    // Loopback has no broadcast flag, but the kernel routes 127.255.255.255 to all that listen there.
    return (entry.ifa_flags & IFF_LOOPBACK) ? std::optional(address | ~mask) : std::nullopt;
}

} // namespace

std::vector<HostInterface> hostInterfaces()
{
    ifaddrs *list = nullptr;
    if (::getifaddrs(&list) != 0)
        return {};
    std::vector<HostInterface> interfaces;
    for (const ifaddrs *entry = list; entry != nullptr; entry = entry->ifa_next) {
        const auto address = ipv4(entry->ifa_addr);
        if (!address || *address == 0 || !(entry->ifa_flags & IFF_UP))
            continue;
        HostInterface found;
        // An alias ("eth0:1") is an address of its base interface.
        found.name = QString::fromLocal8Bit(entry->ifa_name).section(QLatin1Char(':'), 0, 0);
        found.index = ::if_nametoindex(found.name.toLocal8Bit().constData());
        found.address = *address;
        found.mask = ipv4(entry->ifa_netmask).value_or(0xffffffff);
        found.directed = directedAddress(*entry, found.address, found.mask);
        if (found.index != 0) // 0: it went away meanwhile
            interfaces.push_back(std::move(found));
    }
    ::freeifaddrs(list);
    return interfaces;
}

std::optional<std::uint32_t> sourceAddressTowards(std::uint32_t destination)
{
    UdpSocket socket;
    if (socket.open() != 0)
        return std::nullopt;
    return socket.connectedSource(destination, devicePort);
}

} // namespace mv::gvcp
