// SPDX-License-Identifier: GPL-3.0-or-later
// Every wrong GVCP request and the code that the standard has for it; privilege, heartbeat, repeated requests.
#include "camera/virtual/gige/gvcp_dispatcher.h"

#include <gtest/gtest.h>

#include <random>

namespace mv::vcam::gige {
namespace {

using Bytes = std::vector<std::uint8_t>;

class NoStream : public StreamControl
{
public:
    void configure(const StreamConfig &config, bool reopened) override
    {
        last = config;
        reopenings += reopened;
    }
    void fireTestPacket(const StreamConfig &config) override { testPackets.push_back(config.packetSize); }
    std::uint16_t sourcePort() const override { return 4711; }

    StreamConfig last;
    int reopenings = 0;
    std::vector<std::uint32_t> testPackets;
};

constexpr Peer kController{0x7F000001, 5000};
constexpr Peer kOther{0x7F000001, 5001};

void append(Bytes &out, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        out.push_back(std::uint8_t(value >> (8 * i)));
}

Bytes words(std::initializer_list<std::uint32_t> values)
{
    Bytes out;
    for (const std::uint32_t value : values)
        append(out, value, 4);
    return out;
}

class Gvcp : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 640, 480, 1}, {}};
    NoStream stream;
    GigeDevice device{camera, stream, {0x7F010203, 0xFF000000, 0, macFor("T1", 0x7F010203)}, {}};
    GvcpDispatcher dispatcher{device};
    std::int64_t nowMs = 1000;
    std::uint16_t id = 0;

    static Bytes datagram(std::uint16_t command, const Bytes &payload, std::uint16_t requestId, std::uint8_t flags = 1)
    {
        Bytes out{0x42, flags};
        append(out, command, 2);
        append(out, payload.size(), 2);
        append(out, requestId, 2);
        out.insert(out.end(), payload.begin(), payload.end());
        return out;
    }
    Bytes send(Peer peer, const Bytes &bytes, bool broadcast = false)
    {
        return dispatcher.handle(peer, bytes, broadcast, nowMs).ack;
    }
    Bytes request(std::uint16_t command, const Bytes &payload, Peer peer = kController)
    {
        return send(peer, datagram(command, payload, ++id));
    }
    static Status statusOf(const Bytes &ack) { return ack.size() < 8 ? Status(1) : Status(ack[0] << 8 | ack[1]); }
    Status writeReg(std::uint32_t address, std::uint32_t value, Peer peer = kController)
    {
        return statusOf(request(0x82, words({address, value}), peer));
    }
    std::uint32_t readReg(std::uint32_t address, Peer peer = kController)
    {
        const Bytes ack = request(0x80, words({address}), peer);
        return ack.size() == 12 ? std::uint32_t(ack[8]) << 24 | ack[9] << 16 | ack[10] << 8 | ack[11] : 0xDEADBEEF;
    }
    void takeControl() { ASSERT_EQ(writeReg(0xA00, 2), Status::Success); }
};

struct Wrong
{
    const char *what;
    std::uint16_t command;
    Bytes payload;
    Status status;
};

