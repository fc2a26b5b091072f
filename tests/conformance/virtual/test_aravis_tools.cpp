// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's arv-tool-0.8 and arv-camera-test-0.8 (packages aravis-tools-cli and aravis-tools) against a running camera.
#include "tests/conformance/virtual/tool.h"
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <thread>

namespace mv::test {
namespace {

class AravisTools : public testing::Test
{
protected:
    VirtualCameraProcess camera;

    // Several frames of 160x120 fit into the default socket buffer, so that a busy machine does not lose packets of
    // them.
    void start(const std::string &model, const std::string &sensor = "160x120")
    {
        ASSERT_TRUE(camera.start({"--model", model, "--sensor", sensor, "--set", "AcquisitionFrameRate=20"}))
            << camera.error();
    }
    ToolResult tool(const std::string &arguments) const
    {
        return runTool("arv-tool-0.8 --address=" + camera.address() + " " + arguments);
    }
    // Run as root, Aravis takes a packet socket, on which nothing arrives from loopback. The camera is judged here, not
    // the load of this machine: where it may, the client goes first.
    ToolResult cameraTest(const std::string &arguments) const
    {
        return runTool("nice -n -10 arv-camera-test-0.8 --name=" + camera.address() +
                       " --no-packet-socket --duration=2 " + arguments);
    }
};

TEST_F(AravisTools, listTheCamera)
{
    start("mono");
    const ToolResult list = runTool("arv-tool-0.8");
    EXPECT_NE(list.output.find("MV Viewer-Virtual Mono-" + camera.serial() + " (" + camera.address() + ")"),
              std::string::npos)
        << list.output;
}

TEST_F(AravisTools, readEveryFeature)
{
    for (const char *model : {"mono", "color"}) {
        start(model);
        const ToolResult values = tool("values");
        EXPECT_EQ(values.status, 0);
        for (const char *line :
             {"'DeviceVendorName' = 'MV Viewer'", "'Width' = 160 px", "'AcquisitionMode' = 'Continuous'",
              "'ExposureTime' = 5000 us", "'GevSCPSPacketSize' = 65000 B", "'VirtualFaultXml' = 'None'"})
            EXPECT_NE(values.output.find(line), std::string::npos) << line << " in " << values.output;
        EXPECT_EQ(values.output.find("rror"), std::string::npos) << values.output;
    }
}

TEST_F(AravisTools, seeOnlyThePixelFormatsOfTheModel)
{
    start("mono");
    std::string features = tool("features").output;
    EXPECT_NE(features.find("Mono12Packed"), std::string::npos) << features;
    EXPECT_EQ(features.find("Bayer"), std::string::npos) << features;
    start("color");
    features = tool("features").output;
    EXPECT_NE(features.find("BayerRG12"), std::string::npos) << features;
    EXPECT_EQ(features.find("Mono12"), std::string::npos) << features;
}

TEST_F(AravisTools, setAndReadBack)
{
    start("mono", "320x240");
    const ToolResult result = tool("control Width=160 Width OffsetX=100 OffsetX PixelFormat=Mono12p PixelFormat "
                                   "ExposureTime=123.5 ExposureTime DeviceUserID=hello DeviceUserID PayloadSize "
                                   "ChunkModeActive=true PayloadSize TimestampLatch TimestampLatchValue");
    for (const char *line : {"Width = 160 px min:16 max:320 inc:4", "OffsetX = 100 px min:0 max:160 inc:4",
                             "PixelFormat = Mono12p", "ExposureTime = 123.5 us", "DeviceUserID = hello",
                             "PayloadSize = 57600", "PayloadSize = 57624", "TimestampLatch executed"})
        EXPECT_NE(result.output.find(line), std::string::npos) << line << " in " << result.output;
    EXPECT_GT(reported(result.output, "TimestampLatchValue"), 0);
}

TEST_F(AravisTools, areRefusedWithTheRightError)
{
    start("mono");
    EXPECT_NE(tool("control Width=162").output.find("invalid-parameter"), std::string::npos) << "off its step";
    EXPECT_NE(tool("control 'R[0x0]=1'").output.find("write-protect"), std::string::npos);
    EXPECT_NE(tool("control 'R[0x700]'").output.find("invalid-access"), std::string::npos) << "Aravis' word for 0x8003";
}

struct Streaming
{
    const char *model, *arguments, *expects;
};

TEST_F(AravisTools, receiveEveryFrame)
{
    const Streaming cases[] = {
        {"mono", "", "payload                = 19200 bytes"},
        {"mono", "--gv-packet-size=1500", "gv packet size         = 1500 bytes"},
        {"mono", "--packet-size-adjustment=always --gv-packet-size=1500", "gv packet size         = 65000 bytes"},
        {"mono", "--features=PixelFormat=Mono12Packed", "payload                = 28800 bytes"},
        {"mono", "--chunks=FrameCounter", "ChunkFrameCounter = 19"},
        {"mono", "--width=64 --height=48 --frequency=100", "image width            = 64"},
        {"color", "--features=PixelFormat=RGB8 --width=96 --height=72", "payload                = 20736 bytes"},
    };
    for (const Streaming &streaming : cases) {
        start(streaming.model);
        const ToolResult result = cameraTest(streaming.arguments);
        EXPECT_NE(result.output.find(streaming.expects), std::string::npos) << streaming.arguments << '\n'
                                                                            << result.output;
        EXPECT_GE(reported(result.output, "n_completed_buffers"), 38) << streaming.arguments << '\n' << result.output;
        for (const char *none : {"n_failures", "n_missing_frames", "n_missing_packets", "n_error_packets",
                                 "n_ignored_packets", "n_size_mismatch_errors"})
            EXPECT_EQ(reported(result.output, none), 0) << none << ' ' << streaming.arguments << '\n' << result.output;
    }
}

TEST_F(AravisTools, getLostPacketsBack)
{
    ASSERT_TRUE(camera.start(
        {"--sensor", "160x120", "--set", "AcquisitionFrameRate=20", "--set", "VirtualFaultPacketLoss=50"}));
    const ToolResult result = cameraTest("--gv-packet-size=1500 --packet-request-ratio=1.0");
    EXPECT_GT(reported(result.output, "n_resent_packets"), 10) << result.output;
    EXPECT_GE(reported(result.output, "n_completed_buffers"), 38) << result.output;
    EXPECT_EQ(reported(result.output, "n_failures"), 0) << result.output;
}

// The client controls the camera for 3 s; meanwhile another one may look but not touch.
TEST_F(AravisTools, shareTheCameraByTheRules)
{
    start("mono", "320x240");
    FILE *first =
        ::popen(("arv-camera-test-0.8 --no-packet-socket --duration=3 --name=" + camera.address() + " > /dev/null 2>&1")
                    .c_str(),
                "r");
    ASSERT_TRUE(first);
    // A bare client looks on: arv-tool would take the control itself, if it came first.
    GigeClient onlooker(camera.address());
    bool controlled = false;
    for (int i = 0; i < 200 && !controlled; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        controlled = onlooker.bootstrap(0xA00) == 2 && onlooker.feature(0x202014) == 1; // AcquisitionStatus
    }
    EXPECT_TRUE(controlled);
    const std::string refused = tool("control Width=160").output;
    EXPECT_NE(refused.find("ccess"), std::string::npos) << refused;
    EXPECT_NE(tool("control Width").output.find("Width = 320"), std::string::npos);
    EXPECT_NE(tool("control GevCCP").output.find("GevCCP = ControlAccess"), std::string::npos);
    EXPECT_EQ(::pclose(first), 0);
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
