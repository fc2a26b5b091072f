// SPDX-License-Identifier: GPL-3.0-or-later
// The owner's thread never waits, however slow the camera; the queue orders, merges and cancels.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "gvcp_responder.h"
#include "waiting.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <optional>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

const QString level = QStringLiteral("Level");

class DeviceThreadTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_address = nextAddress();
        m_responder.emplace(m_address);
        ASSERT_TRUE(m_responder->listening());
        DeviceInfo info;
        info.address = m_address;
        info.serial = QStringLiteral("T2");
        const auto opened = waited(m_camera.open(info));
        ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    }

    std::uint32_t levelRegister() const { return m_responder->get32(0x200008); }
    /// Keeps the device thread busy from now on for about @p time.
    QFuture<Result<FeatureStates>> occupy(std::chrono::milliseconds time)
    {
        const int before = m_responder->requests();
        m_responder->setDelay(time, true);
        const auto future = m_camera.read({QStringLiteral("Height")});
        EXPECT_TRUE(becomesTrue([&] { return m_responder->requests() > before; }, 2s));
        return future;
    }

    QString m_address;
    std::optional<GvcpResponder> m_responder;
    EventLog m_log;
    Camera m_camera{m_log};
};

} // namespace

// Every register access takes 2.5 s: a timer of 10 ms in the owner's thread must go on ticking through every call.
TEST_F(DeviceThreadTest, OwnerTicksWhileEachAccessTakes2500Ms)
{
    m_responder->setDelay(2500ms, true);
    QElapsedTimer sinceTick;
    qint64 longestGap = 0;
    int ticks = 0;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        longestGap = std::max(longestGap, sinceTick.restart());
        ++ticks;
    });
    sinceTick.start();
    timer.start(10);
    QFuture<Result<FeatureState>> write;
    QTimer::singleShot(100, &timer, [&] {
        (void)m_camera.read();
        write = m_camera.write(level, 7);
        (void)m_camera.execute(QStringLiteral("AcquisitionStart"));
        (void)m_camera.start();
        (void)m_camera.stop();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &timer, [&] {
        EXPECT_NE(m_camera.states(), nullptr);
        EXPECT_NE(m_camera.tree(), nullptr);
        (void)m_camera.ledger();
        (void)m_camera.mailbox().take();
        (void)m_camera.state();
    });
    look.start(50);
    QEventLoop loop;
    QTimer::singleShot(6000, &loop, &QEventLoop::quit);
    loop.exec();
    EXPECT_GT(ticks, 400);
    EXPECT_LT(longestGap, 100);
    // A camera that asks for time is slow, not lost.
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    EXPECT_LT(timeOf([&] { (void)m_camera.close(); }), 50ms);
    EXPECT_TRUE(write.isFinished());
}

TEST_F(DeviceThreadTest, WaitingWritesToOneFeatureAreMerged)
{
    const auto busy = occupy(300ms);
    std::vector<QFuture<Result<FeatureState>>> writes;
    for (int i = 1; i <= 50; ++i)
        writes.push_back(m_camera.write(level, i));
    m_responder->setDelay(0ms, false);
    const int before = m_responder->requests();
    for (auto &write : writes) {
        const auto result = waited(write);
        ASSERT_TRUE(result.ok()) << qPrintable(toDetailedText(result.error()));
        EXPECT_EQ(result.value().value.toInt(), 50) << "the merged ones complete with the newest one's result";
    }
    EXPECT_EQ(levelRegister(), 50u);
    EXPECT_LT(m_responder->requests() - before, 50) << "fifty writes went over the wire";
    EXPECT_TRUE(waited(busy).ok());
}

TEST_F(DeviceThreadTest, WritesAreNotMovedPastOthers)
{
    const auto busy = occupy(300ms);
    const auto first = m_camera.write(level, 1);
    const auto other = m_camera.write(QStringLiteral("Width"), 64);
    const auto second = m_camera.write(level, 2);
    m_responder->setDelay(0ms, false);
    EXPECT_EQ(waited(first).value().value.toInt(), 1);
    EXPECT_EQ(waited(second).value().value.toInt(), 2);
    EXPECT_TRUE(waited(other).ok());
    EXPECT_TRUE(waited(busy).ok());
}

TEST_F(DeviceThreadTest, CancelledWritesAreNotSent)
{
    const auto busy = occupy(300ms);
    auto write = m_camera.write(level, 99);
    write.cancel();
    m_responder->setDelay(0ms, false);
    EXPECT_TRUE(waited(busy).ok());
    EXPECT_TRUE(waited(m_camera.read({level})).ok());
    EXPECT_NE(levelRegister(), 99u);
}

TEST_F(DeviceThreadTest, StopCancelsAStartThatWaits)
{
    const auto busy = occupy(300ms);
    const auto start = m_camera.start();
    const auto stop = m_camera.stop();
    m_responder->setDelay(0ms, false);
    EXPECT_EQ(waited(start).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(stop).error().code, ErrorCode::NotStreaming);
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    EXPECT_TRUE(waited(busy).ok());
}

TEST_F(DeviceThreadTest, CloseAnswersEverythingThatWaits)
{
    const auto busy = occupy(1500ms);
    const auto read = m_camera.read();
    const auto write = m_camera.write(level, 3);
    const auto start = m_camera.start();
    QFuture<Result<void>> closing;
    EXPECT_LT(timeOf([&] { closing = m_camera.close(); }), 50ms);
    EXPECT_EQ(m_camera.state(), Camera::State::Closed);
    EXPECT_TRUE(busy.isFinished());
    EXPECT_EQ(waited(busy).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(read).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(write).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(start).error().code, ErrorCode::Cancelled);
    EXPECT_LT(timeOf([&] { EXPECT_TRUE(waited(closing).ok()); }), 3s);
    EXPECT_EQ(waited(m_camera.read()).error().code, ErrorCode::NotConnected);
}

TEST_F(DeviceThreadTest, NothingToStreamFromIsSaid)
{
    // PayloadSize is 0.
    EXPECT_EQ(waited(m_camera.start()).error().code, ErrorCode::NoPayload);
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    m_responder->put32(0x20000C, 0x7fffffff);
    EXPECT_EQ(waited(m_camera.start()).error().code, ErrorCode::NoPayload);
    EXPECT_EQ(waited(m_camera.stop()).error().code, ErrorCode::NotStreaming);
}

TEST_F(DeviceThreadTest, TransportLayerIsLockedWhileStreamingOnly)
{
    m_responder->put32(0x20000C, 64 * 64);
    ASSERT_TRUE(waited(m_camera.start()).ok());
    EXPECT_EQ(m_responder->get32(0x200018), 1u);
    EXPECT_EQ(waited(m_camera.start()).error().code, ErrorCode::WrongState);
    ASSERT_TRUE(waited(m_camera.stop()).ok());
    EXPECT_EQ(m_responder->get32(0x200018), 0u);
    ASSERT_TRUE(waited(m_camera.start()).ok());
    ASSERT_TRUE(waited(m_camera.close()).ok());
    EXPECT_EQ(m_responder->get32(0x200018), 0u);
    EXPECT_EQ(m_responder->get32(0x200014), 1u) << "AcquisitionStop was not sent";
    EXPECT_EQ(m_responder->get32(0xA00) & 3, 0u);
}
