// SPDX-License-Identifier: GPL-3.0-or-later
// Leaders and trailers that are missing or wrong, and a bit that is.
#include "camera/virtual/gige/stream_fault.h"

#include "camera/virtual/core/fault_settings.h"

namespace mv::vcam::gige {

namespace {

std::size_t spoil(PacketFault fault, std::span<std::uint8_t> packet)
{
    const auto content = packet.subspan(kGvspHeaderBytes);
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
        return kGvspHeaderBytes + content.size() / 2;
    }
    return packet.size();
}

} // namespace

std::uint64_t flippedBit(std::uint64_t counter, std::size_t imageBytes)
{
    return counter * 1'000'003 % (8 * std::uint64_t(imageBytes));
}

std::size_t spoilPacket(const Faults &faults, const GvspBlock &block, std::uint32_t index,
                        std::span<std::uint8_t> packet)
{
    if (index == 0)
        return spoil(faults.leader, packet);
    if (index == block.packetCount() - 1)
        return spoil(faults.trailer, packet);
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
