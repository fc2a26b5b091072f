// SPDX-License-Identifier: GPL-3.0-or-later
// The Camera facade against Debian's arv-fake-gv-camera-0.8.
#include "camera/camera.h"
#include "camera/event_log.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace mv;
using namespace std::chrono_literals;

namespace {

/// Waits without an event loop, as mv-cli does.
template<typename T> Result<T> waited(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result();
}

template<typename Condition> bool becomesTrue(Condition condition, std::chrono::milliseconds patience)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > patience.count())
            return false;
        QThread::msleep(5);
    }
    return true;
}

class FakeCameraTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("arv-fake-gv-camera-0.8"), {QStringLiteral("-s"), QStringLiteral("FAKE01")});
        ASSERT_TRUE(m_process.waitForStarted(5000));
        // It says nothing when it is ready: open until it answers.
        m_info.id = QStringLiteral("GigE:Aravis:FAKE01");
        m_info.serial = QStringLiteral("FAKE01");
        m_info.address = QStringLiteral("127.0.0.1");
        Result<void> opened;
        ASSERT_TRUE(becomesTrue(
            [&] {
                Camera camera(m_log);
                opened = waited(camera.open(m_info));
                return opened.ok() && waited(camera.close()).ok();
            },
            5s))
            << qPrintable(toDetailedText(opened.error()));
    }

    void TearDown() override
    {
        m_process.kill();
        m_process.waitForFinished(5000);
    }

    EventLog m_log;
    DeviceInfo m_info;
    QProcess m_process;
};

/// Bytes that differ from the fake's ramp at default gain and exposure (src/arvfakecamera.c: (x + y + id) mod 255,
/// scaled by gain and by exposure over 10 ms).
std::size_t wrongPixels(const Frame &frame, std::uint64_t id)
{
    const auto image = frame.image();
    std::size_t wrong = 0;
    std::size_t at = 0;
    for (std::uint32_t y = 0; y < frame.info().height; ++y) {
        for (std::uint32_t x = 0; x < frame.info().width; ++x, ++at)
            wrong += std::to_integer<unsigned>(image[at]) != (x + y + id) % 255;
    }
    return wrong;
}

} // namespace

TEST_F(FakeCameraTest, OpensAndReadsFeatures)
{
    Camera camera(m_log);
    ASSERT_TRUE(waited(camera.open(m_info)).ok());
    EXPECT_EQ(camera.state(), Camera::State::Idle);
    ASSERT_NE(camera.tree(), nullptr);
    EXPECT_NE(camera.tree()->find(QStringLiteral("Width")), nullptr);

    const auto read = waited(camera.read({QStringLiteral("Width"), QStringLiteral("PixelFormat")}));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().value(QStringLiteral("Width")).value.toLongLong(), 512);
    EXPECT_EQ(read.value().value(QStringLiteral("PixelFormat")).value.toString(), QStringLiteral("Mono8"));
    EXPECT_EQ(camera.states()->value(QStringLiteral("Width")).value.toLongLong(), 512);

    const auto written = waited(camera.write(QStringLiteral("Width"), 256));
    ASSERT_TRUE(written.ok()) << qPrintable(toDetailedText(written.error()));
    EXPECT_EQ(written.value().value.toLongLong(), 256);
    EXPECT_EQ(camera.states()->value(QStringLiteral("Width")).value.toLongLong(), 256);

    const auto refused = waited(camera.write(QStringLiteral("Width"), 99999999));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::ValueOutOfRange);
    EXPECT_TRUE(waited(camera.close()).ok());
    EXPECT_EQ(camera.state(), Camera::State::Closed);
}

