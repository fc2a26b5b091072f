// SPDX-License-Identifier: GPL-3.0-or-later
// Which packet of a block a fault is about.
#include "camera/virtual/gige/stream_fault.h"

#include "camera/virtual/core/packet_fault.h"

namespace mv::vcam::gige {

std::size_t spoilPacket(const Faults &faults, const GvspBlock &block, std::uint32_t index,
                        std::span<std::uint8_t> packet)
{
    if (index == 0)
        return vcam::spoilPacket(faults.leader, packet, kGvspHeaderBytes);
    if (index == block.packetCount() - 1)
        return vcam::spoilPacket(faults.trailer, packet, kGvspHeaderBytes);
    if (faults.bitFlip) {
        const std::uint64_t bit = flippedBit(block.frame().counter, block.frame().imageBytes);
        const std::uint64_t first = (index - 1) * std::uint64_t(block.config().payloadBytes());
        const auto content = packet.subspan(kGvspHeaderBytes);
        if (bit / 8 >= first && bit / 8 - first < content.size())
            content[bit / 8 - first] ^= std::uint8_t(1u << bit % 8);
    }
    return packet.size();
}

} // namespace mv::vcam::gige