std::vector<Wrong> wrongRequests()
{
    using enum Status;
    return {
        {"unknown command", 0x0100, {}, NotImplemented},
        {"an acknowledge as a command", 0x0081, {}, NotImplemented},
        {"discovery with data", 0x0002, words({1}), InvalidParameter},
        {"READREG of nothing", 0x80, {}, InvalidParameter},
        {"READREG of half an address", 0x80, {0, 0}, InvalidParameter},
        {"READREG of too many", 0x80, Bytes(544), InvalidParameter},
        {"READREG unaligned", 0x80, words({0x0A01}), BadAlignment},
        {"READREG of no register", 0x80, words({0x0700}), InvalidAddress},
        {"READREG beyond everything", 0x80, words({0xFFFFFFFC}), InvalidAddress},
        {"READREG of a command register", 0x80, words({0x0944}), AccessDenied},
        {"READREG of a feature that is none", 0x80, words({0x20FFFC}), InvalidAddress},
        {"WRITEREG of nothing", 0x82, {}, InvalidParameter},
        {"WRITEREG without a value", 0x82, words({0x0D00}), InvalidParameter},
        {"WRITEREG unaligned", 0x82, words({0x0D02, 1}), BadAlignment},
        {"WRITEREG of no register", 0x82, words({0x0700, 1}), InvalidAddress},
        {"WRITEREG of a constant", 0x82, words({0x0000, 1}), WriteProtect},
        {"WRITEREG of a port too large", 0x82, words({0x0D00, 0x10000}), InvalidParameter},
        {"WRITEREG of a packet size too small", 0x82, words({0x0D04, 100}), InvalidParameter},
        {"WRITEREG of a packet size too large", 0x82, words({0x0D04, 65001}), InvalidParameter},
        {"WRITEREG of a heartbeat too short", 0x82, words({0x0938, 499}), InvalidParameter},
        {"WRITEREG of unknown privilege bits", 0x82, words({0x0A00, 4}), InvalidParameter},
        {"WRITEREG of half a double", 0x82, words({0x202028, 0}), BadAlignment},
        {"WRITEREG of a width off its step", 0x82, words({0x201010, 0x0D000000}), InvalidParameter},
        {"WRITEREG into the XML", 0x82, words({0x100000, 0}), WriteProtect},
        {"WRITEREG of a command value unknown", 0x82, words({0x202004, 2}), InvalidParameter},
        {"READMEM without a count", 0x84, words({0}), InvalidParameter},
        {"READMEM of no bytes", 0x84, words({0, 0}), InvalidParameter},
        {"READMEM of too many bytes", 0x84, words({0, 540}), InvalidParameter},
        {"READMEM with reserved bits", 0x84, words({0, 0x10004}), InvalidParameter},
        {"READMEM unaligned", 0x84, words({2, 4}), BadAlignment},
        {"READMEM of broken words", 0x84, words({0, 6}), BadAlignment},
        {"READMEM over a gap", 0x84, words({0x0944, 16}), AccessDenied},
        {"READMEM into the void", 0x84, words({0x0C00, 4}), InvalidAddress},
        {"READMEM beyond the XML", 0x84, words({0x1F0000, 4}), InvalidAddress},
        {"WRITEMEM without data", 0x86, words({0x00E8}), InvalidParameter},
        {"WRITEMEM of too much", 0x86, Bytes(544), InvalidParameter},
        {"WRITEMEM unaligned", 0x86, words({0x00EA, 0}), BadAlignment},
        {"WRITEMEM of broken words", 0x86, {0, 0, 0, 0xE8, 'a', 'b'}, BadAlignment},
        {"WRITEMEM of a constant", 0x86, words({0x0048, 0}), WriteProtect},
        {"WRITEMEM beyond a register", 0x86, words({0x0D00, 0, 0, 0, 0}), InvalidAddress},
        {"WRITEMEM of the user name and beyond", 0x86, words({0x00E8, 0, 0, 0, 0, 0}), InvalidAddress},
    };
}

TEST_F(Gvcp, everyWrongRequestHasItsCode)
{
    takeControl();
    for (const Wrong &wrong : wrongRequests()) {
        const Bytes ack = request(wrong.command, wrong.payload);
        ASSERT_GE(ack.size(), 8u) << wrong.what;
        EXPECT_EQ(statusOf(ack), wrong.status) << wrong.what;
        EXPECT_EQ(ack[2] << 8 | ack[3], wrong.command + 1) << wrong.what;
        EXPECT_EQ(ack[6] << 8 | ack[7], id) << wrong.what;
        EXPECT_EQ(ack[4] << 8 | ack[5], int(ack.size()) - 8) << wrong.what;
        EXPECT_TRUE(send(kController, datagram(wrong.command, wrong.payload, ++id, 0)).empty())
            << wrong.what << ": no acknowledge was asked for";
    }
}

TEST_F(Gvcp, noCommandNoAnswer)
{
    for (const Bytes &bytes : {Bytes{}, Bytes{0x42}, Bytes{0x42, 1, 0, 2, 0, 0, 0}, Bytes{0x43, 1, 0, 2, 0, 0, 0, 1},
                               Bytes{0, 0, 0, 2, 0, 0, 0, 1}})
        EXPECT_TRUE(send(kController, bytes).empty());
}

TEST_F(Gvcp, headerMustFitTheDatagram)
{
    Bytes longer = datagram(0x80, words({0xA00}), 7);
    longer[5] = 8;
    EXPECT_EQ(statusOf(send(kController, longer)), Status::InvalidHeader);
    Bytes shorter = datagram(0x80, words({0xA00, 0xA00}), 8);
    shorter[5] = 4;
    EXPECT_EQ(statusOf(send(kController, shorter)), Status::InvalidHeader);
    EXPECT_EQ(statusOf(send(kController, datagram(0x80, words({0xA00}), 0))), Status::InvalidHeader) << "id 0";
}

