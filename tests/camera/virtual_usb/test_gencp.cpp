// SPDX-License-Identifier: GPL-3.0-or-later
// Commands and their answers, right ones and wrong ones; the registers of USB3 Vision.
#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/u3v/gencp_dispatcher.h"
#include "camera/virtual/u3v/u3v_device.h"

#include <gtest/gtest.h>

namespace mv::vcam::u3v {
namespace {

using Bytes = std::vector<std::uint8_t>;

class Recorder : public StreamControl
{
public:
    StreamSetup setup;
    bool events = false;
    void configure(const StreamSetup &given) override { setup = given; }
    void enableEvents(bool on) override { events = on; }
};

void put(Bytes &to, std::uint64_t value, std::size_t size)
{
    Bytes bytes(size);
    storeInteger(bytes, value, std::endian::little);
    to.insert(to.end(), bytes.begin(), bytes.end());
}

Bytes command(std::uint16_t code, const Bytes &payload, std::uint16_t id = 7, std::uint16_t flags = kFlagAckRequired)
{
    Bytes packet;
    put(packet, 0x43563355, 4);
    put(packet, flags, 2);
    put(packet, code, 2);
    put(packet, payload.size(), 2);
    put(packet, id, 2);
    packet.insert(packet.end(), payload.begin(), payload.end());
    return packet;
}

Bytes readCommand(std::uint64_t address, std::size_t size)
{
    Bytes payload;
    put(payload, address, 8);
    put(payload, 0, 2);
    put(payload, size, 2);
    return command(0x0800, payload);
}

Bytes writeCommand(std::uint64_t address, const Bytes &data)
{
    Bytes payload;
    put(payload, address, 8);
    payload.insert(payload.end(), data.begin(), data.end());
    return command(0x0802, payload);
}

std::uint64_t little(const Bytes &bytes, std::size_t at, std::size_t size)
{
    return loadInteger(std::span(bytes).subspan(at, size), std::endian::little);
}

class Gencp : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 640, 480, 1}, {std::string(kUsbTransportXml), true}};
    Recorder stream;
    U3vDevice device{camera, stream};

    Bytes ask(const Bytes &packet)
    {
        const auto request = parseGencp(packet);
        return request ? executeGencp(device, *request) : Bytes();
    }
    unsigned status(const Bytes &packet) { return unsigned(little(ask(packet), 4, 2)); }
    std::uint64_t number(std::uint64_t address, std::size_t size = 4)
    {
        const Bytes ack = ask(readCommand(address, size));
        EXPECT_EQ(little(ack, 4, 2), 0u) << address;
        return ack.size() == 12 + size ? little(ack, 12, size) : UINT64_MAX;
    }
    unsigned set(std::uint64_t address, std::uint32_t value)
    {
        Bytes data;
        put(data, value, 4);
        return status(writeCommand(address, data));
    }
    std::string text(std::uint64_t address)
    {
        const Bytes ack = ask(readCommand(address, 64));
        return ack.size() == 76 ? reinterpret_cast<const char *>(ack.data() + 12) : "(none)";
    }
    /// The sizes that a host sets for one transfer of @p payload bytes.
    void setSizes(std::uint32_t payload)
    {
        for (const auto &[offset, value] :
             {std::pair(0x18u, 1024u), {0x1Cu, payload}, {0x20u, 1u}, {0x24u, 0u}, {0x28u, 0u}, {0x2Cu, 1024u}})
            EXPECT_EQ(set(kSirmAddress + offset, value), 0u);
    }
};

TEST_F(Gencp, anAnswerNamesItsCommand)
{
    const Bytes ack = ask(readCommand(0x1D8, 8));
    ASSERT_EQ(ack.size(), 20u);
    EXPECT_EQ(little(ack, 0, 4), 0x43563355u);
    EXPECT_EQ(little(ack, 4, 2), 0u);
    EXPECT_EQ(little(ack, 6, 2), 0x0801u);
    EXPECT_EQ(little(ack, 8, 2), 8u);
    EXPECT_EQ(little(ack, 10, 2), 7u);
    EXPECT_EQ(little(ack, 12, 8), kSbrmAddress);
}

