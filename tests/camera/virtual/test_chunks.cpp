// SPDX-License-Identifier: GPL-3.0-or-later
// Chunks over the wire: each kind by itself and all together, against what the leader and the registers say.
#include "tests/support/gige_client.h"
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <memory>

namespace mv::test {
namespace {

constexpr std::uint32_t kModeActive = 0x203000, kSelector = 0x203004, kEnable = 0x203008, kPayloadSize = 0x204000,
                        kStart = 0x202004, kStop = 0x202008, kExposureTime = 0x202028;

/// An entry of ChunkSelector, by its number.
struct Kind
{
    const char *name;
    std::uint32_t id;
    std::size_t bytes;
};
constexpr Kind kKinds[] = {{"FrameCounter", 0x10, 8},
                           {"Timestamp", 0x11, 8},
                           {"ExposureTime", 0x12, 8},
                           {"Gain", 0x13, 8},
                           {"LineStatusAll", 0x14, 4}};

std::uint64_t little(const Bytes &bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/// Data by chunk id, taken apart from the end as the standard has it.
std::map<std::uint32_t, Bytes> chunksOf(const Bytes &payload)
{
    std::map<std::uint32_t, Bytes> chunks;
    std::size_t end = payload.size();
    while (end >= 8) {
        const auto id = std::uint32_t(getBig(payload, end - 8, 4));
        const auto length = std::size_t(getBig(payload, end - 4, 4));
        if (length > end - 8)
            return {};
        end -= 8 + length;
        chunks[id] = Bytes(payload.begin() + std::ptrdiff_t(end), payload.begin() + std::ptrdiff_t(end + length));
    }
    return end == 0 ? chunks : std::map<std::uint32_t, Bytes>();
}

class Chunks : public testing::Test
{
protected:
    VirtualCameraProcess camera;
    std::unique_ptr<GigeClient> client;

    void open(const std::vector<std::string> &settings = {})
    {
        std::vector<std::string> args{"--sensor", "64x48", "--set", "AcquisitionFrameRate=50"};
        for (const std::string &setting : settings)
            args.insert(args.end(), {"--set", setting});
        ASSERT_TRUE(camera.start(args)) << camera.error();
        client = std::make_unique<GigeClient>(camera.address());
        ASSERT_EQ(client->takeControl(), 0);
        client->openStream(1500);
        ASSERT_EQ(client->setFeature(kModeActive, 1), 0);
    }
    void enable(unsigned bits)
    {
        for (unsigned kind = 0; kind < std::size(kKinds); ++kind) {
            ASSERT_EQ(client->setFeature(kSelector, kind), 0);
            ASSERT_EQ(client->setFeature(kEnable, bits >> kind & 1), 0);
        }
    }
    ReceivedFrame oneFrame()
    {
        client->setFeature(kStart, 1);
        const auto frame = client->receiveFrame();
        client->setFeature(kStop, 1);
        while (client->streamSocket().receive(std::chrono::milliseconds(100))) {
        }
        EXPECT_TRUE(frame && frame->complete());
        return frame.value_or(ReceivedFrame());
    }
};

TEST_F(Chunks, everyKindComesWhenItIsAskedFor)
{
    open();
    for (unsigned bits = 0; bits < 1u << std::size(kKinds); bits = bits < 2 ? bits + 1 : bits * 2 + 1) {
        enable(bits);
        const ReceivedFrame frame = oneFrame();
        EXPECT_EQ(frame.payload().size(), client->feature(kPayloadSize));
        const auto chunks = chunksOf(frame.payload());
        ASSERT_TRUE(chunks.contains(1)) << "the image's own";
        EXPECT_EQ(chunks.at(1).size(), 64u * 48);
        for (unsigned kind = 0; kind < std::size(kKinds); ++kind) {
            ASSERT_EQ(chunks.contains(kKinds[kind].id), (bits >> kind & 1) != 0) << kKinds[kind].name;
            if (bits >> kind & 1) {
                EXPECT_EQ(chunks.at(kKinds[kind].id).size(), kKinds[kind].bytes) << kKinds[kind].name;
            }
        }
    }
    EXPECT_NE(client->setFeature(kSelector, std::size(kKinds)), 0);
}

TEST_F(Chunks, theyTellTheTruth)
{
    open();
    enable(0x1F);
    ASSERT_EQ(client->setFeature(kExposureTime, std::bit_cast<std::uint64_t>(2345.5), 8), 0);
    client->setFeature(kStart, 1);
    for (std::uint64_t c = 0; c < 5; ++c) {
        const auto frame = client->receiveFrame();
        ASSERT_TRUE(frame && frame->complete());
        const auto chunks = chunksOf(frame->payload());
        EXPECT_EQ(little(chunks.at(0x10)), c);
        EXPECT_EQ(little(chunks.at(0x11)), frame->timestamp);
        EXPECT_EQ(std::bit_cast<double>(little(chunks.at(0x12))), 2345.5);
        EXPECT_EQ(std::bit_cast<double>(little(chunks.at(0x13))), 1.0);
        EXPECT_EQ(little(chunks.at(0x14)), 0u);
    }
}

// A line that nothing listens to: 20 ms frames against pulses of 5 ms in 13 ms tell every level apart.
TEST_F(Chunks, theLinesAreThoseOfTheStartOfExposure)
{
    open();
    enable(0x12);                                  // Timestamp, LineStatusAll
    ASSERT_EQ(client->setFeature(0x2D1004, 1), 0); // Line1: PulseTrain
    ASSERT_EQ(client->setFeature(0x2D1018, std::bit_cast<std::uint64_t>(5000.0), 8), 0);
    ASSERT_EQ(client->setFeature(0x2D1020, std::bit_cast<std::uint64_t>(13000.0), 8), 0);
    ASSERT_EQ(client->setFeature(0x2D102C, 1), 0);
    const std::uint64_t first = client->feature(0x2D1038, 8);
    client->setFeature(kStart, 1);
    unsigned highs = 0;
    for (int i = 0; i < 26; ++i) {
        const auto frame = client->receiveFrame();
        ASSERT_TRUE(frame && frame->complete());
        const auto chunks = chunksOf(frame->payload());
        const std::uint64_t start = little(chunks.at(0x11));
        const bool high = start >= first && (start - first) % 13'000'000 < 5'000'000;
        EXPECT_EQ(little(chunks.at(0x14)) >> 1 & 1, std::uint64_t(high)) << i;
        highs += high;
    }
    EXPECT_GT(highs, 5u);
    EXPECT_LT(highs, 20u);
}

} // namespace
} // namespace mv::test
