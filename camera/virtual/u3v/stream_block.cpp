// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of leader and trailer (USB3 Vision, little-endian), and the cutting of the payload.
#include "camera/virtual/u3v/stream_block.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/packet_fault.h"
#include "camera/virtual/u3v/gencp_packet.h"

#include <algorithm>

namespace mv::vcam::u3v {

namespace {

constexpr auto kLittle = std::endian::little;
constexpr std::size_t kPrefixBytes = 16; // prefix32, reserved16, size16, block id64
constexpr std::uint16_t kImage = 0x0001, kImageWithChunks = 0x4001;
constexpr std::uint16_t kDataOverrun = 0xA101; // the host's transfers do not hold the payload

/// Bytes of a frame that are written out already.
class CountedBytes : public StoredBytes
{
public:
    CountedBytes(std::vector<std::uint8_t> bytes, std::shared_ptr<FrameTicket> ticket)
        : StoredBytes(std::move(bytes)), m_ticket(std::move(ticket))
    {}
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override
    {
        StoredBytes::read(offset, dst);
        m_ticket->read(dst.size());
    }

private:
    std::shared_ptr<FrameTicket> m_ticket;
};

/// Image and chunks.
class Payload : public ByteSource
{
public:
    Payload(std::shared_ptr<const Frame> frame, bool flip, std::shared_ptr<FrameTicket> ticket)
        : m_frame(std::move(frame)), m_tail(chunkTail(*m_frame, kLittle)), m_flip(flip), m_ticket(std::move(ticket))
    {}
    std::size_t size() const override { return m_frame->imageBytes + m_tail.size(); }
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override
    {
        const std::size_t image = m_frame->imageBytes;
        const std::size_t pixels = offset < image ? std::min(image - offset, dst.size()) : 0;
        if (pixels > 0)
            Camera::pixels(*m_frame, offset, dst.first(pixels));
        const std::size_t tail = dst.size() - pixels;
        if (tail > 0)
            std::ranges::copy(std::span(m_tail).subspan(offset + pixels - image, tail), dst.begin() + long(pixels));
        if (m_flip)
            flip(offset, dst.first(pixels));
        m_ticket->read(dst.size());
    }

    std::span<const std::uint8_t> view(std::size_t offset, std::size_t length) const override
    {
        if (m_flip || offset >= m_frame->imageBytes)
            return {};
        const auto bytes = m_frame->pixels->stored(offset, std::min(length, m_frame->imageBytes - offset));
        if (!bytes.empty())
            m_ticket->read(bytes.size());
        return bytes;
    }

private:
    void flip(std::size_t offset, std::span<std::uint8_t> pixels) const
    {
        const std::uint64_t bit = flippedBit(m_frame->counter, m_frame->imageBytes);
        if (bit / 8 >= offset && bit / 8 - offset < pixels.size())
            pixels[bit / 8 - offset] ^= std::uint8_t(1u << bit % 8);
    }

    std::shared_ptr<const Frame> m_frame;
    std::vector<std::uint8_t> m_tail;
    bool m_flip;
    std::shared_ptr<FrameTicket> m_ticket;
};

class Writer
{
public:
    explicit Writer(std::size_t bytes) : m_bytes(bytes) {}
    Writer &put(std::uint64_t value, std::size_t size)
    {
        storeInteger(std::span(m_bytes).subspan(m_at, size), value, kLittle);
        m_at += size;
        return *this;
    }
    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

private:
    std::vector<std::uint8_t> m_bytes;
    std::size_t m_at = 0;
};

std::vector<std::uint8_t> leaderBytes(const Frame &frame, std::uint64_t blockId)
{
    Writer leader(kLeaderBytes);
    leader.put(kLeaderPrefix, 4).put(0, 2).put(kLeaderBytes, 2).put(blockId, 8).put(0, 2);
    leader.put(frame.chunkMode ? kImageWithChunks : kImage, 2).put(frame.timestampNs, 8).put(frame.pixelFormat, 4);
    leader.put(frame.width, 4).put(frame.height, 4).put(frame.offsetX, 4).put(frame.offsetY, 4);
    leader.put(0, 2); // no padding at the end of a line
    return leader.take();
}

std::vector<std::uint8_t> trailerBytes(const Frame &frame, std::uint64_t blockId, std::size_t sent)
{
    const std::uint32_t size = frame.chunkMode ? kChunkTrailerBytes : kTrailerBytes;
    const std::uint16_t status = sent < frame.payloadBytes() ? kDataOverrun : 0;
    Writer trailer(size);
    trailer.put(kTrailerPrefix, 4).put(0, 2).put(size, 2).put(blockId, 8).put(status, 2).put(0, 2).put(sent, 8);
    trailer.put(frame.height, 4);
    if (frame.chunkMode)
        trailer.put(frame.chunkLayout, 4);
    return trailer.take();
}

void appendCounted(std::vector<Slice> &to, std::vector<std::uint8_t> bytes, PacketFault fault,
                   const std::shared_ptr<FrameTicket> &ticket)
{
    const std::size_t length = spoilPacket(fault, bytes, kPrefixBytes);
    if (length == 0)
        return;
    ticket->expect(length);
    to.push_back({std::make_shared<CountedBytes>(std::move(bytes), ticket), 0, length});
}

} // namespace

FrameTicket::~FrameTicket()
{
    if (!m_sent)
        m_camera.countFrame(false);
}

void FrameTicket::read(std::size_t bytes)
{
    if (m_left.fetch_sub(bytes) != bytes)
        return;
    m_sent = true;
    m_camera.countFrame(true);
}

std::vector<std::size_t> transferSizes(const StreamSetup &setup, std::size_t bytes)
{
    std::vector<std::size_t> sizes;
    const auto add = [&sizes, &bytes](std::size_t most) {
        if (const std::size_t size = std::min(most, bytes); size > 0) {
            sizes.push_back(size);
            bytes -= size;
        }
    };
    for (std::uint32_t i = 0; i < setup.payloadCount && setup.payloadSize > 0 && bytes > 0; ++i)
        add(setup.payloadSize);
    add(setup.transfer1);
    add(setup.transfer2);
    return sizes;
}

std::vector<Slice> makeBlock(Camera &camera, std::shared_ptr<const Frame> frame, std::uint64_t blockId,
                             const BlockRules &rules)
{
    const Frame &what = *frame;
    const auto ticket = std::make_shared<FrameTicket>(camera);
    const auto payload = std::make_shared<Payload>(std::move(frame), rules.faults.bitFlip, ticket);
    const std::size_t wanted = rules.usbFaults.shortPayload ? payload->size() / 2 : payload->size();
    const auto sizes = transferSizes(rules.setup, wanted);
    std::vector<Slice> messages;
    appendCounted(messages, leaderBytes(what, blockId), rules.faults.leader, ticket);
    std::size_t sent = 0;
    for (const std::size_t size : sizes) {
        messages.push_back({payload, sent, size});
        sent += size;
    }
    ticket->expect(sent);
    const std::uint64_t trailerId = rules.usbFaults.blockId == BlockIdFault::Trailer ? blockId + 1 : blockId;
    appendCounted(messages, trailerBytes(what, trailerId, sent), rules.faults.trailer, ticket);
    return messages;
}

} // namespace mv::vcam::u3v
