// SPDX-License-Identifier: GPL-3.0-or-later
// Frames over the wire: bit-exact in every format, at any packet size, resent on request.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace mv::test {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::uint32_t kWidthReg = 0x201010, kHeightReg = 0x201014, kOffsetXReg = 0x201018, kOffsetYReg = 0x20101C,
                        kPixelFormatReg = 0x201020, kModeReg = 0x202000, kStartReg = 0x202004, kStopReg = 0x202008,
                        kFrameCountReg = 0x20200C, kChunkReg = 0x203000, kPayloadReg = 0x204000;

/// Samples of a payload, unpacked by the published layouts; an implementation apart from the camera's.
std::vector<unsigned> unpack(const Bytes &bytes, std::uint32_t pfnc)
{
    std::vector<unsigned> samples;
    switch (pfnc) {
    case 0x01080001: // Mono8
    case 0x01080009: // BayerRG8
    case 0x02180014: // RGB8
        samples.assign(bytes.begin(), bytes.end());
        break;
    case 0x010C0004:   // Mono10Packed
    case 0x010C0006: { // Mono12Packed
        const unsigned low = pfnc == 0x010C0004 ? 2 : 4;
        for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
            const unsigned mask = (1u << low) - 1;
            samples.push_back(unsigned(bytes[i]) << low | (bytes[i + 1] & mask));
            samples.push_back(unsigned(bytes[i + 2]) << low | (bytes[i + 1] >> 4 & mask));
        }
        break;
    }
    case 0x010C0047: // Mono12p
        for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
            const unsigned word = bytes[i] | unsigned(bytes[i + 1]) << 8 | unsigned(bytes[i + 2]) << 16;
            samples.push_back(word & 0xFFF);
            samples.push_back(word >> 12);
        }
        break;
    default: // two bytes a sample
        for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
            samples.push_back(bytes[i] | unsigned(bytes[i + 1]) << 8);
    }
    return samples;
}

/// Number of samples that differ from (x + y + c) mod 2^bits, or -1 if their count is wrong.
long wrongSamples(const ReceivedFrame &frame, unsigned bits, unsigned channels, std::uint64_t c)
{
    const auto samples = unpack(frame.payload(), frame.pixelFormat);
    if (samples.size() != std::size_t(frame.width) * frame.height * channels)
        return -1;
    long wrong = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::uint64_t pixel = i / channels;
        const std::uint64_t expected = (pixel % frame.width + pixel / frame.width + c) % (1u << bits);
        wrong += samples[i] != expected;
    }
    return wrong;
}

class Stream : public testing::Test
{
protected:
    VirtualCameraProcess camera;
    std::unique_ptr<GigeClient> client;

    // At 20 frames/s the camera's FIFO bridges 400 ms in which a busy machine does not let the sender run.
    void open(std::vector<std::string> args = {}, std::uint32_t packetSize = 9000)
    {
        args.insert(args.begin(), {"--sensor", "320x240", "--set", "AcquisitionFrameRate=20"});
        ASSERT_TRUE(camera.start(args)) << camera.error();
        client = std::make_unique<GigeClient>(camera.address());
        ASSERT_EQ(client->takeControl(), 0);
        client->openStream(packetSize);
    }
};

struct Format
{
    const char *model;
    std::uint32_t code;
    unsigned bits, channels;
};

TEST_F(Stream, everyFormatIsBitExact)
{
    const Format formats[] = {{"mono", 0x01080001, 8, 1},  {"mono", 0x01100003, 10, 1},  {"mono", 0x01100005, 12, 1},
                              {"mono", 0x010C0004, 10, 1}, {"mono", 0x010C0006, 12, 1},  {"mono", 0x010C0047, 12, 1},
                              {"color", 0x01080009, 8, 1}, {"color", 0x0110000D, 10, 1}, {"color", 0x01100011, 12, 1},
                              {"color", 0x02180014, 8, 3}, {"color", 0x01080001, 8, 1}};
    for (const Format &format : formats) {
        open({"--model", format.model});
        ASSERT_EQ(client->setFeature(kPixelFormatReg, format.code), 0) << std::hex << format.code;
        ASSERT_EQ(client->setFeature(kStartReg, 1), 0);
        for (std::uint64_t c = 0; c < 5; ++c) {
            const auto frame = client->receiveFrame();
            ASSERT_TRUE(frame && frame->complete()) << std::hex << format.code;
            EXPECT_EQ(frame->blockId, c + 1);
            EXPECT_EQ(frame->pixelFormat, format.code);
            EXPECT_EQ(wrongSamples(*frame, format.bits, format.channels, c), 0) << std::hex << format.code;
        }
        ASSERT_EQ(client->setFeature(kStopReg, 1), 0);
    }
}

