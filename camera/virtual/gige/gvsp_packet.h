// SPDX-License-Identifier: GPL-3.0-or-later
// GVSP, the stream protocol of GigE Vision: the packets of one block (image), with 16-bit block ids.
#pragma once

#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/status.h"
#include "camera/virtual/gige/stream_config.h"

namespace mv::vcam::gige {

/// Status word of a packet that is sent again.
inline constexpr std::uint16_t kResentStatus = 0x0100;

/// One frame cut into packets: 0 is the leader, then the payload, then the trailer. Any packet can be made at any time,
/// also long after the first sending. Immutable; thread: any.
class GvspBlock
{
public:
    GvspBlock(std::shared_ptr<const Frame> frame, std::uint16_t blockId, const StreamConfig &config);

    std::uint16_t id() const { return m_id; }
    const StreamConfig &config() const { return m_config; }
    const Frame &frame() const { return *m_frame; }
    std::uint32_t packetCount() const { return m_payloadPackets + 2; }
    /// Length of packet @p index in bytes, GVSP header included.
    std::size_t packetBytes(std::uint32_t index) const;
    /// Writes packet @p index, packetBytes(index) long, into @p dst.
    void writePacket(std::uint32_t index, std::uint16_t status, std::span<std::uint8_t> dst) const;

private:
    void writeLeader(std::span<std::uint8_t> dst) const;
    void writeTrailer(std::span<std::uint8_t> dst) const;
    void writePayload(std::size_t offset, std::span<std::uint8_t> dst) const;

    std::shared_ptr<const Frame> m_frame;
    std::uint16_t m_id;
    StreamConfig m_config;
    std::vector<std::uint8_t> m_chunkTail;
    std::size_t m_payloadTotal;
    std::uint32_t m_payloadPackets;
};

/// Block ids count from 1 and skip 0.
constexpr std::uint16_t blockIdAfter(std::uint16_t id)
{
    return id == 0xFFFF ? 1 : std::uint16_t(id + 1);
}

/// The packet that answers a request for one that cannot be sent (any more, or yet): a header alone.
std::vector<std::uint8_t> makeUnavailablePacket(std::uint16_t blockId, std::uint32_t packetId);

} // namespace mv::vcam::gige
