// SPDX-License-Identifier: GPL-3.0-or-later
// Streams under faults: lost packets are asked for again, what stays lost is counted, a dead camera is noticed.
#include "camera_fixture.h"

#include <atomic>
#include <signal.h>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

class StreamFaultsTest : public CameraTest
{};

TEST_F(StreamFaultsTest, LostPacketsAreAskedForAgain)
{
    ASSERT_TRUE(set("GevSCPSPacketSize", 1500));
    ASSERT_TRUE(set("AcquisitionFrameRate", 50.0));
    ASSERT_TRUE(set("VirtualFaultPacketLoss", 10)); // of 1000
    const auto queue = std::make_shared<FrameQueue>(std::size_t(512) << 20);
    m_camera.setQueue(queue);
    ASSERT_TRUE(start());
    std::this_thread::sleep_for(4s);
    const auto stopped = waited(m_camera.stop());
    EXPECT_TRUE(stopped.ok());
    const FrameLedger ledger = m_camera.ledger();
    EXPECT_GT(ledger.resendsRequested, 50u);
    EXPECT_GT(ledger.resendsObtained, 50u);
    EXPECT_GT(ledger.received, 150u);
    // Every id is somewhere: received, incomplete or lost.
    std::uint64_t last = 0;
    std::uint64_t frames = 0;
    while (const FramePtr frame = queue->pop(0ms)) {
        ASSERT_EQ(wrongPixels(*frame, frame->info().frameId - firstFrameId()), 0u)
            << "a resent packet landed in the wrong place";
        last = frame->info().frameId;
        ++frames;
    }
    EXPECT_EQ(frames, ledger.received);
    EXPECT_GE(ledger.received + ledger.incomplete + ledger.lost(), last);
    EXPECT_LE(ledger.received + ledger.incomplete + ledger.lost(), last + 10) << "counted twice";
    EXPECT_LT(ledger.incomplete + ledger.lost(), ledger.received / 10) << "resending mends next to nothing";
}

TEST_F(StreamFaultsTest, HopelessWireIsCountedHonestly)
{
    ASSERT_TRUE(set("GevSCPSPacketSize", 1500));
    ASSERT_TRUE(set("AcquisitionFrameRate", 50.0));
    ASSERT_TRUE(set("VirtualFaultPacketLoss", 900)); // of 1000, resent ones included: asking again mends no frame
    ASSERT_TRUE(start());
    std::this_thread::sleep_for(3s);
    EXPECT_EQ(m_camera.state(), Camera::State::Streaming) << "a bad wire is no dead camera";
    ASSERT_TRUE(stop());
    const FrameLedger ledger = m_camera.ledger();
    // The camera is the witness: not one of its frames is missing in the sum.
    const auto sent = std::uint64_t(integer("FrameSentCount"));
    EXPECT_GT(sent, 100u);
    EXPECT_EQ(ledger.received + ledger.incomplete + ledger.lost(), sent);
    EXPECT_GT(ledger.incomplete, sent / 2);
    // Told, and not a line for each.
    EXPECT_FALSE(events(EventKind::FrameIncomplete).empty());
    EXPECT_LE(events(EventKind::FrameIncomplete).size(), 6u);
    EXPECT_EQ(ledger.received, ledger.shown + ledger.skipped + ledger.pending);
}

// A leader of half the length is said to be a good frame by Aravis, of no width and height.
TEST_F(StreamFaultsTest, CutOffLeadersMakeNoFrames)
{
    ASSERT_TRUE(set("VirtualFaultLeader", QStringLiteral("Truncated")));
    ASSERT_TRUE(start());
    EXPECT_TRUE(becomesTrue([&] { return m_camera.ledger().incomplete > 5; }, 10s));
    EXPECT_EQ(m_camera.ledger().received, 0u);
    ASSERT_TRUE(set("VirtualFaultLeader", QStringLiteral("None")));
    EXPECT_TRUE(receives(5));
    ASSERT_TRUE(stop());
}

TEST_F(StreamFaultsTest, KilledWhileStreaming)
{
    std::atomic<int> losses = 0;
    QObject::connect(
        &m_camera, &Camera::lost, &m_camera, [&losses] { ++losses; }, Qt::DirectConnection);
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(10));
    m_process.kill9();
    const auto took =
        timeOf([&] { EXPECT_TRUE(becomesTrue([&] { return m_camera.state() == Camera::State::Lost; }, 8s)); });
    EXPECT_LT(took, 2s);
    EXPECT_TRUE(becomesTrue([&] { return losses == 1; }, 1s));
    const FrameLedger ledger = m_camera.ledger();
    EXPECT_GE(ledger.received, 10u);
    EXPECT_EQ(ledger.received, ledger.shown + ledger.skipped + ledger.pending);
    EXPECT_NE(m_camera.mailbox().take(), nullptr);
    EXPECT_EQ(events(EventKind::Failure).size(), 1u);
}

TEST_F(StreamFaultsTest, SlowRegistersDoNotStopTheFrames)
{
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(10));
    ASSERT_TRUE(set("VirtualFaultPendingAck", true));
    ASSERT_TRUE(set("VirtualFaultRegisterDelay", 250));
    const std::uint64_t before = m_camera.ledger().received;
    const auto read = m_camera.read({QStringLiteral("Width"), QStringLiteral("Height")});
    ASSERT_TRUE(becomesTrue([&] { return m_camera.ledger().received > before + 20; }, 5s));
    EXPECT_EQ(m_camera.state(), Camera::State::Streaming);
    EXPECT_TRUE(waited(read).ok());
    EXPECT_EQ(m_camera.ledger().lost(), 0u);
    EXPECT_LT(timeOf([&] { (void)m_camera.close(); }), 50ms);
}

// A stopped process keeps its port: nothing says "port unreachable", there is only silence, as after a pulled cable.
TEST_F(StreamFaultsTest, SilentWhileStreamingIsLostAndOpensAgain)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", 50.0));
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(50));
    ASSERT_EQ(::kill(m_process.pid(), SIGSTOP), 0);
    const auto took =
        timeOf([&] { EXPECT_TRUE(becomesTrue([&] { return m_camera.state() == Camera::State::Lost; }, 8s)); });
    EXPECT_LT(took, 2500ms);
    ASSERT_EQ(::kill(m_process.pid(), SIGCONT), 0);
    // It still believes that the lost handle controls it; that is ourselves, so it is waited for.
    const auto opened = waited(m_camera.open(m_info));
    ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    ASSERT_TRUE(start());
    EXPECT_TRUE(receives(50));
    EXPECT_EQ(m_camera.ledger().incomplete, 0u);
    // The lost handle is disposed of meanwhile (7.5 s), and takes nothing from the new one.
    std::this_thread::sleep_for(8s);
    EXPECT_EQ(m_camera.state(), Camera::State::Streaming);
    EXPECT_EQ(m_camera.ledger().lost(), 0u);
}

TEST_F(StreamFaultsTest, FewFramesAreNoSilence)
{
    ASSERT_TRUE(set("AcquisitionFrameRate", 0.5));
    ASSERT_TRUE(start());
    std::this_thread::sleep_for(5s);
    EXPECT_EQ(m_camera.state(), Camera::State::Streaming);
    EXPECT_GE(m_camera.ledger().received, 2u);
    EXPECT_NEAR(m_camera.ledger().captureFps, 0.5, 0.1);
    ASSERT_TRUE(stop());
}
