// SPDX-License-Identifier: GPL-3.0-or-later
// A mv-virtual-camera of one's own for a test.
#pragma once

#include "tests/support/test_wire.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mv::test {

/// A loopback address 127.1.x.y that follows from the process id, another one at each call: tests that run side by side
/// do not meet. Somebody may have it all the same, so that VirtualCameraProcess tries several.
std::string nextLoopbackAddress();

/// A Unix socket of this process that no camera of it is at present. All that there can be are in MV_VIRTUAL_USB from
/// the first call on, which must come before the program's first look at the (emulated) bus.
std::string nextUsbSocket();

/// Starts the camera as a child process and ends it when it goes out of scope. Needs neither Qt nor Aravis. One thread.
class VirtualCameraProcess
{
public:
    VirtualCameraProcess() = default;
    ~VirtualCameraProcess();
    VirtualCameraProcess(const VirtualCameraProcess &) = delete;
    VirtualCameraProcess &operator=(const VirtualCameraProcess &) = delete;

    /// Runs mv-virtual-camera with @p args and waits for its ready line. Unless @p args say otherwise: the wire of
    /// testWire(), a free loopback address or a free socket, a serial number of its own ("VT" and digits), the moving
    /// ramp for a picture (known to the last bit, and free of work), and it ends with this process. False if it does
    /// not come up within 30 s: see error(). Where MV_TEST_USB_ATTACH names tests/conformance/qemu's attach_usb, a
    /// camera on USB is then plugged into the kernel of this machine.
    bool start(std::vector<std::string> args = {});
    /// SIGTERM, and waits for the end; its exit status (128 + signal if one ended it), -1 if it was not running.
    int terminate();
    /// Waits for it to end by itself; as terminate().
    int wait();
    /// How the last process ended, as terminate() says it.
    int lastStatus() const { return m_lastStatus; }
    /// SIGKILL: as if the camera had lost its power.
    void kill9();
    bool isRunning();

    const std::string &address() const { return m_address; }
    const std::string &serial() const { return m_serial; }
    /// Of a USB camera.
    const std::string &socket() const { return m_socket; }
    Wire wire() const { return m_wire; }
    /// "GigE:MV Viewer:<serial>", as mv::DeviceInfo::id.
    std::string id() const { return (m_wire == Wire::Usb ? "USB:MV Viewer:" : "GigE:MV Viewer:") + m_serial; }
    /// What opens it without a search by serial: the address, over USB the id.
    std::string reach() const { return m_wire == Wire::Usb ? id() : m_address; }
    const std::string &readyLine() const { return m_readyLine; }
    /// What it wrote to standard error, as far as it was read: all of it once it has ended.
    const std::string &error() const { return m_error; }
    pid_t pid() const { return m_pid; }

private:
    bool attempt(const std::vector<std::string> &args);
    bool launch(const std::vector<std::string> &args);
    bool waitForReadyLine();
    bool attach();
    void abandon();
    int reap();
    void readError();
    void closePipes();

    pid_t m_pid = -1;
    int m_out = -1;
    int m_err = -1;
    std::FILE *m_attachment = nullptr;
    int m_lastStatus = -1;
    Wire m_wire = Wire::Gige;
    std::string m_address;
    std::string m_socket;
    std::string m_serial;
    std::string m_readyLine;
    std::string m_error;
};

} // namespace mv::test