TEST_F(Stream, theRegionOfInterestCountsFromItsOwnCorner)
{
    open();
    for (const auto &[address, value] :
         {std::pair{kWidthReg, 160u}, {kHeightReg, 100u}, {kOffsetXReg, 40u}, {kOffsetYReg, 60u}})
        ASSERT_EQ(client->setFeature(address, value), 0);
    client->setFeature(kStartReg, 1);
    const auto frame = client->receiveFrame();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->width, 160u);
    EXPECT_EQ(frame->height, 100u);
    EXPECT_EQ(frame->offsetX, 40u);
    EXPECT_EQ(frame->offsetY, 60u);
    EXPECT_EQ(wrongSamples(*frame, 8, 1, 0), 0);
}

TEST_F(Stream, anyPacketSizeWillDo)
{
    for (const std::uint32_t size : {576u, 1001u, 1500u, 16000u, 65000u}) {
        open({}, size);
        client->setFeature(kStartReg, 1);
        for (std::uint64_t c = 0; c < 3; ++c) {
            const auto frame = client->receiveFrame();
            ASSERT_TRUE(frame && frame->complete()) << size;
            EXPECT_EQ(frame->packets.begin()->second.size(), std::min<std::size_t>(size - 36, 320 * 240)) << size;
            EXPECT_EQ(wrongSamples(*frame, 8, 1, c), 0) << size;
        }
    }
}

TEST_F(Stream, chunksCarryTheCounter)
{
    open();
    ASSERT_EQ(client->setFeature(kChunkReg, 1), 0);
    client->setFeature(kStartReg, 1);
    for (std::uint8_t c = 0; c < 3; ++c) {
        const auto frame = client->receiveFrame();
        ASSERT_TRUE(frame && frame->complete());
        EXPECT_EQ(frame->payloadType, 0x4001);
        const Bytes payload = frame->payload();
        ASSERT_EQ(payload.size(), client->feature(kPayloadReg));
        EXPECT_EQ(getBig(payload, payload.size() - 8, 4), 0x10u);
        EXPECT_EQ(payload[payload.size() - 16], c);
    }
}

TEST_F(Stream, modesSendWhatTheySay)
{
    struct Mode
    {
        std::uint32_t mode, count, frames;
    };
    open();
    std::uint16_t block = 0;
    for (const Mode &mode : {Mode{1, 7, 1}, Mode{2, 7, 7}, Mode{2, 20, 20}}) {
        ASSERT_EQ(client->setFeature(kModeReg, mode.mode), 0);
        ASSERT_EQ(client->setFeature(kFrameCountReg, mode.count), 0);
        ASSERT_EQ(client->setFeature(kStartReg, 1), 0);
        for (std::uint32_t c = 0; c < mode.frames; ++c) {
            const auto frame = client->receiveFrame();
            ASSERT_TRUE(frame);
            EXPECT_EQ(frame->blockId, ++block) << "block ids go on while the channel is open";
            EXPECT_EQ(wrongSamples(*frame, 8, 1, c), 0) << "c begins again";
        }
        EXPECT_FALSE(client->receiveFrame(milliseconds(100)));
    }
}

/// c, from the chunk at the end of the payload.
std::uint64_t counterOf(const ReceivedFrame &frame)
{
    const Bytes payload = frame.payload();
    std::uint64_t counter = 0;
    for (std::size_t i = 0; i < 8; ++i)
        counter |= std::uint64_t(payload.at(payload.size() - 16 + i)) << (8 * i);
    return counter;
}

// Against c, so that frames which a busy machine makes the camera drop are counted too.
TEST_F(Stream, theRateIsTheOneAskedFor)
{
    open();
    ASSERT_EQ(client->setFeature(kChunkReg, 1), 0);
    client->setFeature(kStartReg, 1);
    const auto first = client->receiveFrame();
    ASSERT_TRUE(first && first->complete());
    for (int i = 0; i < 30; ++i) {
        const auto frame = client->receiveFrame();
        ASSERT_TRUE(frame && frame->complete());
        EXPECT_EQ(frame->timestamp - first->timestamp, counterOf(*frame) * 50'000'000u)
            << "20 Hz on the camera's clock";
    }
}

