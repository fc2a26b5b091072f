// SPDX-License-Identifier: GPL-3.0-or-later
// The faults that the camera shows on purpose are what they claim to be.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

namespace mv::test {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

class Faults : public testing::Test
{
protected:
    VirtualCameraProcess camera;

    void start(const std::vector<std::string> &settings)
    {
        std::vector<std::string> args{"--sensor", "320x240"};
        for (const std::string &setting : settings)
            args.insert(args.end(), {"--set", setting});
        ASSERT_TRUE(camera.start(args)) << camera.error();
    }
};

Bytes readCommand(std::uint16_t id)
{
    Bytes payload;
    putBig(payload, 0xA00, 4);
    return GigeClient::makeCommand(0x80, payload, id);
}

TEST_F(Faults, aLateAnswerIsAnnounced)
{
    start({"VirtualFaultRegisterDelay=400"});
    GigeClient client(camera.address());
    const auto begin = Steady::now();
    const auto pending = client.raw(readCommand(7));
    ASSERT_TRUE(pending);
    EXPECT_LT(Steady::now() - begin, milliseconds(300));
    EXPECT_EQ(pending->command, 0x0089);
    EXPECT_EQ(pending->id, 7);
    EXPECT_GE(getBig(pending->payload, 2, 2), 400u) << "milliseconds to wait";
    const auto answer = client.controlSocket().receive(milliseconds(2000));
    ASSERT_TRUE(answer);
    EXPECT_GE(Steady::now() - begin, milliseconds(395));
    EXPECT_EQ(getBig(*answer, 2, 2), 0x81u);
    EXPECT_EQ(getBig(*answer, 0, 2), 0u);
}

TEST_F(Faults, aLateAnswerCanComeWithoutAWord)
{
    start({"VirtualFaultRegisterDelay=400", "VirtualFaultPendingAck=false"});
    GigeClient client(camera.address());
    const auto begin = Steady::now();
    EXPECT_FALSE(client.raw(readCommand(7), milliseconds(100)));
    EXPECT_FALSE(client.raw(readCommand(7), milliseconds(100))) << "the client repeats itself";
    const auto answer = client.controlSocket().receive(milliseconds(2000));
    ASSERT_TRUE(answer);
    EXPECT_GE(Steady::now() - begin, milliseconds(395));
    EXPECT_FALSE(client.controlSocket().receive(milliseconds(600))) << "repeated requests are one request";
}

TEST_F(Faults, discoveryIsNotSlow)
{
    start({"VirtualFaultRegisterDelay=5000"});
    const auto answer = GigeClient(camera.address()).raw(GigeClient::makeCommand(0x02, {}, 1), milliseconds(1000));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->command, 0x0003);
}

/// Asks for what is missing until it is there; resent packets may be lost too.
bool complete(GigeClient &client, ReceivedFrame &frame)
{
    for (int attempt = 0; attempt < 20 && !frame.complete(); ++attempt) {
        for (std::uint32_t id = 1; id < frame.lastPacket; ++id) {
            if (!frame.packets.contains(id))
                client.requestResend(frame.blockId, id, id);
        }
        while (const auto packet = client.streamSocket().receive(milliseconds(100))) {
            if ((*packet)[4] == 3 && getBig(*packet, 0, 2) == 0x0100)
                frame.packets[std::uint32_t(getBig(*packet, 5, 3))] = Bytes(packet->begin() + 8, packet->end());
        }
    }
    return frame.complete();
}

TEST_F(Faults, lostPacketsCanBeFetched)
{
    start({"VirtualFaultPacketLoss=200", "AcquisitionMode=SingleFrame", "VirtualFaultRegisterDelay=0"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(1000);
    for (int i = 0; i < 10; ++i) {
        client.setFeature(0x202004, 1);
        if (auto frame = client.receiveFrame(milliseconds(300))) { // unless the trailer itself was lost
            EXPECT_TRUE(complete(client, *frame));
        }
    }
}

TEST_F(Faults, lostPacketsAreLost)
{
    start({"VirtualFaultPacketLoss=100", "AcquisitionFrameRate=100"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(1000);
    client.setFeature(0x202004, 1);
    std::size_t sent = 0, received = 0;
    for (int i = 0; i < 20; ++i) {
        const auto frame = client.receiveFrame();
        ASSERT_TRUE(frame);
        sent += frame->lastPacket - 1;
        received += frame->packets.size();
    }
    const double loss = 1.0 - double(received) / double(sent);
    EXPECT_NEAR(loss, 0.1, 0.03) << sent - received << " of " << sent;
}

TEST_F(Faults, totalLossIsSilence)
{
    start({"VirtualFaultPacketLoss=1000"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(9000);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    EXPECT_FALSE(client.streamSocket().receive(milliseconds(300)));
    EXPECT_EQ(client.bootstrap(0xA00), 2u) << "the control channel lives";
}

TEST_F(Faults, discoveryAnswersGarbage)
{
    start({"VirtualFaultDiscovery=Garbage"});
    GigeClient client(camera.address());
    const auto whole = client.raw(GigeClient::makeCommand(0x02, {}, 0xFFFF, 0x11));
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->payload.size(), 0xF8u);
    EXPECT_NE(std::string(whole->payload.begin() + 0x48, whole->payload.begin() + 0x51), "MV Viewer");
    const auto shortOne = client.controlSocket().receive(milliseconds(1000));
    ASSERT_TRUE(shortOne);
    EXPECT_EQ(shortOne->size(), 28u);
}

TEST_F(Faults, discoveryIsSilent)
{
    start({"VirtualFaultDiscovery=Silent"});
    GigeClient client(camera.address());
    EXPECT_FALSE(client.raw(GigeClient::makeCommand(0x02, {}, 0xFFFF, 0x11), milliseconds(300)));
    EXPECT_EQ(client.bootstrap(0x000), 0x00010002u) << "it can still be opened by its address";
}

TEST_F(Faults, theXmlCanBeMissingOrNoZip)
{
    start({"VirtualFaultXml=Missing"});
    {
        const Ack url = GigeClient(camera.address()).readMemory(0x200, 512);
        EXPECT_EQ(Bytes(url.payload.begin() + 4, url.payload.end()), Bytes(512));
    }
    start({"VirtualFaultXml=NotZip"});
    GigeClient client(camera.address());
    const Ack url = client.readMemory(0x200, 512);
    EXPECT_NE(std::string(url.payload.begin() + 4, url.payload.end()).find(".zip;100000;"), std::string::npos);
    const Ack content = client.readMemory(0x100000, 4);
    EXPECT_EQ(std::string(content.payload.begin() + 4, content.payload.end()), "This");
}

} // namespace
} // namespace mv::test