TEST_F(Gencp, aWriteSaysHowMuchItWrote)
{
    const Bytes ack = ask(writeCommand(0x184, {'h', 'e', 'l', 'l', 'o', 0}));
    ASSERT_EQ(ack.size(), 16u);
    EXPECT_EQ(little(ack, 6, 2), 0x0803u);
    EXPECT_EQ(little(ack, 14, 2), 6u);
    EXPECT_EQ(text(0x184), "hello");
}

TEST_F(Gencp, theBootstrapRegistersLeadToTheRest)
{
    EXPECT_EQ(text(0x004), "MV Viewer");
    EXPECT_EQ(text(0x044), "Virtual Mono");
    EXPECT_EQ(text(0x144), "T1");
    EXPECT_EQ(number(0x1CC), kMaxResponseMs);
    const std::uint64_t sbrm = number(0x1D8, 8), manifest = number(0x1D0, 8);
    EXPECT_EQ(number(sbrm + 0x04, 8) & 3, 3u) << "streams and events";
    EXPECT_EQ(number(sbrm + 0x04, 4) & 3, 3u) << "half of it may be read";
    EXPECT_EQ(number(sbrm + 0x14), kMaxCommandBytes);
    EXPECT_EQ(number(sbrm + 0x18), kMaxAckBytes);
    EXPECT_EQ(number(sbrm + 0x20, 8), kSirmAddress);
    EXPECT_EQ(number(sbrm + 0x2C, 8), kEirmAddress);
    EXPECT_EQ(number(sbrm + 0x40), 8u) << "SuperSpeed";
    EXPECT_EQ(number(kSirmAddress + 0x08, 8), 640u * 480);
    EXPECT_EQ(number(manifest, 8), 1u);
    EXPECT_EQ(number(manifest + 12), 1u << 10) << "zipped";
    EXPECT_EQ(number(manifest + 16, 8), 0x100000u);
    EXPECT_EQ(number(manifest + 24, 8), camera.xmlFile().bytes.size());
    EXPECT_EQ(number(0x100000, 2), 0x4B50u) << "PK: a zip archive";
}

struct Refusal
{
    const char *what;
    Bytes packet;
    unsigned status;
};

TEST_F(Gencp, refusesWithTheStandardsCodes)
{
    Bytes tooLong = writeCommand(0x184, Bytes(kMaxCommandBytes));
    Bytes lies = readCommand(0x1D8, 8);
    lies[8] = 99;
    Bytes cutOff = readCommand(0x1D8, 8);
    cutOff.resize(20);
    cutOff[8] = 8;
    const Refusal refusals[] = {
        {"unknown address", readCommand(0x8000, 4), 0x8003},
        {"the end of a table and beyond", readCommand(kSirmAddress + 0x2C, 8), 0x8003},
        {"behind the XML", readCommand(0x1FFFF0, 4), 0x8003},
        {"read-only", writeCommand(0x1D8, Bytes(8)), 0x8004},
        {"the XML", writeCommand(0x100000, Bytes(4)), 0x8004},
        {"half a number", writeCommand(kSirmAddress + 0x18, Bytes(2)), 0x8005},
        {"write-only", readCommand(0x1F8, 4), 0x8006},
        {"a value that it cannot have", writeCommand(kSirmAddress + 4, {2, 0, 0, 0}), 0x8002},
        {"nothing to read", readCommand(0x1D8, 0), 0x8002},
        {"more than an answer holds", readCommand(0x100000, kMaxReadBytes + 1), 0x8002},
        {"nothing to write", writeCommand(0x184, {}), 0x8002},
        {"half a read", cutOff, 0x8002},
        {"unknown command", command(0x0900, {}), 0x8001},
        {"wrong length", lies, 0x800E},
        {"too long", tooLong, 0x800E},
    };
    for (const Refusal &refusal : refusals)
        EXPECT_EQ(status(refusal.packet), refusal.status) << refusal.what;
    EXPECT_EQ(status(readCommand(0x100000, kMaxReadBytes)), 0u) << "exactly as much";
}

TEST_F(Gencp, whoIsNoClientIsNotAnswered)
{
    Bytes wrongPrefix = readCommand(0x1D8, 8);
    wrongPrefix[0] = 'X';
    EXPECT_TRUE(ask(wrongPrefix).empty());
    EXPECT_TRUE(ask({}).empty());
    EXPECT_TRUE(ask(Bytes(11, 0x55)).empty());
    Bytes silent = command(0x0802, writeCommand(0x184, {'x', 0}));
    silent = writeCommand(0x184, {'q', 0});
    silent[5] = 0; // no acknowledge wanted
    EXPECT_TRUE(ask(silent).empty());
    EXPECT_EQ(text(0x184), "q") << "but done";
}

