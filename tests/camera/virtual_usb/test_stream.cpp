// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as the host receives them: leader, payload, trailer, and what the faults make of them.
#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/u3v/stream_block.h"
#include "camera/virtual/u3v/u3v_device.h"
#include "camera/virtual/u3v/u3v_function.h"
#include "camera/virtual/u3v/usb_descriptors.h"
#include "tests/camera/virtual_usb/sink.h"

#include <gtest/gtest.h>

namespace mv::vcam::u3v {
namespace {

using Bytes = std::vector<std::uint8_t>;
using std::chrono::milliseconds;

std::uint64_t little(const Bytes &bytes, std::size_t at, std::size_t size)
{
    return loadInteger(std::span(bytes).subspan(at, size), std::endian::little);
}

/// A program that has opened the device: commands, and transfers on the stream endpoint.
class Host
{
public:
    explicit Host(Camera &camera) : m_function(camera) { m_function.plugged(); }

    unsigned write(std::uint64_t address, std::uint64_t value, std::size_t size = 4)
    {
        Bytes payload(8 + size);
        storeInteger(std::span(payload).first(8), address, std::endian::little);
        storeInteger(std::span(payload).subspan(8), value, std::endian::little);
        const auto ack = command(0x0802, payload);
        return ack ? unsigned(little(*ack, 4, 2)) : ~0u;
    }
    std::optional<Bytes> command(std::uint16_t code, const Bytes &payload)
    {
        Bytes packet(12);
        storeInteger(std::span(packet).subspan(0, 4), 0x43563355, std::endian::little);
        storeInteger(std::span(packet).subspan(4, 2), 0x4000, std::endian::little);
        storeInteger(std::span(packet).subspan(6, 2), code, std::endian::little);
        storeInteger(std::span(packet).subspan(8, 2), payload.size(), std::endian::little);
        storeInteger(std::span(packet).subspan(10, 2), ++m_request, std::endian::little);
        packet.insert(packet.end(), payload.begin(), payload.end());
        m_function.bulkOut(kCommandEndpoint, packet);
        return receive(kAckEndpoint, 1024);
    }
    std::optional<Bytes> receive(std::uint8_t endpoint, std::size_t room, milliseconds patience = milliseconds(10'000))
    {
        const std::uint32_t id = ++m_transfer;
        m_function.bulkIn(endpoint, room, id, m_sink);
        const auto done = m_sink->wait(id, patience);
        if (!done)
            m_function.cancel(id, m_sink.get());
        m_status = done ? done->status : 1;
        return done && done->status == 0 ? std::optional(done->bytes) : std::nullopt;
    }
    void startStream(std::uint32_t payload)
    {
        for (const auto &[offset, value] : {std::pair(0x18u, 1024u),
                                            {0x1Cu, payload},
                                            {0x20u, 1u},
                                            {0x24u, 0u},
                                            {0x28u, 0u},
                                            {0x2Cu, 1024u},
                                            {0x04u, 1u}})
            ASSERT_EQ(write(kSirmAddress + offset, value), 0u);
        ASSERT_EQ(write(0x202004, 1), 0u) << "AcquisitionStart";
    }
    int status() const { return m_status; }
    U3vFunction &function() { return m_function; }

private:
    U3vFunction m_function;
    std::shared_ptr<Sink> m_sink = std::make_shared<Sink>();
    std::uint32_t m_transfer = 0;
    std::uint16_t m_request = 0;
    int m_status = 0;
};

constexpr std::uint32_t kBytes = 64 * 32; // two packets

class Stream : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 64, 32, 1}, {std::string(kUsbTransportXml), true}};
    Host host{camera};

