// SPDX-License-Identifier: GPL-3.0-or-later
// What a host reads before it knows anything: descriptors and standard requests.
#include "camera/virtual/u3v/endpoint_zero.h"
#include "camera/virtual/u3v/usb_descriptors.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace mv::vcam::u3v {
namespace {

class Halts : public EndpointHalts
{
public:
    std::set<std::uint8_t> halts;
    bool hasEndpoint(std::uint8_t endpoint) const override
    {
        return endpoint == 0x01 || (endpoint > 0x80 && endpoint < 0x84);
    }
    bool halted(std::uint8_t endpoint) const override { return halts.contains(endpoint); }
    void setHalted(std::uint8_t endpoint, bool on) override
    {
        if (on)
            halts.insert(endpoint);
        else
            halts.erase(endpoint);
    }
};

class EndpointZero : public testing::TestWithParam<UsbSpeed>
{
protected:
    Halts halts;
    const DeviceTexts texts{"Virtual Color", "SN-1", "1.2.3", "Häuschen"};

    TransferResult ask(UsbSetup setup) { return answerSetup(setup, GetParam(), texts, halts); }
    std::vector<std::uint8_t> descriptor(unsigned type, unsigned index = 0, std::uint16_t length = 4096)
    {
        return bytesOf(ask({0x80, 6, std::uint16_t(type << 8 | index), 0, length}).data);
    }
    std::string text(unsigned index)
    {
        std::string out;
        const auto bytes = descriptor(3, index);
        for (std::size_t i = 2; i + 1 < bytes.size(); i += 2)
            out += char(bytes[i]);
        return out;
    }
    bool super() const { return GetParam() == UsbSpeed::Super; }
};

TEST_P(EndpointZero, descriptorsAddUp)
{
    const auto device = descriptor(1), configuration = descriptor(2);
    ASSERT_EQ(device.size(), 18u);
    EXPECT_EQ(device[2] | device[3] << 8, super() ? 0x0320 : 0x0210);
    EXPECT_EQ((std::vector<int>{device[4], device[5], device[6]}), (std::vector<int>{0xEF, 2, 1}));
    EXPECT_EQ(device[7], super() ? 9 : 64);
    EXPECT_EQ(std::size_t(configuration[2] | configuration[3] << 8), configuration.size());
    EXPECT_EQ(configuration[4], 3) << "interfaces";
    std::map<int, int> count;
    int interface = -1;
    for (std::size_t at = 0; at < configuration.size(); at += configuration[at]) {
        ASSERT_GE(configuration[at], 2);
        const int type = configuration[at + 1];
        ++count[type];
        if (type == 4) {
            EXPECT_EQ(configuration[at + 2], ++interface);
            EXPECT_EQ(configuration[at + 5], 0xEF);
            EXPECT_EQ(configuration[at + 6], 5);
            EXPECT_EQ(configuration[at + 7], interface) << "control, event, stream";
        }
        if (type == 0x24) {
            EXPECT_EQ(configuration[at], 20);
            EXPECT_EQ(count[5], 0) << "before the endpoints";
            EXPECT_EQ(text(configuration[at + 11]), guidOf("SN-1"));
            EXPECT_EQ(text(configuration[at + 15]), "1.2.3");
            EXPECT_EQ(text(configuration[at + 18]), "H\xE4uschen") << "UTF-16, of which the low bytes";
        }
        if (type == 5) {
            EXPECT_EQ(configuration[at + 4] | configuration[at + 5] << 8, super() ? 1024 : 512);
        }
    }
    EXPECT_EQ(count[11], 1);
    EXPECT_EQ(count[5], 4);
    EXPECT_EQ(count[48], super() ? 4 : 0) << "companions";
    EXPECT_EQ(count[0x24], 1);
}

TEST_P(EndpointZero, textsNameTheCamera)
{
    EXPECT_EQ(text(descriptor(1)[14]), "MV Viewer");
    EXPECT_EQ(text(descriptor(1)[15]), "Virtual Color");
    EXPECT_EQ(text(descriptor(1)[16]), "SN-1");
    EXPECT_EQ(guidOf("SN-1").size(), 12u);
    EXPECT_NE(guidOf("SN-1"), guidOf("SN-2"));
    EXPECT_EQ(descriptor(3, 0), (std::vector<std::uint8_t>{4, 3, 9, 4}));
    EXPECT_EQ(ask({0x80, 6, 0x0309, 0, 255}).status, kStalled) << "no such text";
}

TEST_P(EndpointZero, answersAreCutToWhatWasAsked)
{
    EXPECT_EQ(descriptor(2, 0, 9).size(), 9u);
    EXPECT_EQ(descriptor(1, 0, 8).size(), 8u);
    const auto bos = descriptor(15);
    EXPECT_EQ(std::size_t(bos[2] | bos[3] << 8), bos.size());
}

TEST_P(EndpointZero, haltsAreSetAskedAndCleared)
{
    EXPECT_EQ(ask({0x02, 3, 0, 0x83, 0}).status, kTransferDone);
    EXPECT_EQ(bytesOf(ask({0x82, 0, 0, 0x83, 2}).data), (std::vector<std::uint8_t>{1, 0}));
    EXPECT_EQ(ask({0x02, 1, 0, 0x83, 0}).status, kTransferDone);
    EXPECT_EQ(bytesOf(ask({0x82, 0, 0, 0x83, 2}).data), (std::vector<std::uint8_t>{0, 0}));
    EXPECT_EQ(ask({0x02, 3, 0, 0x84, 0}).status, kStalled) << "no such endpoint";
    EXPECT_EQ(ask({0x02, 3, 9, 0x83, 0}).status, kStalled) << "no such feature";
}

TEST_P(EndpointZero, whatItDoesNotKnowIsStalled)
{
    for (const UsbSetup setup : {UsbSetup{0xC0, 1, 0, 0, 8},
                                 {0x21, 9, 0, 0, 0},
                                 {0x80, 6, 0x0600, 0, 10},
                                 {0x00, 9, 2, 0, 0},
                                 {0x01, 11, 1, 0, 0},
                                 {0x80, 99, 0, 0, 1},
                                 {0x80, 6, 0x0201, 0, 9}})
        EXPECT_EQ(ask(setup).status, kStalled) << int(setup.request);
    EXPECT_EQ(ask({0x00, 9, 1, 0, 0}).status, kTransferDone);
    EXPECT_EQ(ask({0x00, 49, 40, 0, 0}).status, kTransferDone) << "SET_ISOCH_DELAY, which Linux sends";
}

INSTANTIATE_TEST_SUITE_P(Speeds, EndpointZero, testing::Values(UsbSpeed::Super, UsbSpeed::High),
                         [](const auto &p) { return p.param == UsbSpeed::Super ? "Super" : "High"; });

} // namespace
} // namespace mv::vcam::u3v
