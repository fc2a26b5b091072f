// SPDX-License-Identifier: GPL-3.0-or-later
// A USB3 Vision camera as the Camera facade has it: events, slow links, refused settings, unplugging and coming back.
#include "usb_camera_fixture.h"

#include "camera/finder.h"

#include <ctime>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

double processorSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

} // namespace

using UsbEventsTest = UsbCameraTest;

TEST_F(UsbEventsTest, AreHeardBesideAravisAndNamed)
{
    ASSERT_TRUE(set("EventSelector", QStringLiteral("ExposureEnd")));
    ASSERT_TRUE(set("EventNotification", QStringLiteral("On")));
    ASSERT_TRUE(set("AcquisitionFrameRate", 20.0));
    ASSERT_TRUE(start());
    ASSERT_TRUE(becomesTrue([&] { return events(EventKind::CameraEvent).size() >= 5; }, 20s));
    ASSERT_TRUE(stop());
    const auto heard = events(EventKind::CameraEvent);
    EXPECT_EQ(heard[0].arguments.value(0), QStringLiteral("ExposureEnd"));
    EXPECT_GT(heard[0].arguments.value(1).toULongLong(), 0u) << "the camera's clock";
    EXPECT_GT(heard[1].arguments.value(1).toULongLong(), heard[0].arguments.value(1).toULongLong());
    EXPECT_EQ(heard[0].arguments.value(2), QStringLiteral("FrameID = 0"));
    EXPECT_TRUE(events(EventKind::NoCameraEvents).empty());
    EXPECT_EQ(m_camera.ledger().lost() + m_camera.ledger().incomplete, 0u) << "the stream does not mind";
}

/// As plugged into a USB 2 port.
class UsbSlowLinkTest : public UsbCameraTest
{
    std::vector<std::string> settings() const override
    {
        return {"VirtualFaultUsbSpeed=HighSpeed", "VirtualFaultLinkSpeed=40000"};
    }
};

TEST_F(UsbSlowLinkTest, EveryFrameComesInAsyncMode)
{
    const auto queue = std::make_shared<FrameQueue>(std::size_t(256) << 20);
    m_camera.setQueue(queue);
    ASSERT_TRUE(set("AcquisitionFrameRate", 50.0));
    ASSERT_TRUE(start());
    EXPECT_TRUE(streamNote().contains(QStringLiteral("slow link"))) << qPrintable(streamNote());
    for (std::uint64_t c = 0; c < 100; ++c) {
        const FramePtr frame = queue->pop(5s);
        ASSERT_NE(frame, nullptr) << "after " << c << " frames";
        ASSERT_EQ(frame->info().frameId, c);
        ASSERT_EQ(wrongPixels(*frame, c), 0u) << "frame " << c;
    }
    ASSERT_TRUE(stop());
    EXPECT_EQ(m_camera.ledger().lost() + m_camera.ledger().incomplete, 0u);
    ASSERT_EQ(events(EventKind::UsbLinkSlow).size(), 1u);
    EXPECT_EQ(events(EventKind::UsbLinkSlow)[0].arguments.value(1), QStringLiteral("480"));
}

// Aravis loses a buffer that is pushed again at once, and spins when it has none; it keeps pointers to all of them.
TEST_F(UsbSlowLinkTest, BuffersSurviveRecyclingAndChangesOfSize)
{
    for (const int width : {64, 640, 128, 320}) {
        ASSERT_TRUE(set("Width", width));
        ASSERT_TRUE(set("AcquisitionFrameRate", 100.0));
        std::vector<FramePtr> held;
        ASSERT_TRUE(start());
        const double before = processorSeconds();
        const auto begin = std::chrono::steady_clock::now();
        ASSERT_TRUE(receives(150, 30s)) << "the stream has died at width " << width;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        EXPECT_LT((processorSeconds() - before) / seconds, 0.6) << "spins for want of buffers";
        held.push_back(m_camera.mailbox().take());
        ASSERT_TRUE(stop());
        EXPECT_EQ(m_camera.ledger().incomplete, 0u);
        ASSERT_NE(held[0], nullptr);
        EXPECT_EQ(held[0]->payload().size(), std::size_t(width) * 480);
    }
}

TEST_F(UsbSlowLinkTest, UnpluggedWhileStreaming)
{
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(10));
    m_process.kill9();
    ASSERT_TRUE(isLost());
    EXPECT_LE(m_camera.ledger().incomplete, 1u) << "what the driver had asked for ahead is no frame";
}

