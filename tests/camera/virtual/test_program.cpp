// SPDX-License-Identifier: GPL-3.0-or-later
// mv-virtual-camera as a program: its ready line, its refusals, how it ends, how it is found.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace mv::test {
namespace {

using std::chrono::milliseconds;

struct Result
{
    int status;
    std::string error;
};

/// Runs the program to its end; it must come to one by itself.
Result run(const std::vector<std::string> &args)
{
    VirtualCameraProcess camera;
    EXPECT_FALSE(camera.start(args)) << "it started";
    const std::string error = camera.error();
    return {camera.lastStatus(), error};
}

struct Refusal
{
    std::vector<std::string> args;
    int status;
    const char *says;
};

TEST(Program, refusesInOneSentence)
{
    const Refusal refusals[] = {
        {{"--set", "Nonsense=1"}, 2, "no feature of that name"},
        {{"--set", "Width=13"}, 2, "Width=13: expected a whole number from 16 to 2448 in steps of"},
        {{"--set", "OffsetX=8"}, 2, "from 0 to 0"},
        {{"--set", "ExposureTime=1e12"}, 2, "a number from"},
        {{"--set", "AcquisitionFrameCount=256"}, 2, "from 1 to 255"},
        {{"--set", "AcquisitionMode=7"}, 2, "one of Continuous SingleFrame MultiFrame"},
        {{"--set", "AcquisitionStart=1"}, 2, "command"},
        {{"--set", "GevSCPSPacketSize=1500"}, 2, "belongs to the wire"},
        {{"--seed", "-1"}, 2, "--seed"},
        {{"--seed", "99999999999999999999999"}, 2, "--seed"},
        {{"--seed", "1x"}, 2, "--seed"},
        {{"--state", "/nonexistent/state"}, 2, "no folder '/nonexistent'"},
        {{"--set", "Width"}, 2, "Feature=Value"},
        {{"--set", "PixelFormat=Mono99"}, 2, "one of Mono8"},
        {{"--set", "SensorWidth=10"}, 2, "read-only"},
        {{"--sensor", "10x10"}, 2, "WIDTHxHEIGHT"},
        {{"--sensor", "640"}, 2, "WIDTHxHEIGHT"},
        {{"--sensor", "99999x480"}, 2, "WIDTHxHEIGHT"},
        {{"--serial", "no spaces, please"}, 2, "--serial"},
        {{"--model", "deluxe"}, 2, "--model"},
        {{"--transport", "pcie"}, 2, "--transport"},
        {{"--transport", "usb", "--address", "127.0.0.1"}, 2, "--address belongs to --transport gige"},
        {{"--socket", "/tmp/x"}, 2, "--socket belongs to --transport usb"},
        {{"--transport", "usb", "--socket", ""}, 2, "--socket"},
        {{"--address", "300.0.0.1"}, 2, "--address"},
        {{"--address", "0.0.0.0"}, 2, "--address"},
        {{"--address", "203.0.113.7"}, 1, "no address of this machine"},
        {{"--unheard-of"}, 2, "--unheard-of"},
        {{"--state", "/dev/null"}, 1, "not a state file"},
        {{"--state", "/dev/zero"}, 1, "not a state file"},
        {{"--state", ""}, 2, "--state"},
    };
    for (const Refusal &refusal : refusals) {
        const Result result = run(refusal.args);
        EXPECT_EQ(result.status, refusal.status) << refusal.args.back();
        EXPECT_NE(result.error.find(refusal.says), std::string::npos) << result.error;
        EXPECT_EQ(result.error.find('\n'), result.error.size() - 1) << "one line: " << result.error;
    }
}

TEST(Program, announcesItselfInOneLine)
{
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start({"--serial", "LINE-1", "--model", "color"})) << camera.error();
    const std::string line = camera.readyLine();
    for (const std::string part : {R"({"ready":true,)", R"("id":"GigE:MV Viewer:LINE-1")", R"("serial":"LINE-1")",
                                   R"("model":"Virtual Color")", R"("transport":"gige")"})
        EXPECT_NE(line.find(part), std::string::npos) << part << " in " << line;
    EXPECT_NE(line.find("\"address\":\"" + camera.address() + "\""), std::string::npos) << line;
    EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(Program, aTakenPortIsSaidWithTheRemedy)
{
    VirtualCameraProcess first;
    ASSERT_TRUE(first.start()) << first.error();
    const Result second = run({"--address", first.address()});
    EXPECT_EQ(second.status, 1);
    EXPECT_NE(second.error.find("is taken"), std::string::npos) << second.error;
    EXPECT_NE(second.error.find("--address"), std::string::npos) << second.error;
}

TEST(Program, endsCleanlyAlsoWhileStreaming)
{
    for (const int signal : {SIGTERM, SIGINT}) {
        VirtualCameraProcess camera;
        ASSERT_TRUE(camera.start({"--sensor", "640x480"})) << camera.error();
        GigeClient client(camera.address());
        ASSERT_EQ(client.takeControl(), 0);
        client.openStream(9000);
        ASSERT_EQ(client.setFeature(0x202004, 1), 0);
        ASSERT_TRUE(client.receiveFrame());
        ::kill(camera.pid(), signal);
        EXPECT_EQ(camera.wait(), 0);
        EXPECT_EQ(camera.error(), "");
    }
}

TEST(Program, freesItsAddressWhenKilled)
{
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start());
    const std::string address = camera.address();
    camera.kill9();
    EXPECT_FALSE(camera.isRunning());
    ASSERT_TRUE(camera.start({"--address", address})) << camera.error();
    EXPECT_EQ(GigeClient(address).bootstrap(0x000), 0x00010002u);
}

