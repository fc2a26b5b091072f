// SPDX-License-Identifier: GPL-3.0-or-later
// Faults that only who knows the picture can see, and that each ends when it is switched off.
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

#include <algorithm>
#include <bit>

namespace mv::test {
namespace {

const std::vector<std::string> kRamp = {"AcquisitionFrameRate=50", "ChunkModeActive=true"};
constexpr std::uint64_t kImageBytes = 320ULL * 240;

/// Bits of a picture that are not those of the moving ramp.
std::vector<std::uint64_t> wrongBits(const Shot &shot)
{
    std::vector<std::uint64_t> wrong;
    const auto counter = std::uint64_t(shot.whole.at("ChunkFrameCounter"));
    for (std::uint64_t i = 0; i < kImageBytes; ++i) {
        const auto should = std::uint8_t(i % 320 + i / 320 + counter);
        for (unsigned bit = 0; bit < 8; ++bit) {
            if ((shot.bytes[i] ^ should) >> bit & 1)
                wrong.push_back(8 * i + bit);
        }
    }
    return wrong;
}

void bitFlip()
{
    WireCamera camera(kRamp);
    camera.watchChunks({"ChunkFrameCounter"});
    camera.set("VirtualFaultBitFlip", true);
    for (const Shot &shot : camera.record(20)) {
        const auto counter = std::uint64_t(shot.whole.at("ChunkFrameCounter"));
        EXPECT_EQ(wrongBits(shot), std::vector<std::uint64_t>{counter * 1'000'003 % (8 * kImageBytes)});
    }
    camera.set("VirtualFaultBitFlip", false);
    for (const Shot &shot : camera.record(5))
        EXPECT_TRUE(wrongBits(shot).empty());
}

/// Lost and reordered packets come back: what arrives is whole and right.
void damagedButMended()
{
    WireCamera camera(kRamp);
    camera.set("GevSCPSPacketSize", 1500);
    camera.watchChunks({"ChunkFrameCounter"});
    camera.set("VirtualFaultPacketReorder", 200);
    camera.set("VirtualFaultPacketLoss", 10);
    for (const Shot &shot : camera.record(30))
        EXPECT_TRUE(wrongBits(shot).empty());
}

void stallEnds()
{
    WireCamera camera(kRamp);
    camera.watchChunks({"ChunkFrameCounter"});
    camera.start();
    const Shot before = camera.take(2)[1];
    camera.set("VirtualFaultStreamStall", true);
    camera.drain();
    EXPECT_FALSE(camera.next(std::chrono::milliseconds(300))) << "nothing is sent";
    const auto dropped = camera.integer("FrameDroppedCount");
    camera.waitUntil(camera.now() + 200 * kNsPerMs);
    EXPECT_GT(camera.integer("FrameDroppedCount"), dropped) << "but exposed, and counted";
    camera.set("VirtualFaultStreamStall", false);
    const Shot after = camera.take(1)[0];
    EXPECT_GE(after.whole.at("ChunkFrameCounter") - before.whole.at("ChunkFrameCounter"), 20);
    EXPECT_EQ(std::int64_t(after.frameId - before.frameId),
              after.whole.at("ChunkFrameCounter") - before.whole.at("ChunkFrameCounter"))
        << "they are missed";
}

void silenceEnds()
{
    WireCamera camera({"VirtualFaultSilenceTime=700"});
    const std::uint64_t before = camera.now();
    camera.set("VirtualFaultBusSilence", true);
    EXPECT_GE(camera.now(), before + 600 * kNsPerMs) << "the next answer comes when it is over";
    EXPECT_FALSE(camera.boolean("VirtualFaultBusSilence"));
    EXPECT_EQ(camera.record(1).size(), 1u);
}

void payloadZero()
{
    WireCamera camera;
    const auto payload = camera.integer("PayloadSize");
    camera.set("VirtualFaultPayloadZero", true);
    EXPECT_EQ(camera.integer("PayloadSize"), 0);
    camera.set("VirtualFaultPayloadZero", false);
    EXPECT_EQ(camera.integer("PayloadSize"), payload);
}

const Sentence kSentences[] = {
    {"VirtualFault", "BitFlip", "one flipped payload bit, where the formula says", bitFlip},
    {"VirtualFault", "DamagedButMended", "loss and reordering cost packets, not pictures", damagedButMended, true},
    {"VirtualFault", "StallEnds", "a stalled stream, which goes on", stallEnds},
    {"VirtualFault", "SilenceEnds", "silence on the bus, which ends", silenceEnds},
    {"VirtualFault", "PayloadZero", "a payload size of 0", payloadZero},
};

MV_MANUAL_TABLE(Faults, kSentences);

} // namespace
} // namespace mv::test