/// A camera that takes only stream sizes that are multiples of its alignment.
class UsbStrictTest : public UsbCameraTest
{
    std::vector<std::string> settings() const override { return {"VirtualFaultStrictAlignment=true"}; }
};

TEST_F(UsbStrictTest, RefusedStreamSettingsAreToldInsteadOfNoPicture)
{
    ASSERT_TRUE(set("Width", 636));
    ASSERT_TRUE(set("Height", 478));
    const auto started = waited(m_camera.start());
    ASSERT_FALSE(started.ok());
    EXPECT_EQ(started.error().code, ErrorCode::StreamRefused) << qPrintable(toDetailedText(started.error()));
    EXPECT_EQ(m_camera.state(), Camera::State::Idle);
    ASSERT_TRUE(set("Width", 640));
    ASSERT_TRUE(set("Height", 480));
    ASSERT_TRUE(start()) << "as the sentence says";
    EXPECT_TRUE(receives(5));
}

/// A camera that refuses to have half of a register read, as some do (Aravis' issue 578).
class UsbStrictLengthTest : public UsbCameraTest
{
    std::vector<std::string> settings() const override { return {"VirtualFaultStrictLength=true"}; }
};

TEST_F(UsbStrictLengthTest, ItOpensAndStreams)
{
    ASSERT_TRUE(start());
    EXPECT_TRUE(receives(5));
}

using UsbUnplugTest = UsbCameraTest;

TEST_F(UsbUnplugTest, WhileStreamingCostsNoProcessorAfterwards)
{
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(10));
    m_process.kill9();
    ASSERT_TRUE(isLost());
    ASSERT_TRUE(becomesTrue([&] { return !events(EventKind::Failure).empty(); }, 5s));
    ASSERT_EQ(events(EventKind::Failure).size(), 1u);
    EXPECT_EQ(events(EventKind::Failure)[0].error.code, ErrorCode::ConnectionLost);
    std::this_thread::sleep_for(1s); // Aravis' thread spins until the stream is disposed of
    const double before = processorSeconds();
    std::this_thread::sleep_for(1s);
    EXPECT_LT(processorSeconds() - before, 0.3);
}

TEST_F(UsbUnplugTest, ItComesBackByItselfAndStreamsAgain)
{
    ASSERT_TRUE(set("VirtualFaultUnplugTime", 300));
    ASSERT_TRUE(start());
    ASSERT_TRUE(receives(5));
    (void)waited(m_camera.write(QStringLiteral("VirtualFaultUnplug"), QStringLiteral("Now")));
    ASSERT_TRUE(isLost());
    Finder finder;
    ASSERT_TRUE(becomesTrue(
        [&] {
            const auto found = findDevices(finder.refresh().result(), m_info.id);
            return !found.isEmpty();
        },
        20s));
    const auto opened = waited(m_camera.open(m_info));
    ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    ASSERT_TRUE(start());
    EXPECT_TRUE(receives(20));
}

TEST_F(UsbUnplugTest, InTheMiddleOfAWriteAndOfTheDescription)
{
    ASSERT_TRUE(set("VirtualFaultUnplugTime", 200));
    ASSERT_TRUE(set("VirtualFaultUnplug", QStringLiteral("NextWrite")));
    const auto written = waited(m_camera.write(QStringLiteral("ExposureTime"), 2000.0));
    EXPECT_FALSE(written.ok());
    ASSERT_TRUE(isLost());
    const auto opens = [&] { return waited(m_camera.open(m_info)).ok(); };
    ASSERT_TRUE(becomesTrue(opens, 20s));
    ASSERT_TRUE(set("VirtualFaultUnplug", QStringLiteral("XmlRead")));
    ASSERT_TRUE(waited(m_camera.close()).ok());
    const auto opened = waited(m_camera.open(m_info));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::DeviceNotFound) << qPrintable(toDetailedText(opened.error()));
    ASSERT_TRUE(becomesTrue(opens, 20s));
    ASSERT_TRUE(start());
    EXPECT_TRUE(receives(5));
}

TEST_F(UsbUnplugTest, ASecondProgramIsToldWhoHasIt)
{
    EventLog log;
    Camera second(log);
    const auto opened = waited(second.open(m_info));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::DeviceInUse);
    ASSERT_TRUE(waited(m_camera.close()).ok());
    EXPECT_TRUE(waited(second.open(m_info)).ok()) << "free as soon as the first has let go";
}