// A child that starts a camera and dies without a word: the camera must not outlive it.
TEST(Program, endsWithItsParent)
{
    int report[2];
    ASSERT_EQ(::pipe(report), 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        auto *camera = new VirtualCameraProcess;
        char address[32] = {};
        if (camera->start())
            camera->address().copy(address, sizeof address - 1);
        [[maybe_unused]] const auto written = ::write(report[1], address, sizeof address);
        ::pause();
    }
    char address[32] = {};
    ASSERT_EQ(::read(report[0], address, sizeof address), ssize_t(sizeof address));
    ASSERT_EQ(GigeClient(address).bootstrap(0x000), 0x00010002u);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    GigeClient client(address);
    bool silent = false;
    for (int i = 0; i < 100 && !silent; ++i) {
        silent = !client.raw(GigeClient::makeCommand(0x02, {}, std::uint16_t(i + 1)), milliseconds(50));
        std::this_thread::sleep_for(milliseconds(20));
    }
    EXPECT_TRUE(silent);
    ::close(report[0]);
    ::close(report[1]);
}

/// Serial numbers that answer a broadcast.
std::set<std::string> discover(const std::string &broadcast)
{
    DatagramSocket socket;
    socket.send(broadcast, 3956, GigeClient::makeCommand(0x0002, {}, 0xFFFF, 0x11));
    std::set<std::string> serials;
    while (const auto answer = socket.receive(milliseconds(700))) {
        if (answer->size() == 8 + 0xF8)
            serials.insert(reinterpret_cast<const char *>(answer->data() + 8 + 0xD8));
    }
    return serials;
}

TEST(Program, severalAreFoundSideBySide)
{
    VirtualCameraProcess cameras[3];
    for (auto &camera : cameras)
        ASSERT_TRUE(camera.start()) << camera.error();
    for (const char *broadcast : {"127.255.255.255", "255.255.255.255"}) {
        const auto found = discover(broadcast);
        for (const auto &camera : cameras)
            EXPECT_TRUE(found.contains(camera.serial())) << camera.serial() << " at " << broadcast;
    }
}

TEST(Program, userIdSurvivesARestart)
{
    const std::string file = testing::TempDir() + "mv-vcam-user-id-" + std::to_string(::getpid());
    VirtualCameraProcess camera;
    std::ofstream(file).close(); // as mktemp leaves it
    ASSERT_TRUE(camera.start({"--state", file})) << camera.error();
    {
        GigeClient client(camera.address());
        ASSERT_EQ(client.takeControl(), 0);
        ASSERT_EQ(client.writeMemory(0x0E8, {'l', 'e', 'f', 't', 0, 0, 0, 0}).status, 0);
    }
    camera.kill9();
    ASSERT_TRUE(camera.start({"--state", file})) << camera.error();
    const Ack ack = GigeClient(camera.address()).readMemory(0x2000A0, 16);
    ASSERT_EQ(ack.payload.size(), 20u);
    EXPECT_STREQ(reinterpret_cast<const char *>(ack.payload.data() + 4), "left");
    ::unlink(file.c_str());
}

// A set that was saved over the wire is what the camera begins with after it lost its power.
TEST(Program, userSetsSurviveARestart)
{
    const std::string file = testing::TempDir() + "mv-vcam-user-sets-" + std::to_string(::getpid());
    constexpr std::uint32_t kWidth = 0x201010, kSelector = 0x20D000, kLoad = 0x20D004, kSave = 0x20D008,
                            kDefault = 0x20D00C, kTriggerSelector = 0x202040, kTriggerMode = 0x202044;
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start({"--state", file})) << camera.error();
    {
        GigeClient client(camera.address());
        ASSERT_EQ(client.takeControl(), 0);
        ASSERT_EQ(client.setFeature(kWidth, 640), 0);
        ASSERT_EQ(client.setFeature(kTriggerSelector, 0), 0);
        ASSERT_EQ(client.setFeature(kTriggerMode, 1), 0);
        EXPECT_EQ(client.setFeature(kSave, 1), 0x8006) << "Default is what it is";
        ASSERT_EQ(client.setFeature(kSelector, 2), 0);
        ASSERT_EQ(client.setFeature(kSave, 1), 0);
        ASSERT_EQ(client.setFeature(kDefault, 2), 0);
        ASSERT_EQ(client.setFeature(kWidth, 320), 0); // after it was saved
    }
    camera.kill9();
    ASSERT_TRUE(camera.start({"--state", file, "--set", "Height=480"})) << camera.error();
    GigeClient client(camera.address());
    EXPECT_EQ(client.feature(kDefault), 2u);
    EXPECT_EQ(client.feature(kWidth), 640u);
    EXPECT_EQ(client.feature(0x201014), 480u) << "--set comes after the set";
    EXPECT_EQ(client.feature(kTriggerMode), 1u);
    ASSERT_EQ(client.takeControl(), 0);
    ASSERT_EQ(client.setFeature(kLoad, 1), 0); // UserSetSelector is Default
    EXPECT_EQ(client.feature(kWidth), 2448u);
    EXPECT_EQ(client.feature(kTriggerMode), 0u);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    EXPECT_EQ(client.setFeature(kLoad, 1), 0x8006) << "while images are being taken";

    // The same file, damaged: one sentence, nothing starts, and the file stays as it is.
    camera.terminate();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto size = std::filesystem::file_size(file);
    const Result result = run({"--state", file});
    EXPECT_EQ(result.status, 1);
    EXPECT_NE(result.error.find(file), std::string::npos) << result.error;
    EXPECT_EQ(std::ranges::count(result.error, '\n'), 1) << result.error;
    EXPECT_EQ(std::filesystem::file_size(file), size);
    std::filesystem::remove(file);
}

} // namespace
} // namespace mv::test