TEST_F(FakeCameraTest, TwoHundredFramesBitExact)
{
    Camera camera(m_log);
    ASSERT_TRUE(waited(camera.open(m_info)).ok());
    const auto queue = std::make_shared<FrameQueue>(std::size_t(512) << 20);
    camera.setQueue(queue);
    ASSERT_TRUE(waited(camera.start()).ok());
    EXPECT_EQ(camera.state(), Camera::State::Streaming);
    std::uint64_t last = 0;
    for (int i = 0; i < 200; ++i) {
        const FramePtr frame = queue->pop(2s);
        ASSERT_NE(frame, nullptr) << "after " << i << " frames";
        ASSERT_EQ(frame->info().width, 512u);
        ASSERT_EQ(frame->info().height, 512u);
        ASSERT_TRUE(last == 0 || frame->info().frameId == last + 1);
        last = frame->info().frameId;
        ASSERT_EQ(wrongPixels(*frame, last), 0u) << "frame " << last;
    }
    ASSERT_TRUE(waited(camera.stop()).ok());
    const FrameLedger ledger = camera.ledger();
    EXPECT_GE(ledger.received, 200u);
    EXPECT_EQ(ledger.lost(), 0u);
    EXPECT_EQ(ledger.incomplete, 0u);
    EXPECT_EQ(ledger.received, ledger.shown + ledger.skipped + ledger.pending);
    EXPECT_EQ(ledger.received, ledger.recorded);
    EXPECT_EQ(camera.state(), Camera::State::Idle);
}

TEST_F(FakeCameraTest, SecondControllerIsRefused)
{
    Camera first(m_log);
    ASSERT_TRUE(waited(first.open(m_info)).ok());
    Camera second(m_log);
    const auto refused = waited(second.open(m_info));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::DeviceInUse);
    EXPECT_EQ(second.state(), Camera::State::Closed);
    // The first one's control is not disturbed by it.
    EXPECT_TRUE(waited(first.write(QStringLiteral("Height"), 128)).ok());
    ASSERT_TRUE(waited(first.close()).ok());
    EXPECT_TRUE(waited(second.open(m_info)).ok()) << "control was not given back";
}

TEST_F(FakeCameraTest, KilledWhileStreamingIsLostSoon)
{
    std::atomic<int> losses = 0;
    QElapsedTimer timer;
    {
        Camera camera(m_log);
        QObject::connect(
            &camera, &Camera::lost, &camera, [&losses] { ++losses; }, Qt::DirectConnection);
        ASSERT_TRUE(waited(camera.open(m_info)).ok());
        ASSERT_TRUE(waited(camera.start()).ok());
        ASSERT_TRUE(becomesTrue([&] { return camera.ledger().received > 5; }, 5s));
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
        timer.start();
        ASSERT_TRUE(becomesTrue([&] { return camera.state() == Camera::State::Lost; }, 10s));
        EXPECT_LT(timer.elapsed(), 2000);
        EXPECT_TRUE(becomesTrue([&] { return losses == 1; }, 1s));
        EXPECT_EQ(waited(camera.read({})).error().code, ErrorCode::NotConnected);
        EXPECT_NE(camera.mailbox().take(), nullptr) << "the last picture stays";
        timer.start();
    }
    EXPECT_LT(timer.elapsed(), 50) << "the destructor blocked";
}

TEST_F(FakeCameraTest, LostCameraOpensAgain)
{
    Camera camera(m_log);
    ASSERT_TRUE(waited(camera.open(m_info)).ok());
    ASSERT_TRUE(waited(camera.start()).ok());
    m_process.kill();
    m_process.waitForFinished(5000);
    ASSERT_TRUE(becomesTrue([&] { return camera.state() == Camera::State::Lost; }, 10s));
    EXPECT_EQ(waited(camera.open(m_info)).error().code, ErrorCode::DeviceUnreachable);
    m_process.start(QStringLiteral("arv-fake-gv-camera-0.8"), {QStringLiteral("-s"), QStringLiteral("FAKE01")});
    ASSERT_TRUE(becomesTrue([&] { return waited(camera.open(m_info)).ok(); }, 10s));
    ASSERT_TRUE(waited(camera.start()).ok());
    EXPECT_TRUE(becomesTrue([&] { return camera.ledger().received > 5; }, 5s));
}
