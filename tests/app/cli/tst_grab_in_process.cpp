// SPDX-License-Identifier: GPL-3.0-or-later
// The lossless queue through the Camera facade: 200 full frames, and every pixel format, bit by bit.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/finder.h"
#include "camera/imaging/decode.h"
#include "ramp.h"
#include "tests/support/test_wire.h"
#include "tests/support/virtual_camera_process.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

using namespace mv;
using namespace std::chrono_literals;

namespace {

/// A camera process and an open connection to it.
class GrabInProcess : public ::testing::Test
{
protected:
    void begin(const std::vector<std::string> &arguments)
    {
        ASSERT_TRUE(m_process.start(arguments)) << m_process.error();
        Finder finder;
        const auto found = m_process.wire() == test::Wire::Usb
                               ? findDevices(finder.refresh().result(), QString::fromStdString(m_process.id()))
                               : finder.probe(QString::fromStdString(m_process.address())).result();
        ASSERT_EQ(found.size(), 1);
        const auto opened = m_camera.open(found.first()).result();
        ASSERT_TRUE(opened) << qPrintable(toDetailedText(opened.error()));
    }

    /// @p count frames in order; fewer if they stop coming.
    std::vector<FramePtr> take(std::size_t count)
    {
        auto queue = std::make_shared<FrameQueue>(std::size_t(256) << 20);
        m_camera.setQueue(queue);
        EXPECT_TRUE(m_camera.start().result());
        std::vector<FramePtr> frames;
        while (frames.size() < count) {
            const FramePtr frame = queue->pop(5s);
            if (!frame)
                break;
            check(*frame, frames.size());
            // Only the first is kept whole: 200 frames would be 1 GB.
            frames.push_back(frames.empty() ? frame : nullptr);
        }
        m_camera.setQueue(nullptr);
        EXPECT_TRUE(m_camera.stop().result());
        return frames;
    }

    // A USB camera drops frames when nobody asks for the time of eight.
    const char *m_rate = test::testWire() == test::Wire::Usb ? "AcquisitionFrameRate=10" : "AcquisitionFrameRate=25";
    std::function<void(const Frame &, std::size_t)> check;
    test::VirtualCameraProcess m_process;
    EventLog m_log;
    Camera m_camera{m_log};
};

/// Samples of @p frame that differ from (x + y + c) mod 2^bits, the same in all channels.
std::size_t wrongSamples(const Frame &frame, std::uint64_t c)
{
    const auto samples = decode(frame);
    if (!samples)
        return 1;
    const std::uint64_t mask = (std::uint64_t(1) << samples->significantBits) - 1;
    const std::size_t channels = static_cast<std::size_t>(samples->channels);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < samples->values.size(); ++i) {
        const std::size_t pixel = i / channels;
        wrong += samples->values[i] != ((pixel % samples->width + pixel / samples->width + c) & mask);
    }
    return wrong;
}

} // namespace

TEST_F(GrabInProcess, TwoHundredFullFramesLoseNoBit)
{
    // A third of what the link carries: whether two busy cores keep up with all of it is a benchmark's question.
    begin({"--set", m_rate});
    check = [](const Frame &frame, std::size_t number) {
        EXPECT_TRUE(frame.info().complete);
        EXPECT_EQ(frame.info().frameId, number + test::firstFrameId());
        EXPECT_EQ(test::wrongPixels(frame.image(), 2448, 2048, number, 256), 0u) << number;
    };
    EXPECT_EQ(take(200).size(), 200u);
    EXPECT_EQ(m_camera.ledger().lost(), 0u);
}

TEST_F(GrabInProcess, EveryPixelFormatOfBothModelsIsItsRamp)
{
    for (const char *model : {"mono", "color"}) {
        begin({"--model", model, "--set", "Width=328", "--set", "Height=246"});
        const auto state = m_camera.read({QStringLiteral("PixelFormat")}).result();
        ASSERT_TRUE(state);
        const QStringList formats = state.value()[QStringLiteral("PixelFormat")].availableEntries;
        ASSERT_GE(formats.size(), 3);
        for (const QString &format : formats) {
            SCOPED_TRACE(qPrintable(format));
            ASSERT_TRUE(m_camera.write(QStringLiteral("PixelFormat"), format).result());
            check = [](const Frame &frame, std::size_t number) { EXPECT_EQ(wrongSamples(frame, number), 0u); };
            const auto frames = take(3);
            ASSERT_EQ(frames.size(), 3u);
            ASSERT_NE(frames[0]->format(), nullptr);
            EXPECT_EQ(format.toStdString(), frames[0]->format()->name);
        }
        ASSERT_TRUE(m_camera.close().result());
        m_process.terminate();
    }
}

int main(int argc, char **argv)
{
    ::testing::InitGoogleTest(&argc, argv);
    const QCoreApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
