// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the virtual camera computes its pictures and sends them, and whether it counts honestly what it could not.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kStart = 0x202004, kFrameCount = 0x20200C, kActive = 0x202014, kSent = 0x200120,
                        kDropped = 0x200128;

struct Case
{
    const char *name;
    const char *sensor;
    double requested; ///< frames a second; 0: as many as the camera's link and readout allow
    unsigned frames;  ///< of one MultiFrame acquisition, so that "exposed" is known
};

struct Result
{
    unsigned long long received = 0, incomplete = 0, sent = 0, dropped = 0;
    double seconds = 0, framesPerSecond = 0;
};

std::vector<std::string> argsOf(const Case &setup)
{
    std::vector<std::string> args{"--sensor", setup.sensor};
    const std::string rate = setup.requested > 0 ? "AcquisitionFrameRate=" + std::to_string(setup.requested)
                                                 : std::string("AcquisitionFrameRateEnable=false");
    for (const std::string &setting : {std::string("VirtualFrameSource=Physics"), std::string("TestImageSelector=Off"),
                                       std::string("PixelFormat=Mono12"), std::string("AcquisitionMode=MultiFrame"),
                                       "AcquisitionFrameCount=" + std::to_string(setup.frames), rate})
        args.insert(args.end(), {"--set", setting});
    return args;
}

/// Receives until the acquisition is over and its last frame has come; a frame is complete if all its packets came
/// before its trailer. The rate counts from the start of the acquisition to the last trailer.
void receive(GigeClient &client, Result &result)
{
    std::array<std::uint8_t, 65536> packet;
    const timeval patience{0, 500'000};
    const int fd = client.streamSocket().fd();
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::uint32_t packets = 0;
    const auto first = Clock::now();
    auto last = first;
    for (;;) {
        const ssize_t count = ::recv(fd, packet.data(), packet.size(), 0);
        if (count < 8 && client.feature(kActive) == 0)
            break;
        if (count < 8)
            continue;
        const std::uint32_t id = std::uint32_t(packet[5]) << 16 | std::uint32_t(packet[6]) << 8 | packet[7];
        ++packets;
        if (packet[4] != 2)
            continue;
        last = Clock::now();
        ++result.received;
        result.incomplete += packets != id + 1;
        packets = 0;
    }
    result.seconds = std::chrono::duration<double>(last - first).count();
    result.framesPerSecond = result.received > 0 ? double(result.received) / result.seconds : 0;
}

/// The first picture takes longer than those that follow: the sensor's maps are made with it.
void warmUp(GigeClient &client)
{
    Result first;
    client.setFeature(kFrameCount, 1);
    client.setFeature(kStart, 1);
    receive(client, first);
}

bool measure(const Case &setup, Result &result)
{
    VirtualCameraProcess camera;
    if (!camera.start(argsOf(setup))) {
        std::fprintf(stderr, "bench: %s\n", camera.error().c_str());
        return false;
    }
    GigeClient client(camera.address());
    client.takeControl();
    client.writeRegister(0x954, 1); // no heartbeat: this client is busy
    client.openStream(65000);
    warmUp(client);
    const std::uint64_t sent = client.feature(kSent, 8), dropped = client.feature(kDropped, 8);
    client.setFeature(kFrameCount, setup.frames);
    client.setFeature(kStart, 1);
    receive(client, result);
    result.sent = client.feature(kSent, 8) - sent;
    result.dropped = client.feature(kDropped, 8) - dropped;
    return result.received > 0;
}

/// No frame that nobody accounts for; at a rate that is asked for nothing lost, either. (As fast as it can, two busy
/// cores may leave the receiver too little.)
bool isGood(const Case &setup, const Result &r)
{
    const bool complete = r.incomplete == 0 && r.received == r.sent && r.dropped == 0;
    return r.sent + r.dropped == setup.frames && (complete || setup.requested == 0);
}

void print(const Case &setup, const Result &r, bool last)
{
    std::printf("  \"%s\": {\"framesPerSecond\": %.2f, ", setup.name, r.framesPerSecond);
    if (setup.requested > 0)
        std::printf("\"requested\": %.2f, \"ratio\": %.4f, ", setup.requested, r.framesPerSecond / setup.requested);
    std::printf("\"exposed\": %u, \"received\": %llu, \"incomplete\": %llu, \"lostOnTheWire\": %lld, "
                "\"droppedByCamera\": %llu, \"unaccounted\": %lld, \"seconds\": %.2f}%s\n",
                setup.frames, r.received, r.incomplete,
                static_cast<long long>(r.sent) - static_cast<long long>(r.received), r.dropped,
                static_cast<long long>(setup.frames) - static_cast<long long>(r.sent + r.dropped), r.seconds,
                last ? "" : ",");
}

} // namespace
} // namespace mv::test

int main()
{
    using namespace mv::test;
    const Case cases[] = {
        {"mono12_2448x2048_10fps", "2448x2048", 10, 50},
        {"mono12_1280x1024_35fps", "1280x1024", 35, 175},
        {"mono12_2448x2048_fastest", "2448x2048", 0, 200},
        {"mono12_1280x1024_fastest", "1280x1024", 0, 255},
    };
    bool ok = true;
    std::printf("{\n");
    for (const Case &setup : cases) {
        Result result;
        ok = measure(setup, result) && isGood(setup, result) && ok;
        print(setup, result, &setup == &cases[std::size(cases) - 1]);
        std::fflush(stdout);
    }
    std::printf("}\n");
    return ok ? 0 : 1;
}
