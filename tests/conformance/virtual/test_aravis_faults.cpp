// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's faults as Debian's arv-tool-0.8 and arv-camera-test-0.8 see them, and that the camera outlives each.
#include "tests/conformance/virtual/tool.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace mv::test {
namespace {

class AravisFaults : public testing::Test
{
protected:
    VirtualCameraProcess camera;

    void start(const std::vector<std::string> &settings)
    {
        std::vector<std::string> args{"--sensor", "160x120", "--set", "AcquisitionFrameRate=20"};
        for (const std::string &setting : settings)
            args.insert(args.end(), {"--set", setting});
        ASSERT_TRUE(camera.start(args)) << camera.error();
    }
    std::string tool(const std::string &arguments) const
    {
        return runTool("timeout 60 arv-tool-0.8 --address=" + camera.address() + " " + arguments).output;
    }
    std::string cameraTest(const std::string &arguments, int seconds = 2) const
    {
        return runTool("timeout 60 nice -n -10 arv-camera-test-0.8 --name=" + camera.address() +
                       " --no-packet-socket --gv-packet-size=1500 --duration=" + std::to_string(seconds) + ' ' +
                       arguments)
            .output;
    }
    /// The camera is whole: it still runs, and ends when it is asked to.
    void expectSurvival()
    {
        EXPECT_TRUE(camera.isRunning());
        EXPECT_EQ(camera.terminate(), 0);
    }
};

/// What one access to Width, and one to Height, is told.
struct Access
{
    const char *mode, *width;
};

TEST_F(AravisFaults, ofOneRegister)
{
    const Access cases[] = {
        {"None", "Width = 160"},
        {"Slow", "Width = 160"},
        {"Refuse", "read_memory error (access-denied)"},
        {"Late", "read_memory timeout"},
        {"WrongId", "read_memory timeout"},
        {"Silent", "read_memory timeout"},
        {"PendingStorm", "Width = 160"},
    };
    for (const Access &access : cases) {
        start({"VirtualFaultRegisterAddress=0x201010", std::string("VirtualFaultRegisterMode=") + access.mode});
        const std::string output = tool("control Width Height");
        EXPECT_NE(output.find(access.width), std::string::npos) << access.mode << ": " << output;
        EXPECT_NE(output.find("Height = 120"), std::string::npos) << access.mode << ": " << output;
        expectSurvival();
    }
}

TEST_F(AravisFaults, ofEveryRegister)
{
    for (const char *mode : {"Refuse", "Silent"}) {
        start({std::string("VirtualFaultRegisterMode=") + mode});
        const std::string output = tool("control Width");
        EXPECT_NE(output.find("Can't connect"), std::string::npos) << mode << ": " << output;
        expectSurvival();
    }
}

/// What is counted in two seconds of 20 frames of 16 packets each.
struct Stream
{
    const char *fault;
    bool framesCome;     ///< more than 30 complete ones
    const char *counter; ///< that tells of the fault
    double atLeast, atMost;
};

TEST_F(AravisFaults, ofTheStream)
{
    const Stream cases[] = {
        {"VirtualFaultPacketReorder=0", true, "n_failures", 0, 0},
        {"VirtualFaultPacketReorder=300", true, "n_missing_packets", 0, 0}, // it sorts them
        {"VirtualFaultLeader=Missing", false, "n_timeouts", 30, 60},
        {"VirtualFaultLeader=Corrupt", true, "n_ignored_packets", 30, 60},
        {"VirtualFaultTrailer=Missing", false, "n_timeouts", 30, 60},
        {"VirtualFaultTrailer=Corrupt", true, "n_failures", 0, 0}, // it looks at its number only
        {"VirtualFaultBitFlip=true", true, "n_failures", 0, 0},    // nobody can see it on the wire
        {"VirtualFaultStreamStall=true", false, "n_received_packets", 0, 0},
        {"VirtualFaultPayloadZero=true", true, "payload", 0, 0},
        {"VirtualFaultPayloadZero=true", true, "n_ignored_packets", 400, 1000}, // for which it has no room
    };
    for (const Stream &stream : cases) {
        start({stream.fault});
        const std::string output = cameraTest("");
        const double completed = reported(output, "n_completed_buffers");
        EXPECT_EQ(completed > 30, stream.framesCome) << stream.fault << '\n' << output;
        EXPECT_GE(reported(output, stream.counter), stream.atLeast) << stream.fault << '\n' << output;
        EXPECT_LE(reported(output, stream.counter), stream.atMost) << stream.fault << '\n' << output;
        expectSurvival();
    }
}

// Aravis does not check their length; their bytes are missing in its sum.
TEST_F(AravisFaults, leaderAndTrailerCutOff)
{
    const auto bytesPerFrame = [this](const std::string &fault) {
        for (int attempt = 0; attempt < 5; ++attempt) {
            start({fault});
            const std::string output = cameraTest("");
            expectSurvival();
            const double frames = reported(output, "n_completed_buffers");
            EXPECT_GT(frames, 30) << output;
            if (reported(output, "n_received_packets") == 16 * frames) // none was under way at the end
                return reported(output, "n_transferred_bytes") / frames;
        }
        ADD_FAILURE() << fault << ": never ended between two frames";
        return 0.0;
    };
    const double whole = bytesPerFrame("VirtualFaultLeader=None");
    EXPECT_EQ(whole - bytesPerFrame("VirtualFaultLeader=Truncated"), 18);
    EXPECT_EQ(whole - bytesPerFrame("VirtualFaultTrailer=Truncated"), 4);
}

TEST_F(AravisFaults, ofTheControl)
{
    start({"VirtualFaultHeartbeatIgnored=true"});
    const std::string lost = cameraTest("", 6);
    EXPECT_NE(lost.find("Control lost"), std::string::npos) << lost;
    expectSurvival();

    start({});
    const std::string stolen = tool("control VirtualFaultControlStolen Width");
    EXPECT_NE(stolen.find("VirtualFaultControlStolen executed"), std::string::npos) << stolen;
    EXPECT_NE(stolen.find("access-denied"), std::string::npos) << stolen;
    expectSurvival();

    start({"VirtualFaultSilenceTime=3500"});
    const std::string silent = tool("control VirtualFaultBusSilence=true Width");
    EXPECT_NE(silent.find("timeout"), std::string::npos) << silent;
    EXPECT_NE(silent.find("Width = 160"), std::string::npos) << "it came back: " << silent;
    expectSurvival();
}

TEST_F(AravisFaults, ofTheDescription)
{
    for (const char *fault : {"Missing", "Broken", "NotZip"}) {
        start({std::string("VirtualFaultXml=") + fault});
        EXPECT_EQ(tool("control Width").find("Width = "), std::string::npos) << fault;
        expectSurvival();
    }
    start({"VirtualFaultFirmware=true"});
    const std::string other = tool("control DeviceFirmwareVersion LineDebouncerTime LineDebouncerTimeAbs");
    EXPECT_NE(other.find("DeviceFirmwareVersion = 99.0.0"), std::string::npos) << other;
    EXPECT_NE(other.find("LineDebouncerTime = 0 us"), std::string::npos) << other;
    EXPECT_NE(other.find("'LineDebouncerTimeAbs' not found"), std::string::npos) << other;
    expectSurvival();
}

} // namespace
} // namespace mv::test

int main(int argc, char **argv)
{
    testing::InitGoogleTest(&argc, argv);
    for (const char *tool : {"arv-tool-0.8", "arv-camera-test-0.8"}) {
        if (!mv::test::hasTool(tool)) {
            std::printf("skipped: %s is not installed (packages aravis-tools-cli and aravis-tools)\n", tool);
            return mv::test::kSkipped;
        }
    }
    return RUN_ALL_TESTS();
}
