// SPDX-License-Identifier: GPL-3.0-or-later
// The GVCP packets of discovery: built to the byte, parsed strictly, garbage refused.
#include "camera/private/gvcp_packet.h"
#include "discovery_packets.h"

#include <gtest/gtest.h>

#include <random>

using namespace mv;
using namespace mv::test;

namespace {

std::vector<int> numbers(gvcp::Packet bytes)
{
    std::vector<int> result;
    for (const std::byte byte : bytes)
        result.push_back(std::to_integer<int>(byte));
    return result;
}

QString textOf(const std::string &bytes)
{
    return gvcp::registerText(std::as_bytes(std::span(bytes)));
}

} // namespace

TEST(GvcpPacket, CommandsAreTheStandardsBytes)
{
    EXPECT_EQ(numbers(gvcp::discoveryCommand(0x1234)), (std::vector<int>{0x42, 0x11, 0, 2, 0, 0, 0x12, 0x34}));
    EXPECT_EQ(numbers(gvcp::readRegisterCommand(0xA00, 0xFFFE)),
              (std::vector<int>{0x42, 0x01, 0, 0x80, 0, 4, 0xFF, 0xFE, 0, 0, 0x0A, 0}));
}

TEST(GvcpPacket, DiscoveryAckGivesEveryField)
{
    CameraIdentity camera;
    camera.mac = 0x0a'1b'2c'3d'4e'5f;
    camera.address = 0xc0a80a05;
    camera.mask = 0xffffff00;
    camera.gateway = 0xc0a80a01;
    const auto ack = gvcp::parseDiscoveryAck(discoveryAcknowledge(camera, 7));
    ASSERT_TRUE(ack);
    EXPECT_EQ(gvcp::macText(ack->mac), QStringLiteral("0a:1b:2c:3d:4e:5f"));
    EXPECT_EQ(gvcp::addressText(ack->address), QStringLiteral("192.168.10.5"));
    EXPECT_EQ(gvcp::addressText(ack->mask), QStringLiteral("255.255.255.0"));
    EXPECT_EQ(gvcp::addressText(ack->gateway), QStringLiteral("192.168.10.1"));
    EXPECT_EQ(ack->vendor, QStringLiteral("Vendor"));
    EXPECT_EQ(ack->model, QStringLiteral("Model"));
    EXPECT_EQ(ack->version, QStringLiteral("1.2.3"));
    EXPECT_EQ(ack->manufacturerInfo, QStringLiteral("information"));
    EXPECT_EQ(ack->serial, QStringLiteral("F0001"));
    EXPECT_EQ(ack->userName, QStringLiteral("bench"));
    EXPECT_EQ(gvcp::parseAckHeader(discoveryAcknowledge(camera, 7))->id, 7);
}

TEST(GvcpPacket, EveryTruncationIsRefused)
{
    const Bytes whole = discoveryAcknowledge({}, 1);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(gvcp::parseDiscoveryAck(std::span(whole).first(size))) << size;
    const Bytes value = registerAcknowledge(2, 1);
    for (std::size_t size = 0; size < value.size(); ++size)
        EXPECT_FALSE(gvcp::parseReadRegisterAck(std::span(value).first(size))) << size;
}

TEST(GvcpPacket, WhatIsNotASuccessfulAckIsRefused)
{
    Bytes longer = discoveryAcknowledge({}, 1);
    longer.push_back(std::byte{0});
    EXPECT_FALSE(gvcp::parseDiscoveryAck(longer));
    EXPECT_FALSE(gvcp::parseDiscoveryAck(acknowledge(0, 0x0003, 1, Bytes(0xF4))));
    EXPECT_FALSE(gvcp::parseDiscoveryAck(acknowledge(0, 0x0003, 1, Bytes(0xFC))));
    EXPECT_FALSE(gvcp::parseDiscoveryAck(acknowledge(0, 0x0002, 1, Bytes(0xF8))));
    EXPECT_FALSE(gvcp::parseDiscoveryAck(acknowledge(0x8006, 0x0003, 1, Bytes(0xF8))));
    EXPECT_TRUE(gvcp::parseDiscoveryAck(acknowledge(0, 0x0003, 1, Bytes(0xF8)))); // the control
    EXPECT_FALSE(gvcp::parseReadRegisterAck(acknowledge(0x8006, 0x0081, 1, Bytes(4))));
    EXPECT_FALSE(gvcp::parseReadRegisterAck(acknowledge(0, 0x0081, 1, Bytes(8))));
    EXPECT_EQ(gvcp::parseReadRegisterAck(registerAcknowledge(0xFEDCBA98, 1)), 0xFEDCBA98u);
    // A refusal carries no payload, but its header is understood.
    const auto refused = gvcp::parseAckHeader(acknowledge(0x8006, 0x0081, 9, {}));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 0x8006);
    EXPECT_EQ(refused->id, 9);
}

TEST(GvcpPacket, NoiseIsRefusedWithoutReadingPastTheEnd)
{
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        Bytes noise(random() % 300);
        for (std::byte &byte : noise)
            byte = static_cast<std::byte>(random());
        EXPECT_FALSE(gvcp::parseDiscoveryAck(noise));
        EXPECT_FALSE(gvcp::parseReadRegisterAck(noise));
    }
}

TEST(GvcpPacket, TextsEndAtTheRegistersEnd)
{
    CameraIdentity camera;
    camera.serial = "0123456789ABCDEF"; // all 16 bytes, no NUL
    camera.userName = "next";
    const auto ack = gvcp::parseDiscoveryAck(discoveryAcknowledge(camera, 1));
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->serial, QStringLiteral("0123456789ABCDEF"));
    EXPECT_EQ(ack->userName, QStringLiteral("next"));
}

TEST(GvcpPacket, TextsAreFitForAScreen)
{
    using namespace std::string_literals;
    EXPECT_EQ(textOf("  padded\t "s), QStringLiteral("padded"));
    EXPECT_EQ(textOf("cut\0off"s), QStringLiteral("cut"));
    EXPECT_EQ(textOf(""s), QString());
    EXPECT_EQ(textOf("line\nbreak\x1b[31m"s), QStringLiteral("linebreak[31m"));
    EXPECT_EQ(textOf("Prüfstand 工位"s), QString::fromUtf8("Prüfstand 工位"));
    EXPECT_EQ(textOf("\xe2\x80\xae"
                     "evil"s),
              QStringLiteral("evil")); // right-to-left override
    EXPECT_EQ(textOf("Pr\xfc"
                     "fstand"s),
              QString::fromUtf8("Prüfstand")); // Latin-1
    EXPECT_EQ(textOf("\xf0\x9f\x93\xb7 cam"s), QString::fromUtf8("📷 cam"));
    EXPECT_EQ(textOf("\xff\xff\xff\xff"s), QString::fromUtf8("ÿÿÿÿ"));
}

TEST(GvcpPacket, AddressesAreReadInTheirFullFormOnly)
{
    EXPECT_EQ(gvcp::parseAddress(QStringLiteral("127.3.0.1")), 0x7f030001u);
    EXPECT_EQ(gvcp::parseAddress(QStringLiteral("255.255.255.255")), 0xffffffffu);
    for (const char *wrong : {"", "1", "127.1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.+4", "1.2.3. 4",
                              "1.2.3.4 ", "a.b.c.d", "1..3.4", "0001.2.3.4", "VC0001", "1.2.3.\u0664"})
        EXPECT_FALSE(gvcp::parseAddress(QString::fromUtf8(wrong))) << wrong;
    EXPECT_EQ(gvcp::addressText(0), QString());
    EXPECT_EQ(gvcp::macText(0), QString());
}
