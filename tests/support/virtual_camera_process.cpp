// SPDX-License-Identifier: GPL-3.0-or-later
// Starting, watching and ending the camera's process.
#include "tests/support/virtual_camera_process.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace mv::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kReadyTimeout = std::chrono::seconds(30);
constexpr int kAttempts = 8;

std::atomic<unsigned> g_calls = 0;

/// The value behind @p option in @p args; empty if it is not there.
std::string valueOf(const std::vector<std::string> &args, const std::string &option)
{
    const auto it = std::find(args.begin(), args.end(), option);
    return it == args.end() || it + 1 == args.end() ? std::string() : *(it + 1);
}

} // namespace

std::string nextLoopbackAddress()
{
    // 62,500 addresses, of which neighbouring processes take different stretches.
    const unsigned slot = (unsigned(::getpid()) * 31 + g_calls++) % (250 * 250);
    return "127.1." + std::to_string(slot / 250 + 1) + "." + std::to_string(slot % 250 + 1);
}

std::string nextUsbSocket()
{
    constexpr int kSockets = 4; // cameras of one process at a time
    const std::string stem = "/tmp/mv-test-usb-" + std::to_string(::getpid()) + "-";
    std::string all;
    for (int i = 0; i < kSockets; ++i)
        all += (i ? ":" : "") + stem + std::to_string(i);
    ::setenv("MV_VIRTUAL_USB", all.c_str(), 1);
    for (int i = 0; i < kSockets; ++i) {
        if (::access((stem + std::to_string(i)).c_str(), F_OK) != 0)
            return stem + std::to_string(i);
    }
    return stem + "0"; // which the camera will refuse
}

VirtualCameraProcess::~VirtualCameraProcess()
{
    terminate();
}

bool VirtualCameraProcess::start(std::vector<std::string> args)
{
    terminate();
    m_serial = valueOf(args, "--serial");
    if (m_serial.empty()) {
        m_serial = "VT" + std::to_string(::getpid()) + "-" + std::to_string(g_calls++);
        args.insert(args.end(), {"--serial", m_serial});
    }
    args.push_back("--exit-with-parent");
    // First, so that a setting of the caller's overrides it.
    args.insert(args.begin(), {"--set", "TestImageSelector=GreyDiagonalRampMoving"});
    const std::string transport = valueOf(args, "--transport");
    m_wire = transport.empty() ? testWire() : transport == "usb" ? Wire::Usb : Wire::Gige;
    if (m_wire == Wire::Usb) {
        if (transport.empty())
            args.insert(args.end(), {"--transport", "usb"});
        m_address.clear();
        m_socket = valueOf(args, "--socket");
        if (m_socket.empty()) {
            m_socket = nextUsbSocket();
            args.insert(args.end(), {"--socket", m_socket});
        }
        return attempt(args);
    }
    const std::string wanted = valueOf(args, "--address");
    for (int i = 0; i < (wanted.empty() ? kAttempts : 1); ++i) {
        auto full = args;
        m_address = wanted.empty() ? nextLoopbackAddress() : wanted;
        if (wanted.empty())
            full.insert(full.end(), {"--address", m_address});
        if (attempt(full))
            return true;
        if (m_error.find("is taken") == std::string::npos)
            return false;
    }
    return false;
}

bool VirtualCameraProcess::attempt(const std::vector<std::string> &args)
{
    m_error.clear();
    m_readyLine.clear();
    if (launch(args) && waitForReadyLine() && attach())
        return true;
    abandon();
    return false;
}

bool VirtualCameraProcess::launch(const std::vector<std::string> &args)
{
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0)
        return false;
    if (::pipe2(err, O_CLOEXEC) != 0) {
        ::close(out[0]);
        ::close(out[1]);
        return false;
    }
    std::vector<char *> argv{const_cast<char *>(MV_VIRTUAL_CAMERA)};
    for (const std::string &arg : args)
        argv.push_back(const_cast<char *>(arg.c_str()));
    argv.push_back(nullptr);
    // The camera has no use for what stands in for libusb here.
    std::vector<char *> environment;
    for (char **variable = environ; *variable; ++variable) {
        if (std::string_view(*variable).substr(0, 11) != "LD_PRELOAD=")
            environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    m_pid = ::fork();
    if (m_pid == 0) { // only async-signal-safe calls here: the parent may have threads
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::execve(argv[0], argv.data(), environment.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    m_out = out[0];
    m_err = err[0];
    ::fcntl(m_err, F_SETFL, O_NONBLOCK);
    return m_pid > 0;
}

bool VirtualCameraProcess::waitForReadyLine()
{
    const auto deadline = Clock::now() + kReadyTimeout;
    while (m_readyLine.find('\n') == std::string::npos) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd fd{m_out, POLLIN, 0};
        if (left <= 0 || ::poll(&fd, 1, int(left)) <= 0)
            return false;
        char buffer[512];
        const ssize_t count = ::read(m_out, buffer, sizeof buffer);
        if (count <= 0)
            return false; // it ended
        m_readyLine.append(buffer, std::size_t(count));
    }
    return m_readyLine.find("\"ready\":true") != std::string::npos;
}

// The kernel may be asked for what it does not have: the program says so itself, and there is no line then.
bool VirtualCameraProcess::attach()
{
    const char *program = std::getenv("MV_TEST_USB_ATTACH");
    if (!program || m_wire != Wire::Usb)
        return true;
    m_attachment =
        ::popen(("exec " + std::string(program) + " " + m_socket + " " + std::to_string(m_pid)).c_str(), "re");
    char line[256];
    return m_attachment && std::fgets(line, sizeof line, m_attachment);
}

// It closed its output, and so has ended or is about to; one that only hangs is killed.
void VirtualCameraProcess::abandon()
{
    constexpr auto kGrace = std::chrono::seconds(2);
    const auto deadline = Clock::now() + kGrace;
    while (isRunning() && Clock::now() < deadline)
        ::poll(nullptr, 0, 5);
    kill9();
}

int VirtualCameraProcess::terminate()
{
    if (m_pid <= 0)
        return -1;
    ::kill(m_pid, SIGTERM);
    return reap();
}

int VirtualCameraProcess::wait()
{
    return m_pid > 0 ? reap() : -1;
}

void VirtualCameraProcess::kill9()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL);
    reap();
}

int VirtualCameraProcess::reap()
{
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!m_socket.empty())
        ::unlink(m_socket.c_str()); // a process that was killed left it behind
    m_pid = -1;
    readError();
    closePipes();
    if (m_attachment)
        ::pclose(std::exchange(m_attachment, nullptr)); // it has ended when the kernel has let go
    m_lastStatus = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return m_lastStatus;
}

bool VirtualCameraProcess::isRunning()
{
    if (m_pid <= 0)
        return false;
    siginfo_t info{};
    return ::waitid(P_PID, id_t(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

void VirtualCameraProcess::readError()
{
    char buffer[512];
    for (ssize_t count; (count = ::read(m_err, buffer, sizeof buffer)) > 0;)
        m_error.append(buffer, std::size_t(count));
}

void VirtualCameraProcess::closePipes()
{
    for (int *fd : {&m_out, &m_err}) {
        if (*fd >= 0)
            ::close(*fd);
        *fd = -1;
    }
}

} // namespace mv::test
