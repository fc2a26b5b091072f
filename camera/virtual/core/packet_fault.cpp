// SPDX-License-Identifier: GPL-3.0-or-later
// Packets that are missing, wrong or cut off, and a bit that is wrong.
#include "camera/virtual/core/packet_fault.h"

namespace mv::vcam {

std::uint64_t flippedBit(std::uint64_t counter, std::size_t imageBytes)
{
    return counter * 1'000'003 % (8 * std::uint64_t(imageBytes));
}

std::size_t spoilPacket(PacketFault fault, std::span<std::uint8_t> packet, std::size_t headerBytes)
{
    const auto content = packet.subspan(headerBytes);
    switch (fault) {
    case PacketFault::None:
        break;
    case PacketFault::Missing:
        return 0;
    case PacketFault::Corrupt:
        for (std::uint8_t &byte : content)
            byte = std::uint8_t(~byte);
        break;
    case PacketFault::Truncated:
        return headerBytes + content.size() / 2;
    }
    return packet.size();
}

} // namespace mv::vcam
