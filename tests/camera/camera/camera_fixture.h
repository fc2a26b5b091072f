// SPDX-License-Identifier: GPL-3.0-or-later
// A Camera that is connected to a virtual camera of the test's own.
#pragma once

#include "camera/camera.h"
#include "camera/event_log.h"
#include "tests/camera/device/waiting.h"
#include "tests/support/test_wire.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mv::test {

/// As much as opening needs.
inline DeviceInfo infoOf(const VirtualCameraProcess &process)
{
    DeviceInfo info;
    info.transport = process.wire() == Wire::Usb ? Transport::Usb : Transport::GigE;
    info.id = QString::fromStdString(process.id());
    info.address = QString::fromStdString(process.address());
    info.serial = QString::fromStdString(process.serial());
    info.model = QStringLiteral("virtual");
    return info;
}

class CameraTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_process.start(arguments())) << m_process.error();
        m_info = infoOf(m_process);
        const auto opened = waited(m_camera.open(m_info));
        ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    }

    virtual std::vector<std::string> arguments() const { return {"--sensor", "640x480"}; }

    /// A rate (1/s) that is high, and that the host can keep up with when the machine is busy. A USB camera waits to be
    /// asked for a frame, and drops some when nobody asks for the time of eight.
    static double highRate() { return testWire() == Wire::Usb ? 50.0 : 200.0; }

    bool set(const char *name, const QVariant &value)
    {
        const auto written = waited(m_camera.write(QString::fromLatin1(name), value));
        EXPECT_TRUE(written.ok()) << name << ": " << qPrintable(toDetailedText(written.error()));
        return written.ok();
    }
    qint64 integer(const char *name)
    {
        const QString key = QString::fromLatin1(name);
        const auto read = waited(m_camera.read({key}));
        EXPECT_TRUE(read.ok());
        return read.value().value(key).value.toLongLong();
    }
    bool start()
    {
        const auto started = waited(m_camera.start());
        EXPECT_TRUE(started.ok()) << qPrintable(toDetailedText(started.error()));
        return started.ok();
    }
    bool stop()
    {
        const auto stopped = waited(m_camera.stop());
        EXPECT_TRUE(stopped.ok()) << qPrintable(toDetailedText(stopped.error()));
        return stopped.ok();
    }
    bool receives(std::uint64_t frames, std::chrono::milliseconds patience = std::chrono::seconds(10))
    {
        return becomesTrue([&] { return m_camera.ledger().received >= frames; }, patience);
    }
    /// Events of @p kind so far.
    std::vector<Event> events(EventKind kind)
    {
        std::vector<Event> found;
        for (const Event &event : m_log.events()) {
            if (event.kind == kind)
                found.push_back(event);
        }
        return found;
    }

    VirtualCameraProcess m_process;
    DeviceInfo m_info;
    EventLog m_log;
    Camera m_camera{m_log};
};

/// Pixels of a Mono8 @p frame that differ from the virtual camera's ramp (x + y + c) mod 256.
inline std::size_t wrongPixels(const Frame &frame, std::uint64_t c)
{
    const auto image = frame.image();
    const std::size_t width = frame.info().width;
    std::size_t wrong = image.size() == width * frame.info().height ? 0 : image.size() + 1;
    for (std::size_t i = 0; wrong <= image.size() && i < image.size(); ++i)
        wrong += std::to_integer<std::size_t>(image[i]) != (i % width + i / width + c) % 256;
    return wrong;
}

} // namespace mv::test