TEST_F(Gvcp, discoveryAnswersWithTheStartOfTheRegisters)
{
    for (const bool broadcast : {false, true}) {
        const Bytes ack = send(kOther, datagram(0x02, {}, 0xFFFF, 0x11), broadcast);
        ASSERT_EQ(ack.size(), 8u + 0xF8);
        EXPECT_EQ(statusOf(ack), Status::Success);
        EXPECT_EQ(Bytes(ack.begin() + 8 + 0x24, ack.begin() + 8 + 0x28), (Bytes{127, 1, 2, 3}));
        EXPECT_STREQ(reinterpret_cast<const char *>(ack.data() + 8 + 0x48), "MV Viewer");
        EXPECT_STREQ(reinterpret_cast<const char *>(ack.data() + 8 + 0xD8), "T1");
    }
}

TEST_F(Gvcp, broadcastsMayOnlyDiscover)
{
    EXPECT_TRUE(send(kController, datagram(0x80, words({0xA00}), 1), true).empty());
    EXPECT_TRUE(send(kController, datagram(0x82, words({0xA00, 2}), 2), true).empty());
    EXPECT_EQ(device.privilege().value(), 0u);
}

TEST_F(Gvcp, severalRegistersInOneCommand)
{
    takeControl();
    const Bytes writes = request(0x82, words({0xD08, 5, 0xD18, 0x7F000001, 0x0000, 1, 0xD08, 9}));
    EXPECT_EQ(statusOf(writes), Status::WriteProtect);
    EXPECT_EQ(writes[11], 2) << "two were written before the constant";
    const Bytes reads = request(0x80, words({0xD08, 0xD18, 0x0700, 0xD08}));
    EXPECT_EQ(statusOf(reads), Status::InvalidAddress);
    EXPECT_EQ(Bytes(reads.begin() + 8, reads.end()), words({5, 0x7F000001}));
}

TEST_F(Gvcp, onlyTheControllerWrites)
{
    EXPECT_EQ(writeReg(0xD08, 5), Status::AccessDenied) << "nobody has the control yet";
    takeControl();
    EXPECT_EQ(writeReg(0xD08, 5), Status::Success);
    EXPECT_EQ(writeReg(0xD08, 6, kOther), Status::AccessDenied);
    EXPECT_EQ(writeReg(0xA00, 2, kOther), Status::AccessDenied);
    EXPECT_EQ(writeReg(0xA00, 0, kOther), Status::AccessDenied);
    EXPECT_EQ(readReg(0xD08, kOther), 5u) << "but others may read";
    EXPECT_EQ(readReg(0xA04), kController.port);
    EXPECT_EQ(readReg(0xA14), kController.address);
    EXPECT_EQ(writeReg(0xA00, 0), Status::Success);
    EXPECT_EQ(writeReg(0xA00, 2, kOther), Status::Success);
}

TEST_F(Gvcp, exclusiveAccessShutsOthersOut)
{
    ASSERT_EQ(writeReg(0xA00, 1), Status::Success);
    EXPECT_EQ(statusOf(request(0x80, words({0x0000}), kOther)), Status::AccessDenied);
    EXPECT_EQ(statusOf(request(0x84, words({0x0048, 32}), kOther)), Status::AccessDenied);
    EXPECT_EQ(statusOf(request(0x02, {}, kOther)), Status::Success) << "discovery is for everyone";
    EXPECT_EQ(readReg(0xA00), 1u);
}

TEST_F(Gvcp, aCameraOnLoopbackSendsNowhereElse)
{
    takeControl();
    for (const std::uint32_t address : {0x08080808u, 0xFFFFFFFFu, 0xE0000001u})
        EXPECT_EQ(writeReg(0xD18, address), Status::InvalidParameter) << std::hex << address;
    EXPECT_EQ(writeReg(0xD18, 0x7F010203), Status::Success);
    EXPECT_EQ(writeReg(0xD18, 0), Status::Success) << "nowhere at all";
}