TEST_F(Gencp, aStreamThatDoesNotHoldTheImageIsRefused)
{
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0xA004u) << "nothing was set";
    setSizes(640 * 480 - 1);
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0xA004u);
    setSizes(640 * 480);
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0u);
    EXPECT_TRUE(stream.setup.enabled);
    EXPECT_EQ(stream.setup.payloadSize, 640u * 480);
    EXPECT_EQ(number(kSirmAddress + 4), 1u);
    EXPECT_EQ(set(kSirmAddress + 4, 0), 0u);
    EXPECT_FALSE(stream.setup.enabled);
    EXPECT_EQ(set(kSirmAddress + 0x18, 51), 0u);
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0xA004u) << "the leader has 52 bytes";
}

TEST_F(Gencp, strictAlignmentDemandsWholePackets)
{
    EXPECT_EQ(device.setFeature("VirtualFaultStrictAlignment", "true"), std::nullopt);
    EXPECT_EQ(number(kSirmAddress), 10u << 24);
    ASSERT_FALSE(camera.setFeature("Width", "600"));
    setSizes(600 * 480); // no multiple of 1024
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0xA003u);
    setSizes(282 * 1024);
    EXPECT_EQ(set(kSirmAddress + 4, 1), 0u);
}

TEST_F(Gencp, strictLengthDemandsWholeRegisters)
{
    ASSERT_EQ(device.setFeature("VirtualFaultStrictLength", "true"), std::nullopt);
    EXPECT_EQ(status(readCommand(kSbrmAddress + 4, 4)), 0x8002u);
    EXPECT_EQ(status(readCommand(kSbrmAddress + 8, 4)), 0x8002u);
    EXPECT_EQ(status(readCommand(kSbrmAddress + 4, 8)), 0u);
    EXPECT_EQ(status(readCommand(kSbrmAddress + 4, 16)), 0u) << "several whole ones";
    EXPECT_EQ(status(readCommand(0x004, 10)), 0u) << "a text may be read in part";
}

TEST_F(Gencp, aZeroPayloadIsZeroEverywhere)
{
    EXPECT_FALSE(camera.setFeature("VirtualFaultPayloadZero", "true"));
    EXPECT_EQ(number(kSirmAddress + 8, 8), 0u);
}

TEST_F(Gencp, aMissingXmlHasNoManifestEntry)
{
    EXPECT_FALSE(camera.setFeature("VirtualFaultXml", "Missing"));
    EXPECT_EQ(number(kManifestAddress, 8), 0u);
    EXPECT_EQ(number(kManifestAddress + 24, 8), 0u);
}

TEST_F(Gencp, theSpeedActsWithTheNextPluggingIn)
{
    EXPECT_EQ(device.setFeature("VirtualFaultUsbSpeed", "HighSpeed"), std::nullopt);
    EXPECT_EQ(number(kSbrmAddress + 0x40), 8u);
    device.reset();
    EXPECT_EQ(number(kSbrmAddress + 0x40), 4u);
}

TEST_F(Gencp, eventsAreSwitchedByTheirRegister)
{
    EXPECT_EQ(set(kEirmAddress, 1), 0u);
    EXPECT_TRUE(stream.events);
    EXPECT_EQ(set(kEirmAddress, 0), 0u);
    EXPECT_FALSE(stream.events);
}

TEST_F(Gencp, registerFaultsSpareTheFaultsThemselves)
{
    Faults faults;
    faults.registerMode = RegisterFault::Refuse;
    const auto fault = [&](const Bytes &packet) { return registerFault(faults, *parseGencp(packet)); };
    EXPECT_EQ(fault(readCommand(0x201010, 4)), RegisterFault::Refuse);
    EXPECT_EQ(fault(readCommand(0x2F002C, 4)), RegisterFault::None);
    EXPECT_EQ(fault(readCommand(kUsbFaultAddress, 4)), RegisterFault::None);
    faults.registerAddress = 0x201010;
    EXPECT_EQ(fault(readCommand(0x20100C, 8)), RegisterFault::Refuse) << "it touches it";
    EXPECT_EQ(fault(readCommand(0x201014, 4)), RegisterFault::None);
}

} // namespace
} // namespace mv::vcam::u3v
