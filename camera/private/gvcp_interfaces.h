// SPDX-License-Identifier: GPL-3.0-or-later
// The host's IPv4 interfaces, as discovery sees them.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace mv::gvcp {

/// One IPv4 address of one interface that is up (an interface with two addresses is there twice). Addresses in host
/// byte order. A value; thread: any.
struct HostInterface
{
    QString name;
    unsigned index = 0; ///< as the kernel counts them
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    /// Where to ask besides 255.255.255.255: the subnet's broadcast address, or the other end of a point-to-point
    /// link. Empty where there is neither.
    std::optional<std::uint32_t> directed;

    bool contains(std::uint32_t other) const { return (other & mask) == (address & mask); }
};

/// Every interface that is up, loopback included. Empty on failure: then errno says why.
std::vector<HostInterface> hostInterfaces();

/// The address that the host would send from to reach @p destination: a look at its routing table, no packet is sent.
/// Empty if there is no way there.
std::optional<std::uint32_t> sourceAddressTowards(std::uint32_t destination);

} // namespace mv::gvcp