TEST_F(Stream, packetsAreResent)
{
    open({}, 2000);
    client->setFeature(kModeReg, 1);
    client->setFeature(kStartReg, 1);
    const auto frame = client->receiveFrame();
    ASSERT_TRUE(frame && frame->complete());
    client->requestResend(1, 3, 5);
    for (std::uint32_t id = 3; id <= 5; ++id) {
        const auto packet = client->streamSocket().receive(milliseconds(1000));
        ASSERT_TRUE(packet);
        EXPECT_EQ(getBig(*packet, 0, 2), 0x0100u) << "resent";
        EXPECT_EQ(getBig(*packet, 5, 3), id);
        EXPECT_EQ(Bytes(packet->begin() + 8, packet->end()), frame->packets.at(id));
    }
    client->requestResend(1, 0, 0xFFFFFF);
    std::set<std::uint64_t> ids;
    while (const auto packet = client->streamSocket().receive(milliseconds(300)))
        ids.insert(getBig(*packet, 5, 3));
    EXPECT_EQ(ids.size(), frame->lastPacket + 1u) << "the whole block, leader and trailer included";
}

TEST_F(Stream, whatIsNotThereIsRefused)
{
    open({}, 2000);
    client->setFeature(kModeReg, 1);
    client->setFeature(kStartReg, 1);
    ASSERT_TRUE(client->receiveFrame());
    client->requestResend(77, 2, 3);
    for (std::uint32_t id = 2; id <= 3; ++id) {
        const auto packet = client->streamSocket().receive(milliseconds(1000));
        ASSERT_TRUE(packet);
        EXPECT_EQ(getBig(*packet, 0, 2), 0x800Cu);
        EXPECT_EQ(getBig(*packet, 2, 2), 77u);
        EXPECT_EQ(getBig(*packet, 5, 3), id);
    }
}

TEST_F(Stream, theTestPacketHasTheSizeAskedFor)
{
    open();
    for (const std::uint32_t size : {576u, 1500u, 65000u}) {
        ASSERT_EQ(client->writeRegister(0xD04, 0x80000000 | size).status, 0);
        const auto packet = client->streamSocket().receive(milliseconds(1000));
        ASSERT_TRUE(packet);
        EXPECT_EQ(packet->size(), size - 28);
    }
}

TEST_F(Stream, thePacketDelayHoldsPacketsApart)
{
    open({}, 2000); // 40 payload packets, 42 in all
    ASSERT_EQ(client->writeRegister(0xD08, 2'000'000).status, 0);
    client->setFeature(kModeReg, 1);
    client->setFeature(kStartReg, 1);
    ASSERT_TRUE(client->streamSocket().receive(milliseconds(1000))) << "leader";
    const auto begin = Steady::now();
    ASSERT_TRUE(client->receiveFrame());
    EXPECT_GE(Steady::now() - begin, milliseconds(41 * 2 - 10));
}

TEST_F(Stream, aSlowLinkDropsFramesInTheCameraAndSaysSo)
{
    open({"--set", "AcquisitionFrameRate=100"}, 2000);
    ASSERT_EQ(client->writeRegister(0xD08, 2'000'000).status, 0); // 84 ms a frame, at 100 Hz
    client->setFeature(kChunkReg, 1);
    client->setFeature(kStartReg, 1);
    std::uint64_t counter = 0;
    std::uint16_t block = 0;
    for (int i = 0; i < 15; ++i) {
        const auto frame = client->receiveFrame();
        ASSERT_TRUE(frame);
        block = frame->blockId;
        counter = counterOf(*frame);
    }
    EXPECT_EQ(block, 15) << "what is sent has no gaps";
    EXPECT_GT(counter, 40u) << "what was exposed has";
    EXPECT_GT(client->feature(0x200128, 8), 20u) << "FrameDroppedCount";
}

TEST_F(Stream, losingTheControllerEndsTheStream)
{
    open();
    ASSERT_EQ(client->writeRegister(0x938, 500).status, 0);
    client->setFeature(kStartReg, 1);
    ASSERT_TRUE(client->receiveFrame());
    const auto deadline = Steady::now() + milliseconds(5000);
    while (client->receiveFrame(milliseconds(300)) && Steady::now() < deadline) {
    }
    EXPECT_LT(Steady::now(), deadline) << "frames still come";
    EXPECT_EQ(client->bootstrap(0xA00), 0u);
    EXPECT_EQ(client->bootstrap(0xD00), 0u);
    EXPECT_EQ(client->feature(0x202014), 0u) << "AcquisitionStatus";
}

} // namespace
} // namespace mv::test
