// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of a datagram.
#pragma once

#include <cstdint>

namespace mv::vcam::gige {

/// IPv4 address and UDP port, host byte order. A value; thread: any.
struct Peer
{
    std::uint32_t address = 0;
    std::uint16_t port = 0;

    bool operator==(const Peer &) const = default;
};

} // namespace mv::vcam::gige