TEST_F(Gvcp, heartbeatKeepsTheControlAndItsLossEndsTheStream)
{
    takeControl();
    ASSERT_EQ(writeReg(0xD18, 0x7F000001), Status::Success);
    ASSERT_EQ(writeReg(0xD00, 6000), Status::Success);
    ASSERT_EQ(writeReg(0x202004, 0x01000000), Status::Success) << "AcquisitionStart, little-endian";
    nowMs += 2999;
    EXPECT_FALSE(device.privilege().expire(nowMs));
    EXPECT_EQ(readReg(0xA00), 2u);
    nowMs += 2999;
    readReg(0xA00, kOther);
    EXPECT_FALSE(device.privilege().expire(nowMs));
    nowMs += 1;
    EXPECT_TRUE(device.privilege().expire(nowMs)) << "another's commands are no heartbeat";
    device.closeStream();
    EXPECT_FALSE(camera.streaming());
    EXPECT_EQ(stream.last.port, 0);
    EXPECT_EQ(writeReg(0xA00, 2, kOther), Status::Success);
}

TEST_F(Gvcp, heartbeatCanBeDisabled)
{
    takeControl();
    EXPECT_EQ(writeReg(0x954, 1), Status::Success);
    EXPECT_FALSE(device.privilege().deadlineMs());
    EXPECT_FALSE(device.privilege().expire(nowMs + 10'000'000));
}

TEST_F(Gvcp, givingTheControlBackEndsTheStream)
{
    takeControl();
    writeReg(0xD18, 0x7F000001);
    writeReg(0xD00, 6000);
    EXPECT_EQ(stream.last.port, 6000);
    EXPECT_EQ(writeReg(0xA00, 0), Status::Success);
    EXPECT_EQ(stream.last.port, 0);
    EXPECT_EQ(readReg(0xD00), 0u);
}

// What a program leaves half-written when it dies is not for the next one to put in place.
TEST_F(Gvcp, theEndOfControlAbandonsFiles)
{
    const auto fileOperation = [this](std::uint32_t operation) {
        EXPECT_EQ(writeReg(0x20C004, operation << 24), Status::Success);
        EXPECT_EQ(writeReg(0x20C014, 1u << 24), Status::Success);
        return readReg(0x20C018) >> 24;
    };
    takeControl();
    ASSERT_EQ(writeReg(0x20C000, 3u << 24), Status::Success) << "UserFile";
    ASSERT_EQ(writeReg(0x20C008, 1u << 24), Status::Success) << "Write";
    EXPECT_EQ(fileOperation(0), 0u);
    EXPECT_EQ(writeReg(0x20C010, 4u << 24), Status::Success);
    EXPECT_EQ(fileOperation(3), 0u);
    EXPECT_EQ(writeReg(0xA00, 0), Status::Success);
    takeControl();
    EXPECT_EQ(fileOperation(1), 2u) << "FileNotOpen";
    ASSERT_EQ(writeReg(0x20C008, 0), Status::Success) << "Read";
    EXPECT_EQ(fileOperation(0), 4u) << "FileNotFound";
}

TEST_F(Gvcp, aRepeatedWriteIsAnsweredButNotExecutedTwice)
{
    takeControl();
    const Bytes fire = datagram(0x82, words({0xD04, 0x80000000 | 1500}), ++id);
    const Bytes first = send(kController, fire);
    EXPECT_EQ(statusOf(first), Status::Success);
    EXPECT_EQ(send(kController, fire), first);
    EXPECT_EQ(stream.testPackets, std::vector<std::uint32_t>{1500});
    EXPECT_EQ(send(kController, datagram(0x82, words({0xD04, 0x80000000 | 1500}), ++id)).size(), first.size());
    EXPECT_EQ(stream.testPackets.size(), 2u) << "a new id is a new request";
    EXPECT_EQ(statusOf(send(kOther, fire)), Status::AccessDenied)
        << "the same bytes from another peer are not a repetition";
}

TEST_F(Gvcp, theFireTestBitReadsAsZero)
{
    takeControl();
    EXPECT_EQ(writeReg(0xD04, 0xC0000000 | 9000), Status::Success);
    EXPECT_EQ(readReg(0xD04), 0x40000000u | 9000);
}

TEST_F(Gvcp, packetSizeIsLockedWhileStreaming)
{
    takeControl();
    writeReg(0x202004, 0x01000000);
    EXPECT_EQ(writeReg(0xD04, 1500), Status::AccessDenied);
    EXPECT_EQ(writeReg(0x201010, 0x40010000), Status::AccessDenied) << "Width";
    writeReg(0x202008, 0x01000000);
    EXPECT_EQ(writeReg(0xD04, 1500), Status::Success);
}

