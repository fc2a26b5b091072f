// SPDX-License-Identifier: GPL-3.0-or-later
// What the host knows of one of its addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mv::vcam::gige {

/// The network interface that an address belongs to. Addresses in host byte order. A value; thread: any.
struct NetworkInterface
{
    std::string name;
    std::uint32_t netmask = 0;
    std::uint32_t broadcast = 0;
    bool loopback = false;
};

/// Nothing if @p address is none of this machine's. Every address of the loopback network counts as one.
std::optional<NetworkInterface> interfaceOf(std::uint32_t address);

/// "127.0.0.1" to host byte order and back.
std::optional<std::uint32_t> parseAddress(const std::string &text);
std::string addressText(std::uint32_t address);

} // namespace mv::vcam::gige
