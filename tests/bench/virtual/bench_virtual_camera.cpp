// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the virtual camera sends, what it costs the sender and a receiver that does nothing but receive.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Case
{
    const char *name;
    std::uint32_t packetSize;
    std::vector<std::string> settings;
};

struct Result
{
    double seconds = 0, framesPerSecond = 0, megabytesPerSecond = 0, senderCpu = 0, receiverCpu = 0;
    std::uint64_t frames = 0, incomplete = 0, dropped = 0;
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

/// Receives for @p seconds without looking into the payload; a frame is complete if all its packets came before its
/// trailer.
void receive(GigeClient &client, int fd, double seconds, Result &result)
{
    std::array<std::uint8_t, 65536> packet;
    std::uint64_t bytes = 0;
    std::uint32_t packets = 0;
    const auto begin = Clock::now();
    while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds) {
        const ssize_t count = ::recv(fd, packet.data(), packet.size(), 0);
        if (count < 8)
            break;
        bytes += std::uint64_t(count);
        const std::uint32_t id = std::uint32_t(packet[5]) << 16 | std::uint32_t(packet[6]) << 8 | packet[7];
        ++packets;
        if (packet[4] == 2) {
            ++result.frames;
            result.incomplete += packets != id + 1;
            packets = 0;
        }
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    result.framesPerSecond = double(result.frames) / result.seconds;
    result.megabytesPerSecond = double(bytes) / 1e6 / result.seconds;
    result.dropped = client.feature(0x200128, 8);
}

bool measure(const Case &setup, double seconds, Result &result)
{
    VirtualCameraProcess camera;
    std::vector<std::string> args;
    for (const std::string &setting : setup.settings)
        args.insert(args.end(), {"--set", setting});
    if (!camera.start(args)) {
        std::fprintf(stderr, "bench: %s\n", camera.error().c_str());
        return false;
    }
    GigeClient client(camera.address());
    client.takeControl();
    client.writeRegister(0x954, 1); // no heartbeat: this client is busy
    client.openStream(setup.packetSize);
    const double senderBefore = cpuOf(camera.pid()), receiverBefore = cpuOfThisProcess();
    client.setFeature(0x202004, 1);
    receive(client, client.streamSocket().fd(), seconds, result);
    result.senderCpu = cpuOf(camera.pid()) - senderBefore;
    result.receiverCpu = cpuOfThisProcess() - receiverBefore;
    return result.frames > 0;
}

void print(const Case &setup, const Result &r, bool last)
{
    std::printf(
        "  \"%s\": {\"framesPerSecond\": %.2f, \"megabytesPerSecond\": %.1f, \"frames\": %llu, \"incomplete\": %llu, "
        "\"droppedByCamera\": %llu, \"senderCpuSeconds\": %.2f, \"receiverCpuSeconds\": %.2f, \"seconds\": %.2f}%s\n",
        setup.name, r.framesPerSecond, r.megabytesPerSecond, static_cast<unsigned long long>(r.frames),
        static_cast<unsigned long long>(r.incomplete), static_cast<unsigned long long>(r.dropped), r.senderCpu,
        r.receiverCpu, r.seconds, last ? "" : ",");
}

} // namespace
} // namespace mv::test

int main()
{
    using namespace mv::test;
    const Case cases[] = {
        {"mono8_75fps_packets65000", 65000, {"AcquisitionFrameRate=75"}},
        {"mono8_75fps_packets9000", 9000, {"AcquisitionFrameRate=75"}},
        {"mono8_75fps_packets1500", 1500, {"AcquisitionFrameRate=75"}},
        {"mono12_fastest_packets65000",
         65000,
         {"AcquisitionFrameRateEnable=false", "DeviceLinkThroughputLimit=1000000000", "PixelFormat=Mono12"}},
        {"mono12p_fastest_packets65000",
         65000,
         {"AcquisitionFrameRateEnable=false", "DeviceLinkThroughputLimit=1000000000", "PixelFormat=Mono12p"}},
    };
    bool ok = true;
    std::printf("{\n");
    for (const Case &setup : cases) {
        Result result;
        ok = measure(setup, 5.0, result) && ok;
        print(setup, result, &setup == &cases[std::size(cases) - 1]);
        std::fflush(stdout);
    }
    std::printf("}\n");
    return ok ? 0 : 1;
}
