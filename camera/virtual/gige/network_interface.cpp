// SPDX-License-Identifier: GPL-3.0-or-later
// Looking up the host's addresses.
#include "camera/virtual/gige/network_interface.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>

namespace mv::vcam::gige {

namespace {

std::uint32_t ipv4(const sockaddr *address)
{
    return ntohl(reinterpret_cast<const sockaddr_in *>(address)->sin_addr.s_addr);
}

bool matches(const ifaddrs &entry, std::uint32_t address)
{
    if (!entry.ifa_addr || entry.ifa_addr->sa_family != AF_INET || !entry.ifa_netmask)
        return false;
    if (entry.ifa_flags & IFF_LOOPBACK) // the whole network is local there
        return ((ipv4(entry.ifa_addr) ^ address) & ipv4(entry.ifa_netmask)) == 0;
    return ipv4(entry.ifa_addr) == address;
}

} // namespace

std::optional<NetworkInterface> interfaceOf(std::uint32_t address)
{
    ifaddrs *first = nullptr;
    if (::getifaddrs(&first) != 0)
        return std::nullopt;
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, &::freeifaddrs);
    for (const ifaddrs *entry = list.get(); entry; entry = entry->ifa_next) {
        if (!matches(*entry, address))
            continue;
        const std::uint32_t mask = ipv4(entry->ifa_netmask);
        return NetworkInterface{entry->ifa_name, mask, address | ~mask, (entry->ifa_flags & IFF_LOOPBACK) != 0};
    }
    return std::nullopt;
}

std::optional<std::uint32_t> parseAddress(const std::string &text)
{
    in_addr address{};
    if (::inet_pton(AF_INET, text.c_str(), &address) != 1)
        return std::nullopt;
    return ntohl(address.s_addr);
}

std::string addressText(std::uint32_t address)
{
    const in_addr raw{htonl(address)};
    char text[INET_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET, &raw, text, sizeof text);
    return text;
}

} // namespace mv::vcam::gige