TEST_F(Gvcp, forceIpIsAnsweredByItsAddresseeOnly)
{
    const auto payload = [this](bool ours, std::uint32_t address) {
        Bytes out(2);
        const auto mac = device.identity().mac;
        out.insert(out.end(), mac.begin(), mac.end());
        out[2] ^= ours ? 0 : 0x80;
        out.resize(20);
        append(out, address, 4);
        out.resize(56);
        return out;
    };
    EXPECT_TRUE(send(kOther, datagram(0x04, payload(false, 0x7F010203), 1), true).empty());
    EXPECT_EQ(statusOf(send(kOther, datagram(0x04, payload(true, 0x7F010203), 2), true)), Status::Success);
    EXPECT_EQ(statusOf(send(kOther, datagram(0x04, payload(true, 0x7F010204), 3), true)), Status::AccessDenied);
    EXPECT_TRUE(send(kOther, datagram(0x04, Bytes(10), 4), true).empty());
}

TEST_F(Gvcp, resendRequestsAreTakenApart)
{
    const auto parsed = [this](const Bytes &payload, std::uint8_t flags) {
        const GvcpOutcome outcome = dispatcher.handle(kController, datagram(0x40, payload, 9, flags), false, nowMs);
        EXPECT_TRUE(outcome.ack.empty());
        return outcome.resend;
    };
    const auto resend = parsed(words({7, 3, 0xFF000005}), 0);
    ASSERT_TRUE(resend);
    EXPECT_EQ(resend->blockId, 7u);
    EXPECT_EQ(resend->firstPacket, 3u);
    EXPECT_EQ(resend->lastPacket, 5u);
    EXPECT_EQ(parsed(words({0, 3, 5, 1, 2}), 0x10)->blockId, 0x100000002u);
    EXPECT_FALSE(parsed(words({7, 5, 3}), 0)) << "backwards";
    EXPECT_FALSE(parsed(words({0x00010007, 3, 5}), 0)) << "stream channel 1";
    EXPECT_FALSE(parsed(words({7, 3}), 0));
    EXPECT_FALSE(parsed({}, 0x10));
}

TEST_F(Gvcp, timestampLatchesThroughBothDoors)
{
    takeControl();
    EXPECT_EQ(writeReg(0x944, 2), Status::Success);
    const std::uint64_t first = std::uint64_t(readReg(0x948)) << 32 | readReg(0x94C);
    EXPECT_EQ(std::int64_t(first), std::get<std::int64_t>(camera.feature("TimestampLatchValue")));
    EXPECT_EQ(writeReg(0x200100, 0x01000000), Status::Success);
    const std::uint64_t second = std::uint64_t(readReg(0x948)) << 32 | readReg(0x94C);
    EXPECT_GT(second, first);
    EXPECT_EQ(std::uint64_t(readReg(0x93C)) << 32 | readReg(0x940), 1'000'000'000u);
}

TEST_F(Gvcp, theUrlLeadsToTheXml)
{
    const Bytes ack = request(0x84, words({0x200, 512}));
    ASSERT_EQ(ack.size(), 8u + 4 + 512);
    const std::string url(reinterpret_cast<const char *>(ack.data() + 12));
    char expected[64];
    std::snprintf(expected, sizeof expected, "Local:mv_virtual_camera.zip;100000;%zX", camera.xmlFile().bytes.size());
    EXPECT_EQ(url, expected);
    camera.setFeature("VirtualFaultXml", "Missing");
    EXPECT_EQ(request(0x84, words({0x200, 512}))[12], 0);
}

// Not a substitute for the fuzzer: a net that also runs where no fuzzer does.
TEST_F(Gvcp, randomDatagramsDoNoHarm)
{
    takeControl();
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        Bytes bytes(random() % 64);
        for (auto &byte : bytes)
            byte = std::uint8_t(random());
        if (bytes.size() >= 8) {
            bytes[0] = 0x42;
            bytes[2] = 0;
            bytes[3] = std::uint8_t(0x80 + random() % 8);
            bytes[4] = 0;
            bytes[5] = std::uint8_t(bytes.size() - 8);
        }
        for (std::size_t at = 8; at + 4 <= bytes.size(); at += 4) // addresses that exist more often than not
            bytes[at] = 0, bytes[at + 1] = random() % 2 ? 0x20 : 0;
        send(kController, bytes);
    }
    EXPECT_EQ(readReg(0x000), 0x00010002u);
}

} // namespace
} // namespace mv::vcam::gige
