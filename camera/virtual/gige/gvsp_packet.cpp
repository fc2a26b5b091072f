// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of GVSP packets.
#include "camera/virtual/gige/gvsp_packet.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/camera.h"

#include <algorithm>

namespace mv::vcam::gige {

namespace {

constexpr auto kBig = std::endian::big;
constexpr std::uint8_t kLeaderFormat = 1, kTrailerFormat = 2, kPayloadFormat = 3;
constexpr std::uint16_t kImagePayload = 0x0001;
constexpr std::uint16_t kExtendedChunkBit = 0x4000; // the image is followed by chunks
constexpr std::size_t kLeaderBytes = 36;
constexpr std::size_t kTrailerBytes = 8;
constexpr std::size_t kChunkInfoBytes = 8; // at the end of a trailer in extended chunk mode: payload length, layout id

void writeHeader(std::span<std::uint8_t> dst, std::uint16_t status, std::uint16_t blockId, std::uint8_t format,
                 std::uint32_t packetId)
{
    storeInteger(dst.subspan(0, 2), status, kBig);
    storeInteger(dst.subspan(2, 2), blockId, kBig);
    dst[4] = format;
    storeInteger(dst.subspan(5, 3), packetId, kBig);
}

std::uint16_t payloadType(const Frame &frame)
{
    return frame.chunkMode ? kImagePayload | kExtendedChunkBit : kImagePayload;
}

} // namespace

GvspBlock::GvspBlock(std::shared_ptr<const Frame> frame, std::uint16_t blockId, const StreamConfig &config)
    : m_frame(std::move(frame))
    , m_id(blockId)
    , m_config(config)
    , m_chunkTail(chunkTail(*m_frame, kBig))
    , m_payloadTotal(m_frame->imageBytes + m_chunkTail.size())
    , m_payloadPackets(std::uint32_t((m_payloadTotal + config.payloadBytes() - 1) / config.payloadBytes()))
{}

std::size_t GvspBlock::packetBytes(std::uint32_t index) const
{
    if (index == 0)
        return kGvspHeaderBytes + kLeaderBytes;
    if (index > m_payloadPackets)
        return kGvspHeaderBytes + kTrailerBytes + (m_frame->chunkMode ? kChunkInfoBytes : 0);
    const std::size_t offset = (index - 1) * m_config.payloadBytes();
    return kGvspHeaderBytes + std::min(m_config.payloadBytes(), m_payloadTotal - offset);
}

void GvspBlock::writePacket(std::uint32_t index, std::uint16_t status, std::span<std::uint8_t> dst) const
{
    const auto content = dst.subspan(kGvspHeaderBytes);
    if (index == 0) {
        writeHeader(dst, status, m_id, kLeaderFormat, index);
        writeLeader(content);
    } else if (index > m_payloadPackets) {
        writeHeader(dst, status, m_id, kTrailerFormat, index);
        writeTrailer(content);
    } else {
        writeHeader(dst, status, m_id, kPayloadFormat, index);
        writePayload((index - 1) * m_config.payloadBytes(), content);
    }
}

void GvspBlock::writeLeader(std::span<std::uint8_t> dst) const
{
    std::ranges::fill(dst, std::uint8_t(0)); // reserved, and no padding in x or y
    storeInteger(dst.subspan(2, 2), payloadType(*m_frame), kBig);
    storeInteger(dst.subspan(4, 8), m_frame->timestampNs, kBig);
    storeInteger(dst.subspan(12, 4), m_frame->pixelFormat, kBig);
    storeInteger(dst.subspan(16, 4), m_frame->width, kBig);
    storeInteger(dst.subspan(20, 4), m_frame->height, kBig);
    storeInteger(dst.subspan(24, 4), m_frame->offsetX, kBig);
    storeInteger(dst.subspan(28, 4), m_frame->offsetY, kBig);
}

void GvspBlock::writeTrailer(std::span<std::uint8_t> dst) const
{
    std::ranges::fill(dst, std::uint8_t(0));
    storeInteger(dst.subspan(2, 2), payloadType(*m_frame), kBig);
    storeInteger(dst.subspan(4, 4), m_frame->height, kBig);
    if (m_frame->chunkMode) {
        storeInteger(dst.subspan(8, 4), m_payloadTotal, kBig);
        storeInteger(dst.subspan(12, 4), m_frame->chunkLayout, kBig);
    }
}

void GvspBlock::writePayload(std::size_t offset, std::span<std::uint8_t> dst) const
{
    const std::size_t imageBytes = m_frame->imageBytes;
    const std::size_t fromImage = offset < imageBytes ? std::min(imageBytes - offset, dst.size()) : 0;
    if (fromImage > 0)
        Camera::pixels(*m_frame, offset, dst.first(fromImage));
    const auto rest = dst.subspan(fromImage);
    if (!rest.empty())
        std::copy_n(m_chunkTail.begin() + std::ptrdiff_t(offset + fromImage - imageBytes), rest.size(), rest.begin());
}

std::vector<std::uint8_t> makeUnavailablePacket(std::uint16_t blockId, std::uint32_t packetId)
{
    std::vector<std::uint8_t> packet(kGvspHeaderBytes);
    writeHeader(packet, std::uint16_t(Status::PacketUnavailable), blockId, kPayloadFormat, packetId);
    return packet;
}

} // namespace mv::vcam::gige