    void SetUp() override
    {
        for (const auto &[name, value] :
             {std::pair("TestImageSelector", "GreyDiagonalRampMoving"), {"AcquisitionFrameRate", "100"}})
            ASSERT_EQ(camera.setFeature(name, value), std::nullopt);
    }
    std::int64_t integer(const char *name) { return std::get<std::int64_t>(camera.feature(name)); }
};

TEST_F(Stream, aFrameIsLeaderPayloadTrailer)
{
    host.startStream(kBytes);
    std::uint64_t lastTime = 0;
    for (std::uint64_t block = 0; block < 5; ++block) {
        const auto leader = host.receive(kStreamEndpoint, 1024), payload = host.receive(kStreamEndpoint, kBytes),
                   trailer = host.receive(kStreamEndpoint, 1024);
        ASSERT_TRUE(leader && payload && trailer);
        ASSERT_EQ(leader->size(), 52u);
        EXPECT_EQ(little(*leader, 0, 4), 0x4C563355u);
        EXPECT_EQ(little(*leader, 6, 2), 52u);
        EXPECT_EQ(little(*leader, 8, 8), block) << "from 0";
        EXPECT_EQ(little(*leader, 18, 2), 1u) << "an image";
        EXPECT_GT(little(*leader, 20, 8), lastTime);
        lastTime = little(*leader, 20, 8);
        EXPECT_EQ(little(*leader, 28, 4), 0x01080001u) << "Mono8";
        EXPECT_EQ(little(*leader, 32, 4), 64u);
        EXPECT_EQ(little(*leader, 36, 4), 32u);
        ASSERT_EQ(payload->size(), kBytes);
        const std::uint8_t counter = (*payload)[0];
        for (std::size_t i = 0; i < kBytes; ++i)
            ASSERT_EQ((*payload)[i], std::uint8_t(i % 64 + i / 64 + counter));
        ASSERT_EQ(trailer->size(), 32u);
        EXPECT_EQ(little(*trailer, 0, 4), 0x54563355u);
        EXPECT_EQ(little(*trailer, 8, 8), block);
        EXPECT_EQ(little(*trailer, 16, 2), 0u) << "status";
        EXPECT_EQ(little(*trailer, 20, 8), kBytes);
        EXPECT_EQ(little(*trailer, 28, 4), 32u);
        EXPECT_EQ(integer("FrameSentCount"), std::int64_t(block + 1));
    }
}

TEST_F(Stream, chunksFollowTheImageLittleEndian)
{
    ASSERT_FALSE(camera.setFeature("ChunkModeActive", "true"));
    const auto all = std::uint32_t(integer("PayloadSize"));
    ASSERT_EQ(all, kBytes + 8 + 8 + 8);
    host.startStream(all);
    const auto leader = host.receive(kStreamEndpoint, 1024), payload = host.receive(kStreamEndpoint, all),
               trailer = host.receive(kStreamEndpoint, 1024);
    ASSERT_TRUE(leader && payload && trailer);
    EXPECT_EQ(little(*leader, 18, 2), 0x4001u);
    ASSERT_EQ(payload->size(), all);
    EXPECT_EQ(little(*payload, kBytes, 4), 1u) << "the image's chunk";
    EXPECT_EQ(little(*payload, kBytes + 4, 4), kBytes);
    EXPECT_EQ(little(*payload, all - 8, 4), 0x10u) << "FrameCounter";
    EXPECT_EQ(little(*payload, all - 4, 4), 8u);
    EXPECT_EQ(trailer->size(), 36u);
}

TEST(Transfers, cutThePayloadAsTheHostWants)
{
    const StreamSetup setup{true, 1024, 1024, 1000, 2, 500, 300};
    EXPECT_EQ(setup.capacity(), 2800u);
    const auto sizes = [&](std::size_t bytes) { return transferSizes(setup, bytes); };
    EXPECT_EQ(sizes(2800), (std::vector<std::size_t>{1000, 1000, 500, 300}));
    EXPECT_EQ(sizes(2600), (std::vector<std::size_t>{1000, 1000, 500, 100}));
    EXPECT_EQ(sizes(1500), (std::vector<std::size_t>{1000, 500}));
    EXPECT_EQ(sizes(9999), (std::vector<std::size_t>{1000, 1000, 500, 300})) << "and no more";
    EXPECT_TRUE(sizes(0).empty());
    EXPECT_TRUE(transferSizes({}, 100).empty());
}

TEST_F(Stream, anImageThatGrewIsCutAndSaysSo)
{
    ASSERT_FALSE(camera.setFeature("Height", "16"));
    for (const auto &[offset, value] :
         {std::pair(0x18u, 1024u), {0x1Cu, kBytes / 2}, {0x20u, 1u}, {0x2Cu, 1024u}, {0x04u, 1u}})
        ASSERT_EQ(host.write(kSirmAddress + offset, value), 0u);
    ASSERT_FALSE(camera.setFeature("Height", "32"));
    ASSERT_EQ(host.write(0x202004, 1), 0u);
    const auto leader = host.receive(kStreamEndpoint, 1024), payload = host.receive(kStreamEndpoint, kBytes / 2),
               trailer = host.receive(kStreamEndpoint, 1024);
    ASSERT_TRUE(leader && payload && trailer);
    EXPECT_EQ(payload->size(), kBytes / 2);
    EXPECT_EQ(little(*trailer, 16, 2), 0xA101u) << "overrun";
    EXPECT_EQ(little(*trailer, 20, 8), kBytes / 2);
}

TEST_F(Stream, whatTheHostDoesNotTakeIsDroppedAndCounted)
{
    host.startStream(kBytes);
    ASSERT_TRUE(host.receive(kStreamEndpoint, 1024));
    for (int i = 0; i < 500 && integer("FrameDroppedCount") < 3; ++i)
        std::this_thread::sleep_for(milliseconds(10)); // 100 frames a second into a FIFO of 8
    EXPECT_GE(integer("FrameDroppedCount"), 3);
    EXPECT_EQ(integer("FrameSentCount"), 0) << "the first one is still on its way";
}

TEST_F(Stream, aNewStreamBeginsWithANewFrame)
{
    for (int round = 0; round < 2; ++round) {
        host.startStream(kBytes);
        const auto leader = host.receive(kStreamEndpoint, 1024);
        ASSERT_TRUE(leader);
        EXPECT_EQ(little(*leader, 0, 4), 0x4C563355u) << "and not with the rest of an old one";
        EXPECT_EQ(little(*leader, 8, 8), 0u);
        ASSERT_TRUE(host.receive(kStreamEndpoint, 1024)) << "half a payload";
        ASSERT_EQ(host.write(0x202008, 1), 0u) << "AcquisitionStop";
        ASSERT_EQ(host.write(kSirmAddress + 4, 0), 0u);
    }
    EXPECT_FALSE(host.receive(kStreamEndpoint, 1024, milliseconds(100))) << "off";
}

struct FaultCase
{
    const char *feature, *value;
    std::size_t leader, payload, trailer; ///< bytes that come; 0: none
    std::uint64_t ids[3];                 ///< of the first frames' leaders
};

TEST_F(Stream, faultsSpoilWhatTheySay)
{
    const FaultCase cases[] = {
        {"VirtualFaultShortPayload", "true", 52, kBytes / 2, 32, {0, 1, 2}},
        {"VirtualFaultLeader", "Missing", 0, kBytes, 32, {0, 1, 2}},
        {"VirtualFaultLeader", "Truncated", 16 + 18, kBytes, 32, {0, 1, 2}},
        {"VirtualFaultTrailer", "Missing", 52, kBytes, 0, {0, 1, 2}},
        {"VirtualFaultBlockId", "Gap", 52, kBytes, 32, {0, 2, 4}},
        {"VirtualFaultBlockId", "Repeat", 52, kBytes, 32, {0, 0, 1}},
    };
    for (const FaultCase &c : cases) {
        SCOPED_TRACE(std::string(c.feature) + '=' + c.value);
        const bool ofWire = host.function().setFeature(c.feature, c.value) == std::nullopt;
        if (!ofWire) {
            ASSERT_FALSE(camera.setFeature(c.feature, c.value));
        }
        host.startStream(kBytes);
        for (const std::uint64_t id : c.ids) {
            if (c.leader > 0) {
                const auto leader = host.receive(kStreamEndpoint, 1024);
                ASSERT_TRUE(leader);
                EXPECT_EQ(leader->size(), c.leader);
                EXPECT_EQ(little(*leader, 8, 8), id);
            }
            EXPECT_EQ(host.receive(kStreamEndpoint, c.payload)->size(), c.payload);
            if (c.trailer > 0) {
                EXPECT_EQ(host.receive(kStreamEndpoint, 1024)->size(), c.trailer);
            }
        }
        ASSERT_EQ(host.write(0x202008, 1), 0u);
        ASSERT_EQ(host.write(kSirmAddress + 4, 0), 0u);
        const char *off = std::string_view(c.value) == "true" ? "false" : "None";
        ASSERT_EQ(ofWire ? host.function().setFeature(c.feature, off) : camera.setFeature(c.feature, off),
                  std::nullopt);
    }
}

TEST_F(Stream, aTrailerMayBeAnotherFrames)
{
    ASSERT_EQ(host.function().setFeature("VirtualFaultBlockId", "Trailer"), std::nullopt);
    host.startStream(kBytes);
    host.receive(kStreamEndpoint, 1024);
    host.receive(kStreamEndpoint, kBytes);
    EXPECT_EQ(little(*host.receive(kStreamEndpoint, 1024), 8, 8), 1u);
}

TEST_F(Stream, stalledEndpointsStayStalledUntilCleared)
{
    const std::uint64_t stall = kUsbFaultAddress + 8;
    const auto clear = [&](std::uint16_t endpoint) {
        EXPECT_EQ(host.function().control({0x02, 1, 0, endpoint, 0}, {}).status, 0);
    };
    ASSERT_EQ(host.write(stall, 3), 0u) << "stream";
    EXPECT_FALSE(host.receive(kStreamEndpoint, 64));
    EXPECT_EQ(host.status(), kStalled);
    clear(kStreamEndpoint);
    ASSERT_EQ(host.write(stall, 2), 0u) << "events";
    EXPECT_FALSE(host.receive(kEventEndpoint, 64));
    EXPECT_EQ(host.status(), kStalled);
    ASSERT_EQ(host.write(stall, 1), 0u) << "this one is answered";
    EXPECT_EQ(host.write(stall, 0), ~0u);
    EXPECT_EQ(host.status(), kStalled);
    clear(kAckEndpoint);
    EXPECT_EQ(host.write(stall, 0), 0u);
    host.startStream(kBytes);
    EXPECT_TRUE(host.receive(kStreamEndpoint, 1024));
}

TEST_F(Stream, answersMayBeLateAnnouncedOrWrong)
{
    const Bytes readWidth{0x10, 0x10, 0x20, 0, 0, 0, 0, 0, 0, 0, 4, 0};
    ASSERT_FALSE(camera.setFeature("VirtualFaultRegisterDelay", "150"));
    const auto begin = std::chrono::steady_clock::now();
    const auto pending = host.command(0x0800, readWidth);
    ASSERT_TRUE(pending);
    EXPECT_EQ(little(*pending, 6, 2), 0x0805u);
    EXPECT_GE(little(*pending, 14, 2), 150u) << "milliseconds to wait";
    const auto answer = host.receive(kAckEndpoint, 16);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(149));
    EXPECT_EQ(little(*answer, 12, 4), 64u);
    EXPECT_EQ(little(*answer, 10, 2), little(*pending, 10, 2));
    ASSERT_FALSE(camera.setFeature("VirtualFaultRegisterDelay", "0"));
    ASSERT_FALSE(camera.setFeature("VirtualFaultRegisterMode", "WrongId"));
    const auto wrong = host.command(0x0800, readWidth);
    EXPECT_EQ(little(*wrong, 10, 2), (little(*pending, 10, 2) + 1) ^ 1);
    ASSERT_FALSE(camera.setFeature("VirtualFaultRegisterMode", "Refuse"));
    EXPECT_EQ(little(*host.command(0x0800, readWidth), 4, 2), 0x8006u);
}

} // namespace
} // namespace mv::vcam::u3v
