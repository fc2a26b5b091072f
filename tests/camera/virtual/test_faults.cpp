// SPDX-License-Identifier: GPL-3.0-or-later
// The faults that the camera shows on purpose are what they claim to be.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST_F(Faults, packetsComeInTheWrongOrder)
{
    start({"VirtualFaultPacketReorder=200", "AcquisitionMode=SingleFrame"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(1000);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    std::vector<std::uint32_t> ids;
    while (const auto packet = client.streamSocket().receive(milliseconds(500)))
        ids.push_back(std::uint32_t(getBig(*packet, 5, 3)));
    std::size_t descents = 0;
    for (std::size_t i = 1; i < ids.size(); ++i)
        descents += ids[i] < ids[i - 1];
    EXPECT_GT(descents, 5u);
    EXPECT_LT(descents, ids.size() / 3);
    std::ranges::sort(ids);
    for (std::size_t i = 0; i < ids.size(); ++i)
        EXPECT_EQ(ids[i], i) << "each once";
}

/// The first packets of a frame that begin or end it, as they came, also when they were asked for again.
struct Ends
{
    std::vector<Bytes> leaders, trailers;
};

Ends endsOfOneFrame(GigeClient &client)
{
    Ends ends;
    client.setFeature(0x202004, 1);
    for (int round = 0; round < 2; ++round) {
        while (const auto packet = client.streamSocket().receive(milliseconds(300))) {
            if ((*packet)[4] == 1)
                ends.leaders.push_back(*packet);
            if ((*packet)[4] == 2)
                ends.trailers.push_back(*packet);
        }
        if (round == 0)
            client.requestResend(1, 0, 0xFFFFFF);
    }
    return ends;
}

TEST_F(Faults, leadersAndTrailers)
{
    start({"AcquisitionMode=SingleFrame"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    const auto with = [&client](std::uint32_t leader, std::uint32_t trailer) {
        EXPECT_EQ(client.setFeature(0x2F0018, leader), 0);
        EXPECT_EQ(client.setFeature(0x2F001C, trailer), 0);
        client.openStream(9000); // block ids begin at 1
        return endsOfOneFrame(client);
    };
    const Ends good = with(0, 0);
    ASSERT_EQ(good.leaders.size(), 2u);
    ASSERT_EQ(good.trailers.size(), 2u);

    Ends bad = with(1, 0);
    EXPECT_TRUE(bad.leaders.empty());
    EXPECT_EQ(bad.trailers.size(), 2u);
    bad = with(0, 1);
    EXPECT_EQ(bad.leaders.size(), 2u);
    EXPECT_TRUE(bad.trailers.empty());
    bad = with(2, 2);
    ASSERT_EQ(bad.leaders.size(), 2u);
    ASSERT_EQ(bad.trailers.size(), 2u);
    EXPECT_EQ(getBig(bad.leaders[0], 10, 2), 0xFFFEu) << "payload type 1, inverted";
    EXPECT_EQ(getBig(bad.leaders[1], 24, 4), std::uint32_t(~320)) << "width";
    EXPECT_EQ(getBig(bad.trailers[0], 12, 4), std::uint32_t(~240)) << "height";
    bad = with(3, 3);
    ASSERT_EQ(bad.leaders.size(), 2u);
    EXPECT_EQ(bad.leaders[0].size(), 8u + 18);
    EXPECT_EQ(bad.trailers[1].size(), 8u + 4);
}

// The picture is the ramp (x + y + c) mod 256: every byte is known.
TEST_F(Faults, oneBitIsWrong)
{
    start({"VirtualFaultBitFlip=true", "AcquisitionFrameRate=100"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(1500);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    for (std::uint64_t c = 0; c < 10; ++c) {
        const auto frame = client.receiveFrame();
        ASSERT_TRUE(frame && frame->complete());
        Bytes payload = frame->payload();
        ASSERT_EQ(payload.size(), 320u * 240);
        const std::uint64_t bit = c * 1000003 % (8 * payload.size());
        payload[bit / 8] ^= std::uint8_t(1 << bit % 8);
        for (std::size_t i = 0; i < payload.size(); ++i)
            ASSERT_EQ(payload[i], std::uint8_t(i % 320 + i / 320 + c)) << i << " of " << c;
    }
}

TEST_F(Faults, theStreamStallsAndGoesOn)
{
    start({"AcquisitionFrameRate=50"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(9000);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    const auto before = client.receiveFrame();
    ASSERT_TRUE(before);
    ASSERT_EQ(client.setFeature(0x2F0024, 1), 0);
    while (client.streamSocket().receive(milliseconds(100))) { // what is on its way
    }
    const std::uint64_t unsent = client.feature(0x200128, 8);
    client.requestResend(before->blockId, 0, 0xFFFFFF);
    EXPECT_FALSE(client.streamSocket().receive(milliseconds(300)));
    EXPECT_EQ(client.feature(0x202014), 1u) << "images are being taken";
    EXPECT_GE(client.feature(0x200128, 8), unsent + 5) << "and lost";
    ASSERT_EQ(client.setFeature(0x2F0024, 0), 0);
    const auto after = client.receiveFrame();
    ASSERT_TRUE(after);
    EXPECT_GE(after->blockId, before->blockId + 10);
    EXPECT_EQ(after->timestamp - before->timestamp, (after->blockId - before->blockId) * 20'000'000u);
}

constexpr std::uint32_t kWidth = 0x201010;
constexpr std::uint32_t kFaultAddressReg = 0x2F0028, kFaultMode = 0x2F002C;

Bytes readWidth(std::uint16_t id)
{
    Bytes payload;
    putBig(payload, kWidth, 4);
    putBig(payload, 4, 4);
    return GigeClient::makeCommand(0x84, payload, id);
}

TEST_F(Faults, oneRegisterIsAnsweredSlowly)
{
    start({"VirtualFaultRegisterAddress=0x201010", "VirtualFaultRegisterMode=Slow"});
    GigeClient client(camera.address());
    // The quickest of three: what a busy machine adds is not the camera's.
    const auto quickest = [&client](std::uint32_t address, std::uint32_t bytes) {
        auto best = Steady::duration::max();
        for (int i = 0; i < 3; ++i) {
            const auto begin = Steady::now();
            EXPECT_EQ(client.readMemory(address, bytes).status, 0);
            best = std::min(best, Steady::now() - begin);
        }
        return best;
    };
    const auto slow = quickest(kWidth, 4);
    EXPECT_GE(slow, milliseconds(295));
    EXPECT_LT(slow, milliseconds(480)) << "in time for a client that waits half a second";
    EXPECT_LT(quickest(0x201014, 4), milliseconds(200)) << "another register";
    EXPECT_GE(quickest(0x201000, 32), milliseconds(295)) << "it is among these";
}

TEST_F(Faults, oneRegisterIsRefused)
{
    start({"VirtualFaultRegisterAddress=0x201010", "VirtualFaultRegisterMode=Refuse"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    EXPECT_EQ(client.readMemory(kWidth, 4).status, 0x8006);
    EXPECT_EQ(client.readRegister(kWidth).status, 0x8006);
    EXPECT_EQ(client.setFeature(kWidth, 160), 0x8006);
    EXPECT_EQ(client.writeRegister(kWidth, 0xA0000000).status, 0x8006);
    EXPECT_EQ(client.setFeature(kFaultMode, 0), 0);
    EXPECT_EQ(client.feature(kWidth), 320u) << "was not executed";
}

TEST_F(Faults, theAnswerComesTooLate)
{
    start({"VirtualFaultRegisterAddress=0x201010", "VirtualFaultRegisterMode=Late"});
    GigeClient client(camera.address());
    const auto begin = Steady::now();
    for (int i = 0; i < 6; ++i)
        EXPECT_FALSE(client.raw(readWidth(9), milliseconds(500)));
    const auto late = client.controlSocket().receive(milliseconds(3000));
    ASSERT_TRUE(late);
    EXPECT_GE(Steady::now() - begin, milliseconds(3990));
    EXPECT_EQ(getBig(*late, 6, 2), 9u);
    EXPECT_FALSE(client.controlSocket().receive(milliseconds(300))) << "once";
}

TEST_F(Faults, theAnswerIsForAnotherRequest)
{
    start({"VirtualFaultRegisterAddress=0x201010", "VirtualFaultRegisterMode=WrongId"});
    GigeClient client(camera.address());
    const auto ack = client.raw(readWidth(6));
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->status, 0);
    EXPECT_EQ(ack->id, 7);
}

// Every register, but those that can end it.
TEST_F(Faults, allRegistersAreSilent)
{
    start({"VirtualFaultRegisterMode=Silent"});
    GigeClient client(camera.address());
    EXPECT_FALSE(client.raw(readWidth(1), milliseconds(300)));
    EXPECT_FALSE(client.raw(readCommand(2), milliseconds(300)));
    EXPECT_TRUE(client.raw(GigeClient::makeCommand(0x02, {}, 3), milliseconds(1000))) << "discovery is no register";
    EXPECT_EQ(client.feature(kFaultMode), 5u);
    EXPECT_EQ(client.feature(kFaultAddressReg), 0u);
}

TEST_F(Faults, pendingAcknowledgesPourIn)
{
    start({"VirtualFaultRegisterAddress=0x201010", "VirtualFaultRegisterMode=PendingStorm"});
    GigeClient client(camera.address());
    const auto begin = Steady::now();
    auto answer = client.raw(readWidth(11));
    int pending = 0;
    while (answer && answer->command == 0x0089) {
        ++pending;
        EXPECT_EQ(answer->id, 11);
        const auto next = client.controlSocket().receive(milliseconds(2000));
        ASSERT_TRUE(next);
        answer = Ack{std::uint16_t(getBig(*next, 0, 2)), std::uint16_t(getBig(*next, 2, 2)),
                     std::uint16_t(getBig(*next, 6, 2)), Bytes(next->begin() + 8, next->end())};
    }
    EXPECT_EQ(pending, 100);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->command, 0x0085);
    EXPECT_GE(Steady::now() - begin, milliseconds(495));
}

TEST_F(Faults, theHeartbeatIsIgnored)
{
    start({});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    ASSERT_EQ(client.writeRegister(0x938, 600).status, 0);
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(client.bootstrap(0xA00), 2u);
        EXPECT_FALSE(client.controlSocket().receive(milliseconds(100)));
    }
    ASSERT_EQ(client.setFeature(0x2F0030, 1), 0);
    const auto begin = Steady::now();
    while (client.bootstrap(0xA00) == 2 && Steady::now() - begin < milliseconds(3000))
        client.controlSocket().receive(milliseconds(50));
    EXPECT_EQ(client.bootstrap(0xA00), 0u);
    EXPECT_LT(Steady::now() - begin, milliseconds(1500));
}

TEST_F(Faults, theControlIsStolenForAWhile)
{
    start({});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    ASSERT_EQ(client.writeRegister(0x938, 600).status, 0);
    client.openStream(9000);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    ASSERT_TRUE(client.receiveFrame());
    ASSERT_EQ(client.setFeature(0x2F0034, 1), 0) << "is answered";
    const auto begin = Steady::now();
    EXPECT_EQ(client.readRegister(0xA00).status, 0x8006) << "exclusive";
    EXPECT_EQ(client.setFeature(kWidth, 160), 0x8006);
    EXPECT_EQ(client.takeControl(), 0x8006);
    while (client.streamSocket().receive(milliseconds(100))) { // what is on its way
    }
    while (client.readRegister(0xA00).status != 0 && Steady::now() - begin < milliseconds(3000))
        client.controlSocket().receive(milliseconds(50));
    EXPECT_GE(Steady::now() - begin, milliseconds(550));
    EXPECT_LT(Steady::now() - begin, milliseconds(1500));
    EXPECT_EQ(client.bootstrap(0xA00), 0u);
    EXPECT_EQ(client.bootstrap(0xD00), 0u) << "the stream channel is closed";
    EXPECT_EQ(client.takeControl(), 0);
}

TEST_F(Faults, theBusIsSilentForAWhile)
{
    start({"AcquisitionFrameRate=50", "VirtualFaultSilenceTime=700"});
    GigeClient client(camera.address());
    ASSERT_EQ(client.takeControl(), 0);
    client.openStream(9000);
    ASSERT_EQ(client.setFeature(0x202004, 1), 0);
    ASSERT_TRUE(client.receiveFrame());
    ASSERT_EQ(client.setFeature(0x2F0038, 1), 0) << "is answered";
    const auto begin = Steady::now();
    while (client.streamSocket().receive(milliseconds(60))) // what is on its way
        ASSERT_LT(Steady::now() - begin, milliseconds(400));
    EXPECT_FALSE(client.raw(readCommand(100), milliseconds(150)));
    EXPECT_FALSE(client.raw(GigeClient::makeCommand(0x02, {}, 101), milliseconds(100)));
    EXPECT_TRUE(client.streamSocket().receive(milliseconds(1500))) << "the stream goes on";
    EXPECT_GE(Steady::now() - begin, milliseconds(690));
    EXPECT_EQ(client.bootstrap(0xA00), 2u) << "shorter than the heartbeat";
    EXPECT_EQ(client.feature(0x2F0038), 0u);
}

TEST_F(Faults, thePayloadIsZero)
{
    start({"VirtualFaultPayloadZero=true"});
    GigeClient client(camera.address());
    EXPECT_EQ(client.feature(0x204000), 0u);
    ASSERT_EQ(client.takeControl(), 0);
    ASSERT_EQ(client.setFeature(0x2F0040, 0), 0);
    EXPECT_EQ(client.feature(0x204000), 320u * 240);
}

/// The description as the camera with these options serves it.
std::string description(VirtualCameraProcess &camera, const std::vector<std::string> &args)
{
    EXPECT_TRUE(camera.start(args)) << camera.error();
    GigeClient client(camera.address());
    const Ack url = client.readMemory(0x200, 512);
    const std::string text(url.payload.begin() + 4, url.payload.end());
    const auto bytes = std::uint32_t(std::stoul(text.substr(text.rfind(';') + 1), nullptr, 16));
    std::string xml;
    while (xml.size() < bytes) {
        const auto at = std::uint32_t(xml.size());
        const Ack part = client.readMemory(0x100000 + at, std::min<std::uint32_t>(512, bytes - at));
        if (part.status != 0)
            break;
        xml.append(part.payload.begin() + 4, part.payload.end());
    }
    EXPECT_EQ(xml.size(), bytes);
    return xml;
}

TEST_F(Faults, theFirmwareIsAnotherAfterARestart)
{
    const auto firmware = [this] {
        const Ack text = GigeClient(camera.address()).readMemory(0x2000B0, 32);
        return std::string(reinterpret_cast<const char *>(text.payload.data()) + 4);
    };
    const std::string before = description(camera, {"--raw-xml"});
    const std::string versionBefore = firmware();
    camera.terminate();
    const std::string after = description(camera, {"--raw-xml", "--set", "VirtualFaultFirmware=true"});
    EXPECT_EQ(firmware(), "99.0.0");
    EXPECT_NE(versionBefore, "99.0.0");
    const auto guid = [](const std::string &xml) { return xml.substr(xml.find("VersionGuid="), 51); };
    EXPECT_NE(guid(before), guid(after));
    EXPECT_NE(before.find("\"LineDebouncerTimeAbs\""), std::string::npos);
    EXPECT_EQ(after.find("LineDebouncerTimeAbs"), std::string::npos);
    EXPECT_NE(after.find("\"LineDebouncerTime\""), std::string::npos);
}

} // namespace
} // namespace mv::test
