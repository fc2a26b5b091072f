// SPDX-License-Identifier: GPL-3.0-or-later
// A frame cut into packets and put together again, at every kind of packet size.
#include "camera/virtual/core/isp/test_image.h"
#include "camera/virtual/core/pixel_format.h"
#include "camera/virtual/gige/gvsp_packet.h"
#include "camera/virtual/gige/pacing.h"

#include <gtest/gtest.h>

#include <cstring>

namespace mv::vcam::gige {
namespace {

constexpr std::uint32_t kWidth = 64, kHeight = 48;

std::shared_ptr<Frame> makeFrame(bool chunks)
{
    const PixelFormat &format = pixelFormats()[0];
    auto frame = std::make_shared<Frame>();
    frame->timestampNs = 0x0102030405060708;
    frame->periodNs = 10'000'000;
    frame->pixelFormat = format.code;
    frame->width = kWidth;
    frame->height = kHeight;
    frame->offsetX = 8;
    frame->offsetY = 6;
    frame->imageBytes = format.rowBytes(kWidth) * kHeight;
    frame->pixels = TestImages().pixels(TestImage::GreyDiagonalRampMoving, format, kWidth, 3);
    frame->chunkMode = chunks;
    frame->chunkLayout = chunks;
    if (chunks)
        frame->chunks = {{0x10, {3, 0, 0, 0, 0, 0, 0, 0}}};
    return frame;
}

StreamConfig configFor(std::uint32_t packetSize)
{
    StreamConfig config;
    config.packetSize = packetSize;
    return config;
}

using Bytes = std::vector<std::uint8_t>;

Bytes packet(const GvspBlock &block, std::uint32_t index)
{
    Bytes bytes(block.packetBytes(index), 0xEE);
    block.writePacket(index, 0, bytes);
    return bytes;
}

Bytes assemble(const GvspBlock &block)
{
    Bytes all;
    for (std::uint32_t i = 1; i + 1 < block.packetCount(); ++i) {
        const Bytes bytes = packet(block, i);
        all.insert(all.end(), bytes.begin() + 8, bytes.end());
    }
    return all;
}

TEST(GvspBlock, payloadIsTheImageAtEveryPacketSize)
{
    const auto frame = makeFrame(false);
    Bytes image(frame->imageBytes);
    frame->pixels->read(0, image);
    for (const std::uint32_t size : {576u, 577u, 1500u, 9000u, 65000u}) {
        const GvspBlock block(frame, 1, configFor(size));
        EXPECT_EQ(assemble(block), image) << size;
        EXPECT_EQ(block.packetCount(), 2 + (image.size() + size - 37) / (size - 36)) << size;
    }
}

TEST(GvspBlock, leaderSaysWhatTheFrameIs)
{
    const GvspBlock block(makeFrame(false), 0xABCD, configFor(1500));
    const Bytes expected{0,    0,    0xAB, 0xCD, 1, 0, 0, 0,               // status, block, leader, packet 0
                         0,    0,    0,    1,                              // image
                         1,    2,    3,    4,    5, 6, 7, 8,               // time stamp
                         0x01, 0x08, 0,    1,    0, 0, 0, 64, 0, 0, 0, 48, // Mono8, width, height
                         0,    0,    0,    8,    0, 0, 0, 6,  0, 0, 0, 0}; // offsets, no padding
    EXPECT_EQ(packet(block, 0), expected);
}

TEST(GvspBlock, trailerEndsTheBlock)
{
    const GvspBlock block(makeFrame(false), 1, configFor(1500));
    const std::uint32_t last = block.packetCount() - 1;
    const Bytes expected{0, 0, 0, 1, 2, 0, 0, std::uint8_t(last), 0, 0, 0, 1, 0, 0, 0, 48};
    EXPECT_EQ(packet(block, last), expected);
}

TEST(GvspBlock, chunksFollowTheImage)
{
    const auto frame = makeFrame(true);
    for (const std::uint32_t size : {576u, 3072u + 36, 3076u + 36, 65000u}) { // also cut inside the chunk data
        const GvspBlock block(frame, 1, configFor(size));
        const Bytes payload = assemble(block);
        ASSERT_EQ(payload.size(), frame->payloadBytes()) << size;
        const Bytes tail(payload.begin() + std::ptrdiff_t(frame->imageBytes), payload.end());
        const Bytes expected{0, 0, 0, 1,    0, 0, 0x0C, 0, // image chunk: id 1, 3072 bytes
                             3, 0, 0, 0,    0, 0, 0,    0, // c = 3, little-endian as the XML says
                             0, 0, 0, 0x10, 0, 0, 0,    8};
        EXPECT_EQ(tail, expected) << size;
        EXPECT_EQ(packet(block, 0)[10], 0x40) << "extended chunk mode";
        const Bytes trailer = packet(block, block.packetCount() - 1);
        const Bytes rest{0, 0, 0x40, 1, 0, 0, 0, 48, 0, 0, 0x0C, 0x18, 0, 0, 0, 1}; // height, payload length, layout
        EXPECT_EQ(Bytes(trailer.begin() + 8, trailer.end()), rest);
    }
}

TEST(GvspBlock, anUnavailablePacketIsAHeaderWithAStatus)
{
    EXPECT_EQ(makeUnavailablePacket(0x0102, 0x030405), (Bytes{0x80, 0x0C, 1, 2, 3, 3, 4, 5}));
}

TEST(GvspBlock, idsSkipZero)
{
    EXPECT_EQ(blockIdAfter(1), 2);
    EXPECT_EQ(blockIdAfter(0xFFFE), 0xFFFF);
    EXPECT_EQ(blockIdAfter(0xFFFF), 1);
}

TEST(Pacing, spreadsAFrameOverMostOfItsPeriod)
{
    const GvspBlock block(makeFrame(false), 1, configFor(576));
    const Pacing pacing = pacingFor(block);
    const double batches = double(block.packetCount()) / pacing.batchPackets;
    EXPECT_LE(batches * double(pacing.batchIntervalNs), 0.81e7);
}

TEST(Pacing, sendsASmallFrameInOnePiece)
{
    for (const std::uint32_t size : {576u, 1500u}) {
        const GvspBlock block(makeFrame(false), 1, configFor(size));
        EXPECT_GE(pacingFor(block).batchPackets, block.packetCount()) << size;
    }
}

TEST(Pacing, leavesNoGapThatLooksLikeALoss)
{
    const auto frame = makeFrame(false);
    frame->periodNs = 10'000'000'000;
    for (const std::uint32_t size : {576u, 1500u, 9000u, 65000u})
        EXPECT_LE(pacingFor(GvspBlock(frame, 1, configFor(size))).batchIntervalNs, 4'000'000) << size;
}

TEST(Pacing, keepsToThePacketDelay)
{
    StreamConfig config = configFor(576);
    for (const std::uint32_t delay : {1000u, 1'000'000u, 50'000'000u}) {
        config.packetDelayNs = delay;
        const Pacing pacing = pacingFor(GvspBlock(makeFrame(false), 1, config));
        EXPECT_GE(pacing.batchIntervalNs, std::int64_t(delay) * pacing.batchPackets) << delay;
    }
}

} // namespace
} // namespace mv::vcam::gige
