// SPDX-License-Identifier: GPL-3.0-or-later
// Starting and stopping: as often as anyone likes, with whatever changed in between, and every frame accounted for.
#include "camera_fixture.h"

#include <cmath>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

class StreamingTest : public CameraTest
{};

TEST_F(StreamingTest, FramesAreBitExactAndInOrder)
{
    const auto queue = std::make_shared<FrameQueue>(std::size_t(256) << 20);
    m_camera.setQueue(queue);
    ASSERT_TRUE(set("AcquisitionFrameRate", highRate()));
    ASSERT_TRUE(start());
    for (std::uint64_t c = 0; c < 200; ++c) {
        const FramePtr frame = queue->pop(2s);
        ASSERT_NE(frame, nullptr) << "after " << c << " frames";
        ASSERT_EQ(frame->info().frameId, c + firstFrameId());
        ASSERT_EQ(frame->info().width, 640u);
        ASSERT_EQ(wrongPixels(*frame, c), 0u) << "frame " << c;
        ASSERT_TRUE(frame->info().complete);
    }
    ASSERT_TRUE(stop());
    const FrameLedger ledger = m_camera.ledger();
    EXPECT_EQ(ledger.lost(), 0u);
    EXPECT_EQ(ledger.incomplete, 0u);
    EXPECT_EQ(ledger.unknown, 0u);
    EXPECT_EQ(ledger.recorded, ledger.received);
    EXPECT_EQ(ledger.bytes, ledger.received * 640 * 480);
}

TEST_F(StreamingTest, LedgerAddsUpAtEveryMoment)
{
    ASSERT_TRUE(set("ExposureTime", 1000.0));
    const double rate = 1.5 * highRate();
    ASSERT_TRUE(set("AcquisitionFrameRate", rate));
    ASSERT_TRUE(start());
    const auto end = std::chrono::steady_clock::now() + 3000ms;
    while (std::chrono::steady_clock::now() < end) {
        const bool taken = m_camera.mailbox().take() != nullptr;
        const FrameLedger between = m_camera.ledger();
        ASSERT_EQ(between.received, between.shown + between.skipped + between.pending);
        ASSERT_GE(between.pending, taken ? 1u : 0u) << "a frame on its way to the screen is pending";
        if (taken)
            m_camera.countShown(1);
        std::this_thread::sleep_for(std::chrono::microseconds(std::lround(2.1e6 / rate))); // every second is skipped
    }
    EXPECT_NEAR(m_camera.ledger().captureFps, rate, rate / 10);
    EXPECT_NEAR(m_camera.ledger().megabytesPerSecond, rate * 640 * 480 / 1e6, rate / 30);
    ASSERT_TRUE(stop());
    const FrameLedger ledger = m_camera.ledger();
    EXPECT_EQ(ledger.received, ledger.shown + ledger.skipped + ledger.pending);
    EXPECT_GT(ledger.shown, 50u);
    EXPECT_GT(ledger.skipped, 50u);
    EXPECT_LE(ledger.pending, 1u);
    EXPECT_EQ(ledger.lost() + ledger.incomplete, 0u);
}

TEST_F(StreamingTest, StartedAndStoppedHundredTimes)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", 100.0));
    for (int round = 0; round < 100; ++round) {
        ASSERT_TRUE(start()) << "round " << round;
        if (round % 10 == 0) {
            ASSERT_TRUE(receives(2)) << "round " << round;
        }
        ASSERT_TRUE(stop()) << "round " << round;
        ASSERT_EQ(m_camera.state(), Camera::State::Idle);
        ASSERT_EQ(m_camera.ledger().lost() + m_camera.ledger().incomplete, 0u) << "round " << round;
    }
    EXPECT_EQ(events(EventKind::StreamStarted).size(), 100u);
    EXPECT_EQ(events(EventKind::StreamStopped).size(), 100u);
    EXPECT_TRUE(events(EventKind::Failure).empty());
}

TEST_F(StreamingTest, EachStreamHasTheBuffersThatItsPayloadNeeds)
{
    const struct
    {
        int width, height;
        const char *format;
        std::size_t bytes;
    } rounds[] = {{640, 480, "Mono8", 640 * 480},
                  {64, 32, "Mono8", 64 * 32},
                  {640, 480, "Mono12", 640 * 480 * 2},
                  {320, 480, "Mono12Packed", 320 * 480 * 3 / 2}};
    for (const auto &round : rounds) {
        ASSERT_TRUE(set("Width", round.width));
        ASSERT_TRUE(set("Height", round.height));
        ASSERT_TRUE(set("PixelFormat", QString::fromLatin1(round.format)));
        ASSERT_TRUE(start());
        ASSERT_TRUE(receives(5));
        const FramePtr frame = m_camera.mailbox().take();
        ASSERT_NE(frame, nullptr);
        EXPECT_EQ(frame->payload().size(), round.bytes);
        ASSERT_NE(frame->format(), nullptr);
        EXPECT_EQ(frame->format()->name, round.format);
        ASSERT_TRUE(stop());
        EXPECT_EQ(m_camera.ledger().incomplete, 0u);
    }
}

TEST_F(StreamingTest, GeometryIsLockedWhileStreaming)
{
    ASSERT_TRUE(start());
    const auto locked = waited(m_camera.write(QStringLiteral("Width"), 128));
    ASSERT_FALSE(locked.ok());
    EXPECT_EQ(locked.error().code, ErrorCode::FeatureLocked);
    EXPECT_TRUE(set("ExposureTime", 500.0)) << "what is not locked can be written while frames flow";
    ASSERT_TRUE(stop());
    EXPECT_TRUE(set("Width", 128));
}

TEST_F(StreamingTest, MultiFrameEndsByItselfAndStopsWell)
{
    ASSERT_TRUE(set("AcquisitionMode", QStringLiteral("MultiFrame")));
    ASSERT_TRUE(set("AcquisitionFrameCount", 7));
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(7));
    std::this_thread::sleep_for(1s); // quiet, and not lost for that
    EXPECT_EQ(m_camera.state(), Camera::State::Streaming);
    ASSERT_TRUE(stop());
    EXPECT_EQ(m_camera.ledger().received, 7u);
    EXPECT_NE(m_camera.mailbox().take(), nullptr) << "the last picture stays for the view";
}

TEST_F(StreamingTest, SecondControllerIsRefusedAndDisturbsNothing)
{
    ASSERT_TRUE(start());
    EventLog log;
    Camera second(log);
    const auto opened = waited(second.open(m_info));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::DeviceInUse);
    const std::uint64_t before = m_camera.ledger().received;
    ASSERT_TRUE(receives(before + 20));
    EXPECT_EQ(m_camera.ledger().lost(), 0u);
}

TEST_F(StreamingTest, StatesFollowOneAnother)
{
    std::vector<Camera::State> states;
    std::mutex mutex;
    QObject::connect(
        &m_camera, &Camera::stateChanged, &m_camera,
        [&states, &mutex](Camera::State state) {
            const std::lock_guard lock(mutex);
            states.push_back(state);
        },
        Qt::DirectConnection);
    ASSERT_TRUE(start());
    ASSERT_TRUE(stop());
    ASSERT_TRUE(start());
    ASSERT_TRUE(waited(m_camera.close()).ok());
    using enum Camera::State;
    const std::lock_guard lock(mutex);
    EXPECT_EQ(states, (std::vector{Starting, Streaming, Stopping, Idle, Starting, Streaming, Closed}));
}
