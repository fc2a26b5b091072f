// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as their holders meet them: held for ever, queued by a slow reader, with chunks and with times.
#include "camera_fixture.h"

#include "camera/private/stream_ledger.h"

#include <cstring>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

class FramesTest : public CameraTest
{};

TEST_F(FramesTest, HeldFramesOutliveStreamAndCamera)
{
    std::vector<FramePtr> held;
    const auto camera = std::make_unique<Camera>(m_log);
    {
        ASSERT_TRUE(waited(m_camera.close()).ok());
        ASSERT_TRUE(waited(camera->open(m_info)).ok());
        ASSERT_TRUE(waited(camera->start()).ok());
        while (held.size() < 5) {
            if (FramePtr frame = camera->mailbox().take())
                held.push_back(std::move(frame));
            std::this_thread::sleep_for(1ms);
        }
        ASSERT_TRUE(waited(camera->stop()).ok());
        for (const FramePtr &frame : held)
            EXPECT_EQ(wrongPixels(*frame, frame->info().frameId - firstFrameId()), 0u);
        // A new stream must not write into what is held.
        ASSERT_TRUE(waited(camera->start()).ok());
        EXPECT_TRUE(becomesTrue([&] { return camera->ledger().received > 100; }, 10s));
        ASSERT_TRUE(waited(camera->close()).ok());
    }
    // Held frames do not keep control of the camera.
    EXPECT_TRUE(waited(m_camera.open(m_info)).ok());
    for (const FramePtr &frame : held)
        EXPECT_EQ(wrongPixels(*frame, frame->info().frameId - firstFrameId()), 0u);
}

TEST_F(FramesTest, HoldingAllOfThemStarvesNobody)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", highRate()));
    std::vector<FramePtr> held;
    ASSERT_TRUE(start());
    // More than there are buffers (64 at this size): the rest are copies.
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (held.size() < 150 && std::chrono::steady_clock::now() < end) {
        if (FramePtr frame = m_camera.mailbox().take())
            held.push_back(std::move(frame));
        std::this_thread::sleep_for(500us);
    }
    ASSERT_EQ(held.size(), 150u);
    ASSERT_TRUE(stop());
    EXPECT_EQ(m_camera.ledger().lost() + m_camera.ledger().incomplete, 0u);
    for (const FramePtr &frame : held)
        ASSERT_EQ(wrongPixels(*frame, frame->info().frameId - firstFrameId()), 0u);
}

TEST_F(FramesTest, QueueLosesNothingToASlowReader)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", highRate()));
    const auto queue = std::make_shared<FrameQueue>(std::size_t(512) << 20);
    m_camera.setQueue(queue);
    ASSERT_TRUE(start());
    std::uint64_t expected = firstFrameId();
    for (; expected < firstFrameId() + 60; ++expected) {
        const FramePtr frame = queue->pop(2s);
        ASSERT_NE(frame, nullptr);
        ASSERT_EQ(frame->info().frameId, expected);
        std::this_thread::sleep_for(20ms); // four frames come meanwhile
    }
    ASSERT_TRUE(stop());
    m_camera.setQueue(nullptr);
    while (const FramePtr frame = queue->pop(0ms))
        ASSERT_EQ(frame->info().frameId, expected++);
    EXPECT_EQ(expected - firstFrameId(), m_camera.ledger().received);
    EXPECT_EQ(m_camera.ledger().recorded, m_camera.ledger().received);
    EXPECT_EQ(m_camera.ledger().lost(), 0u);
}

TEST_F(FramesTest, FullQueueEndsCleanly)
{
    const auto queue = std::make_shared<FrameQueue>(std::size_t(10) * 640 * 480);
    m_camera.setQueue(queue);
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(30));
    ASSERT_TRUE(stop());
    EXPECT_TRUE(queue->closed());
    EXPECT_EQ(queue->size(), 10u);
    EXPECT_EQ(queue->overflowedAt(), std::optional<std::uint64_t>(10 + firstFrameId()));
    EXPECT_EQ(m_camera.ledger().recorded, 10u);
}

TEST_F(FramesTest, ChunksAreFound)
{
    ASSERT_TRUE(set("ChunkModeActive", true));
    const auto queue = std::make_shared<FrameQueue>(std::size_t(64) << 20);
    m_camera.setQueue(queue);
    ASSERT_TRUE(start());
    for (std::uint64_t c = 0; c < 20; ++c) {
        const FramePtr frame = queue->pop(2s);
        ASSERT_NE(frame, nullptr);
        ASSERT_EQ(wrongPixels(*frame, c), 0u) << "the image comes first, chunks or not";
        ASSERT_GE(frame->chunks().size(), 2u) << "image and counter";
        EXPECT_EQ(frame->chunks().front().offset, 0u);
        EXPECT_EQ(frame->chunks().front().length, std::size_t(640) * 480);
        const Chunk &counter = frame->chunks().back();
        ASSERT_LE(counter.length, 8u);
        // Little endian, as the virtual camera's description says of all its data.
        std::uint64_t value = 0;
        std::memcpy(&value, frame->payload().data() + counter.offset, counter.length);
        EXPECT_EQ(value, c);
    }
    ASSERT_TRUE(stop());
    ASSERT_TRUE(set("ChunkModeActive", false));
    m_camera.setQueue(nullptr);
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(2));
    EXPECT_TRUE(m_camera.mailbox().take()->chunks().empty());
}

TEST_F(FramesTest, TimesAreOnTheHostsClock)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", 100.0));
    ASSERT_TRUE(set("ExposureTime", 1000.0));
    const auto queue = std::make_shared<FrameQueue>(std::size_t(128) << 20);
    m_camera.setQueue(queue);
    const std::int64_t before = monotonicNs();
    ASSERT_TRUE(start());
    std::int64_t last = before;
    for (int i = 0; i < 100; ++i) {
        const FramePtr frame = queue->pop(2s);
        ASSERT_NE(frame, nullptr);
        const FrameInfo &info = frame->info();
        ASSERT_NE(info.cameraTimestampNs, 0u);
        ASSERT_TRUE(info.capturedNs.has_value());
        EXPECT_GT(*info.capturedNs, last - 1'000'000);
        // Captured before it was received, and not long before: the camera stands on this very host.
        EXPECT_LT(*info.capturedNs, info.receivedNs + 1'000'000);
        EXPECT_LT(info.receivedNs - *info.capturedNs, 500'000'000);
        last = *info.capturedNs;
    }
}
