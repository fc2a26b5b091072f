// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the camera says, judged by Wireshark's GVCP and GVSP dissectors: no malformed packet in a capture of
// loopback with discovery, refusals, Debian's client, every payload type, lost and resent packets.
#include "tests/conformance/virtual/tool.h"
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace mv::test {
namespace {

using std::chrono::milliseconds;

/// tshark on loopback, from start() to stop().
class Capture
{
public:
    explicit Capture(const std::string &address)
        : m_file(testing::TempDir() + "mv-vcam-" + std::to_string(::getpid()) + ".pcapng"), m_log(m_file + ".log")
    {
        m_pid = ::fork();
        if (m_pid == 0) {
            const int log = ::open(m_log.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
            ::dup2(log, STDERR_FILENO);
            const std::string filter = "udp and host " + address;
            ::execlp("tshark", "tshark", "-i", "lo", "-B", "64", "-f", filter.c_str(), "-w", m_file.c_str(), nullptr);
            ::_exit(127);
        }
        for (int i = 0; i < 200 && runTool("grep -q 'Capture started' " + m_log).status != 0; ++i)
            std::this_thread::sleep_for(milliseconds(50));
    }
    ~Capture()
    {
        stop();
        ::unlink(m_file.c_str());
        ::unlink(m_log.c_str());
    }
    void stop()
    {
        if (m_pid <= 0)
            return;
        std::this_thread::sleep_for(milliseconds(1500)); // what dumpcap still holds
        ::kill(m_pid, SIGINT);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = -1;
    }
    /// Events come from a port of their own, too.
    void setMessagePort(std::uint16_t port) { m_messagePort = port; }
    /// Lines of tshark reading the capture with a display filter; @p streamPort is to be taken for GVSP.
    long count(std::uint16_t streamPort, const std::string &filter) const
    {
        const std::string output = show(streamPort, filter);
        return std::count(output.begin(), output.end(), '\n');
    }
    std::string show(std::uint16_t streamPort, const std::string &filter) const
    {
        const ToolResult result =
            runTool("tshark -n -r " + m_file + " -d udp.port==" + std::to_string(streamPort) +
                    ",gvsp -d udp.port==" + std::to_string(m_messagePort) + ",gvcp -Y '" + filter + "' 2>/dev/null");
        EXPECT_EQ(result.status, 0) << "tshark does not understand " << filter;
        return result.output;
    }

private:
    std::string m_file, m_log;
    std::uint16_t m_messagePort = 0;
    pid_t m_pid = -1;
};

void talkNonsense(GigeClient &client)
{
    client.command(0x0002, {});                  // discovery
    client.command(0x0100, Bytes(12));           // an action, which we have not
    client.readRegister(0x0700);                 // no such register
    client.readRegister(0x0A01);                 // unaligned
    client.writeRegister(0x0000, 1);             // read-only
    client.readMemory(0x0000, 600);              // too much
    client.writeMemory(0x201010, {13, 0, 0, 0}); // a width off its step
    Bytes forceIp(56);
    client.controlSocket().send("127.0.0.1", 3956, GigeClient::makeCommand(0x0004, forceIp, 1));
}

void streamOneOfEach(GigeClient &client)
{
    for (std::uint32_t chunk = 0; chunk < 5; ++chunk) { // all kinds
        client.setFeature(0x203004, chunk);
        client.setFeature(0x203008, 1);
    }
    for (const std::uint32_t chunks : {0u, 1u}) {
        client.setFeature(0x203000, chunks);
        for (const std::uint32_t size : {576u, 1500u, 9000u, 65000u}) {
            client.openStream(size);
            client.setFeature(0x202004, 1); // SingleFrame
            const auto frame = client.receiveFrame();
            ASSERT_TRUE(frame);
            client.requestResend(frame->blockId, 0, 0xFFFFFF);
            client.requestResend(1000, 1, 3); // refused
            while (client.streamSocket().receive(milliseconds(200))) {
            }
        }
    }
}

/// FileAccessControl: a piece of the user's file written and read back, and what is refused. Operations: Open 0, Close
/// 1, Read 2, Write 3; modes: Read 0, Write 1.
void accessFile(GigeClient &client)
{
    constexpr std::uint32_t kSelector = 0x20C000, kOperation = 0x20C004, kMode = 0x20C008, kOffset = 0x20C00C,
                            kLength = 0x20C010, kExecute = 0x20C014, kStatus = 0x20C018, kBuffer = 0x600000;
    const auto execute = [&](std::uint32_t operation) {
        EXPECT_EQ(client.setFeature(kOperation, operation), 0);
        EXPECT_EQ(client.setFeature(kExecute, 1), 0);
        return client.feature(kStatus);
    };
    client.setFeature(kSelector, 3);
    EXPECT_NE(execute(2), 0u) << "it is not open";
    const Bytes text(512, 'w');
    for (const std::uint32_t mode : {1u, 0u}) {
        client.setFeature(kMode, mode);
        EXPECT_EQ(execute(0), 0u);
        client.setFeature(kOffset, 0);
        client.setFeature(kLength, 512);
        if (mode == 1) {
            EXPECT_EQ(client.writeMemory(kBuffer, text).status, 0);
            EXPECT_EQ(execute(3), 0u);
        } else {
            EXPECT_EQ(execute(2), 0u);
            EXPECT_EQ(client.readMemory(kBuffer, 512).payload.size(), 4u + 512);
        }
        EXPECT_EQ(execute(1), 0u);
    }
    EXPECT_NE(client.setFeature(kLength, 513), 0) << "more than the buffer holds";
}

/// Events of every kind: EVENTDATA of a frame, EVENT with one entry and with several, acknowledged or not.
void reportEvents(GigeClient &client, const std::string &address)
{
    DatagramSocket socket;
    client.writeRegister(0xB10, 0x7F000001);
    client.writeRegister(0xB14, 100);
    client.writeRegister(0xB00, socket.port());
    for (std::uint32_t kind = 0; kind < 7; ++kind) {
        client.setFeature(0x20E000, kind);
        client.setFeature(0x20E004, 1);
    }
    client.openStream(9000);
    client.setFeature(0x202004, 1);
    for (int i = 0; i < 3; ++i)
        client.setFeature(0x20E008, 1); // TestEventGenerate
    bool answer = false;                // not the first time
    const auto port = std::uint16_t(client.bootstrap(0xB1C));
    while (const auto message = socket.receive(milliseconds(300))) {
        Bytes ack;
        putBig(ack, getBig(*message, 2, 2) + 1, 4);
        putBig(ack, getBig(*message, 6, 2), 4);
        if (std::exchange(answer, true))
            socket.send(address, port, ack);
    }
    client.receiveFrame();
}

TEST(Wireshark, findsNoMalformedPacket)
{
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start(
        {"--sensor", "160x120", "--set", "AcquisitionFrameRate=20", "--set", "AcquisitionMode=SingleFrame"}));
    Capture capture(camera.address());
    std::uint16_t port = 0;
    {
        GigeClient client(camera.address());
        ASSERT_EQ(client.takeControl(), 0);
        port = std::uint16_t(client.bootstrap(0xD1C));
        talkNonsense(client);
        accessFile(client);
        streamOneOfEach(client);
        capture.setMessagePort(std::uint16_t(client.bootstrap(0xB1C)));
        reportEvents(client, camera.address());
        ASSERT_EQ(client.setFeature(0x2F0000, 50), 0); // slow answers: pending-acknowledge
        client.readRegister(0xA00);
        client.controlSocket().receive(milliseconds(1000));
        client.raw(GigeClient::makeCommand(0x86, {0, 0x2F, 0, 0, 0, 0, 0, 0}, 0x7777)); // the fault off again
        client.controlSocket().receive(milliseconds(1000));
        client.writeRegister(0xA00, 0);
    }
    const ToolResult test =
        runTool("arv-camera-test-0.8 --no-packet-socket --auto --duration=2 --name=" + camera.address() +
                " --features='AcquisitionMode=Continuous ChunkModeActive=true' --gv-packet-size=1500");
    EXPECT_GE(reported(test.output, "n_completed_buffers"), 30) << test.output;
    capture.stop();

    EXPECT_EQ(capture.show(port, "_ws.malformed || _ws.expert.severity == error"), "");
    EXPECT_EQ(capture.show(port, "udp && !gvcp && !gvsp"), "") << "packets that no dissector took";
    EXPECT_GT(capture.count(port, "gvcp && ip.src == " + camera.address()), 50);
    EXPECT_GT(capture.count(port, "gvcp.cmd.status > 0x8000"), 5) << "refusals";
    EXPECT_GT(capture.count(port, "gvcp.ack == 0x0089"), 0) << "pending-acknowledge";
    EXPECT_GE(capture.count(port, "gvcp.cmd.command == 0x00c0"), 1) << "EVENT";
    EXPECT_GE(capture.count(port, "gvcp.cmd.command == 0x00c2"), 5) << "EVENTDATA, one repeated";
    EXPECT_GT(capture.count(port, "gvcp.ack == 0x00c3"), 3) << "acknowledges";
    EXPECT_GT(capture.count(port, "gvcp.cmd.event.devicespecificid >= 0x9001"), 3) << "with ids of their own";
    EXPECT_GT(capture.count(port, "gvsp.status == 0x0100"), 100) << "resent";
    EXPECT_GT(capture.count(port, "gvsp.status == 0x800c"), 5) << "refused resends";
    EXPECT_GT(capture.count(port, "gvsp.payloadtype == 0x4001"), 30) << "chunks";
    EXPECT_GT(capture.count(port, "gvsp.payloadtype == 0x0001"), 4);
}

// Deliberate faults of leader and trailer are what they claim to be.
TEST(Wireshark, seesSpoiltLeadersAndTrailers)
{
    VirtualCameraProcess camera;
    ASSERT_TRUE(camera.start({"--sensor", "160x120", "--set", "AcquisitionMode=SingleFrame"}));
    Capture capture(camera.address());
    std::uint16_t port = 0;
    {
        GigeClient client(camera.address());
        ASSERT_EQ(client.takeControl(), 0);
        port = std::uint16_t(client.bootstrap(0xD1C));
        client.openStream(9000);
        for (const std::uint32_t fault : {0u, 2u, 3u}) { // None, Corrupt, Truncated
            client.setFeature(0x2F0018, fault);
            client.setFeature(0x2F001C, fault);
            client.setFeature(0x202004, 1);
            while (client.streamSocket().receive(milliseconds(500))) {
            }
        }
    }
    capture.stop();
    EXPECT_EQ(capture.count(port, "gvsp.format == 1 && udp.payload[10:2] == ff:fe"), 1);
    EXPECT_EQ(capture.count(port, "gvsp.format == 2 && udp.payload[10:2] == ff:fe"), 1);
    EXPECT_EQ(capture.count(port, "gvsp.blockid16 == 1 && _ws.malformed"), 0);
    EXPECT_EQ(capture.count(port, "gvsp.blockid16 == 3 && gvsp.format == 1 && _ws.malformed"), 1);
    EXPECT_EQ(capture.count(port, "gvsp.blockid16 == 3 && gvsp.format == 2 && _ws.malformed"), 1);
}

} // namespace
} // namespace mv::test

int main(int argc, char **argv)
{
    testing::InitGoogleTest(&argc, argv);
    for (const char *tool : {"tshark", "arv-camera-test-0.8"}) {
        if (!mv::test::hasTool(tool)) {
            std::printf("skipped: %s is not installed (packages tshark and aravis-tools)\n", tool);
            return mv::test::kSkipped;
        }
    }
    if (mv::test::runTool("timeout 5 tshark -i lo -a duration:1 -f 'udp port 1'").status != 0) {
        std::printf("skipped: capturing on loopback is not allowed here (root, or membership of group wireshark)\n");
        return mv::test::kSkipped;
    }
    return RUN_ALL_TESTS();
}
