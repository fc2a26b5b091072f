// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's arv-tool-0.8 and arv-camera-test-0.8, unmodified, against a camera on an emulated USB.
#include "tests/conformance/virtual/tool.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace mv::test {
namespace {

class AravisUsb : public testing::Test
{
protected:
    VirtualCameraProcess camera;

    void start(const std::string &model, std::vector<std::string> args = {})
    {
        args.insert(args.begin(), {"--transport", "usb", "--model", model, "--set", "AcquisitionFrameRate=20"});
        if (std::find(args.begin(), args.end(), "--sensor") == args.end())
            args.insert(args.end(), {"--sensor", "160x120"});
        ASSERT_TRUE(camera.start(args)) << camera.error();
    }
    ToolResult run(const std::string &command) const
    {
        return runTool("MV_VIRTUAL_USB=" + camera.socket() + " LD_PRELOAD=" MV_USB_STANDIN " " + command);
    }
    // Always by name: without one the tools take every camera that they find, those on the network too.
    ToolResult tool(const std::string &arguments) const
    {
        return run("arv-tool-0.8 --name='*-" + camera.serial() + "' " + arguments);
    }
    std::string cameraTestCommand() const { return "arv-camera-test-0.8 --name='MV Viewer-" + camera.serial() + "' "; }
    ToolResult cameraTest(const std::string &arguments) const
    {
        return run("nice -n -10 " + cameraTestCommand() + "--duration=2 " + arguments);
    }
};

TEST_F(AravisUsb, listTheCamera)
{
    start("mono");
    const ToolResult list = run("arv-tool-0.8");
    EXPECT_NE(list.output.find("MV Viewer-"), std::string::npos) << list.output;
    EXPECT_NE(list.output.find("-" + camera.serial() + " (USB3)"), std::string::npos) << list.output;
}

TEST_F(AravisUsb, readEveryFeature)
{
    for (const char *model : {"mono", "color", "basic"}) {
        for (const bool zipped : {true, false}) {
            start(model, zipped ? std::vector<std::string>() : std::vector<std::string>{"--raw-xml"});
            const ToolResult values = tool("values");
            EXPECT_EQ(values.status, 0);
            for (const char *line : {"'DeviceVendorName' = 'MV Viewer'", "'Width' = 160 px",
                                     "'U3vCurrentSpeed' = 'SuperSpeed'", "'SIRequiredPayloadSize' = 19200 B",
                                     "'VirtualFaultUnplug' = 'None'", "'VirtualFaultUnplugTime' = 1000 ms"})
                EXPECT_NE(values.output.find(line), std::string::npos) << line << " in " << values.output;
            EXPECT_EQ(values.output.find("rror"), std::string::npos) << values.output;
            EXPECT_EQ(values.output.find("Gev"), std::string::npos) << values.output;
        }
    }
}

TEST_F(AravisUsb, setAndReadBackAndAreRefused)
{
    start("mono", {"--sensor", "320x240"});
    const ToolResult result = tool("control Width=160 Width PixelFormat=Mono12p PixelFormat ExposureTime=123.5 "
                                   "ExposureTime DeviceUserID=hello DeviceUserID PayloadSize SIRequiredPayloadSize");
    for (const char *line : {"Width = 160 px min:16 max:320 inc:4", "PixelFormat = Mono12p", "ExposureTime = 123.5 us",
                             "DeviceUserID = hello", "PayloadSize = 57600", "SIRequiredPayloadSize = 57600"})
        EXPECT_NE(result.output.find(line), std::string::npos) << line << " in " << result.output;
    EXPECT_NE(tool("control Width=162").output.find("invalid-parameter"), std::string::npos) << "off its step";
    EXPECT_NE(tool("control 'R[0x0]=1'").output.find("write-protect"), std::string::npos);
}

struct Streaming
{
    const char *model, *arguments, *expects;
};

TEST_F(AravisUsb, receiveEveryFrame)
{
    // Not --usb-mode=async: this Aravis cannot be relied on to stop such a stream (docs/decisions/005, T14), and the
    // program has no remedy. tst_usb_aravis receives in this mode through the library.
    const Streaming cases[] = {
        {"mono", "", "payload                = 19200 bytes"},
        {"mono", "--features=PixelFormat=Mono12Packed", "payload                = 28800 bytes"},
        {"mono", "--chunks=FrameCounter", "ChunkFrameCounter = 19"},
        {"mono", "--width=64 --height=48 --frequency=100", "image width            = 64"},
        {"color", "--features=PixelFormat=RGB8 --width=96 --height=72", "payload                = 20736 bytes"},
        {"basic", "", "payload                = 19200 bytes"},
    };
    for (const Streaming &streaming : cases) {
        start(streaming.model);
        const ToolResult result = cameraTest(streaming.arguments);
        EXPECT_NE(result.output.find(streaming.expects), std::string::npos) << streaming.arguments << '\n'
                                                                            << result.output;
        EXPECT_GE(reported(result.output, "n_completed_buffers"), 36) << streaming.arguments << '\n' << result.output;
        EXPECT_EQ(reported(result.output, "n_failures"), 0) << streaming.arguments << '\n' << result.output;
    }
}

TEST_F(AravisUsb, receiveAtHighSpeed)
{
    start("mono", {"--sensor", "640x480", "--set", "VirtualFaultUsbSpeed=HighSpeed"});
    EXPECT_NE(tool("control U3vCurrentSpeed").output.find("HighSpeed"), std::string::npos);
    const ToolResult result = cameraTest("");
    EXPECT_GE(reported(result.output, "n_completed_buffers"), 36) << result.output;
    EXPECT_EQ(reported(result.output, "n_failures"), 0) << result.output;
}

// Two programs: the interfaces belong to the first.
TEST_F(AravisUsb, shareTheCameraByTheRules)
{
    start("mono");
    FILE *first = ::popen(("MV_VIRTUAL_USB=" + camera.socket() + " LD_PRELOAD=" MV_USB_STANDIN " " +
                           cameraTestCommand() + "--duration=4 > /dev/null 2>&1")
                              .c_str(),
                          "r");
    ASSERT_TRUE(first);
    std::string refused;
    for (int i = 0; i < 60 && refused.find("BUSY") == std::string::npos; ++i)
        refused = tool("control Width").output;
    EXPECT_NE(refused.find("LIBUSB_ERROR_BUSY"), std::string::npos) << refused;
    EXPECT_EQ(::pclose(first), 0);
    EXPECT_NE(tool("control Width").output.find("Width = 160"), std::string::npos) << "afterwards it is free";
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
