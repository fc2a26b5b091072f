// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the virtual camera's USB is, what it costs the sender, and a receiver that does nothing but receive: the
// practical limit of USB 3, 2448x2048 Mono8 at 75 frames/s, for a minute, by synchronous transfers as Aravis makes
// them.
#include "tests/support/virtual_camera_process.h"

#include <libusb.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace mv::test {
namespace {

using Clock = std::chrono::steady_clock;
using Bytes = std::vector<std::uint8_t>;

constexpr unsigned char kCommand = 0x01, kAck = 0x81, kStream = 0x83;
constexpr std::uint64_t kSirm = 0x11000;
constexpr int kPayload = 2448 * 2048;
constexpr int kTransfer = 1024 * 1024;

struct Result
{
    double seconds = 0, senderCpu = 0, receiverCpu = 0;
    std::uint64_t frames = 0, bytes = 0, lost = 0, broken = 0, dropped = 0;
};

/// CPU seconds of another process so far.
double cpuOf(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2)); // the name in brackets may hold spaces
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / double(::sysconf(_SC_CLK_TCK));
}

double cpuOfThisProcess()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void put(Bytes &to, std::uint64_t value, int size)
{
    for (int i = 0; i < size; ++i)
        to.push_back(std::uint8_t(value >> (8 * i)));
}

std::uint64_t little(const std::uint8_t *bytes, int size)
{
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i)
        value |= std::uint64_t(bytes[i]) << (8 * i);
    return value;
}

/// The device, open, with GenCP in the plainest way.
class Device
{
public:
    Device()
    {
        libusb_init(&m_context);
        m_handle = libusb_open_device_with_vid_pid(m_context, 0x1209, 0x0001);
    }
    ~Device()
    {
        libusb_close(m_handle);
        libusb_exit(m_context);
    }
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;

    bool isOpen() const { return m_handle; }
    bool write(std::uint64_t address, std::uint32_t value)
    {
        Bytes payload;
        put(payload, address, 8);
        put(payload, value, 4);
        std::uint8_t ack[16];
        return command(0x0802, payload, ack, sizeof ack);
    }
    std::uint64_t read(std::uint64_t address)
    {
        Bytes payload;
        put(payload, address, 8);
        put(payload, 0, 2);
        put(payload, 8, 2);
        std::uint8_t ack[20] = {};
        command(0x0800, payload, ack, sizeof ack);
        return little(ack + 12, 8);
    }
    /// Bytes that came, or a negative error.
    int receive(std::uint8_t *room, int size)
    {
        int moved = 0;
        const int error = libusb_bulk_transfer(m_handle, kStream, room, size, &moved, 2000);
        return error < 0 ? error : moved;
    }

private:
    bool command(std::uint16_t code, const Bytes &payload, std::uint8_t *ack, int room)
    {
        Bytes packet;
        put(packet, 0x43563355, 4);
        put(packet, 0x4000, 2);
        put(packet, code, 2);
        put(packet, payload.size(), 2);
        put(packet, ++m_request, 2);
        packet.insert(packet.end(), payload.begin(), payload.end());
        int moved = 0;
        return libusb_bulk_transfer(m_handle, kCommand, packet.data(), int(packet.size()), &moved, 1000) == 0 &&
               libusb_bulk_transfer(m_handle, kAck, ack, room, &moved, 1000) == 0 && ack[4] == 0 && ack[5] == 0;
    }

    libusb_context *m_context = nullptr;
    libusb_device_handle *m_handle = nullptr;
    std::uint16_t m_request = 0;
};

bool startStream(Device &device)
{
    for (const auto &[offset, value] : {std::pair(0x18u, 1024u),
                                        {0x1Cu, unsigned(kTransfer)},
                                        {0x20u, unsigned(kPayload / kTransfer)},
                                        {0x24u, unsigned(kPayload % kTransfer)},
                                        {0x28u, 0u},
                                        {0x2Cu, 1024u},
                                        {0x04u, 1u}}) {
        if (!device.write(kSirm + offset, value))
            return false;
    }
    return device.write(0x202004, 1); // AcquisitionStart
}

void receive(Device &device, double seconds, Result &result)
{
    std::vector<std::uint8_t> image(kPayload);
    std::uint8_t small[1024];
    std::uint64_t expected = 0;
    const auto begin = Clock::now();
    while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds) {
        bool whole = device.receive(small, sizeof small) == 52;
        const std::uint64_t id = little(small + 8, 8);
        for (int at = 0; at < kPayload; at += kTransfer) {
            const int size = std::min(kTransfer, kPayload - at);
            whole = device.receive(image.data() + at, size) == size && whole;
        }
        whole = device.receive(small, sizeof small) == 32 && little(small + 8, 8) == id && whole;
        result.lost += id - expected;
        expected = id + 1;
        result.broken += !whole;
        ++result.frames;
        result.bytes += kPayload;
        if (!whole)
            break;
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
}

bool measure(double seconds, Result &result)
{
    VirtualCameraProcess camera;
    if (!camera.start({"--transport", "usb", "--set", "AcquisitionFrameRate=75", "--set", "TestImageSelector=Off"})) {
        std::fprintf(stderr, "bench: %s\n", camera.error().c_str());
        return false;
    }
    ::setpriority(PRIO_PROCESS, 0, -11); // where it may: the link is measured, not what else runs here
    Device device;
    if (!device.isOpen() || !startStream(device)) {
        std::fprintf(stderr, "bench: the camera cannot be opened over the emulated bus\n");
        return false;
    }
    // Until the ring of pictures is rendered.
    Result warmUp;
    receive(device, 20, warmUp);
    const std::uint64_t droppedBefore = device.read(0x200128);
    device.write(0x202008, 1); // AcquisitionStop
    device.write(kSirm + 4, 0);
    startStream(device);
    const double senderBefore = cpuOf(camera.pid()), receiverBefore = cpuOfThisProcess();
    receive(device, seconds, result);
    result.senderCpu = cpuOf(camera.pid()) - senderBefore;
    result.receiverCpu = cpuOfThisProcess() - receiverBefore;
    result.dropped = device.read(0x200128) - droppedBefore;
    device.write(0x202008, 1);
    device.write(kSirm + 4, 0);
    return result.frames > 0;
}

} // namespace
} // namespace mv::test

int main(int, char **argv)
{
    using namespace mv::test;
    if (!std::getenv("LD_PRELOAD")) { // the stand-in must be there before the program
        ::setenv("LD_PRELOAD", MV_USB_STANDIN, 1);
        ::execv("/proc/self/exe", argv);
        return 1;
    }
    Result r;
    if (!measure(60, r))
        return 1;
    std::printf("{\"mono8_75fps\": {\"framesPerSecond\": %.2f, \"megabytesPerSecond\": %.1f, \"frames\": %llu, "
                "\"lost\": %llu, \"broken\": %llu, \"droppedByCamera\": %llu, \"senderCores\": %.3f, "
                "\"receiverCores\": %.3f, \"seconds\": %.2f}}\n",
                double(r.frames) / r.seconds, double(r.bytes) / 1e6 / r.seconds,
                static_cast<unsigned long long>(r.frames), static_cast<unsigned long long>(r.lost),
                static_cast<unsigned long long>(r.broken), static_cast<unsigned long long>(r.dropped),
                r.senderCpu / r.seconds, r.receiverCpu / r.seconds, r.seconds);
    return r.lost == 0 && r.broken == 0 && r.dropped == 0 ? 0 : 1;
}
