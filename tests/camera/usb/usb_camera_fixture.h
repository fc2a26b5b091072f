// SPDX-License-Identifier: GPL-3.0-or-later
// A virtual camera on the emulated USB bus.
#pragma once

#include "tests/camera/camera/camera_fixture.h"

#include <string>
#include <vector>

namespace mv::test {

/// Small frames; what a test's camera does wrong is in settings().
class UsbCameraTest : public CameraTest
{
protected:
    void SetUp() override
    {
        ASSERT_EQ(testWire(), Wire::Usb) << "run by ctest, which preloads the stand-in for libusb";
        CameraTest::SetUp();
    }
    std::vector<std::string> arguments() const override
    {
        std::vector<std::string> all{"--sensor", "640x480"};
        for (const std::string &setting : settings())
            all.insert(all.end(), {"--set", setting});
        return all;
    }
    virtual std::vector<std::string> settings() const { return {}; }

    /// The end of the camera's description of its stream, from the event log.
    QString streamNote()
    {
        const auto started = events(EventKind::StreamStarted);
        return started.empty() ? QString() : started.back().arguments.value(1);
    }
    bool isLost()
    {
        return becomesTrue([&] { return m_camera.state() == Camera::State::Lost; }, std::chrono::seconds(30));
    }
};

} // namespace mv::test
