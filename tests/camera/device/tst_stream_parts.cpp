// SPDX-License-Identifier: GPL-3.0-or-later
// The pure parts of the stream: ids, chunks, the ledger's sums and rates, the map of clocks.
#include "camera/private/clock_map.h"
#include "camera/private/stream_chunks.h"
#include "camera/private/stream_ids.h"
#include "camera/private/stream_ledger.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace mv;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t ms = 1'000'000;

void append32(std::vector<std::byte> &bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift));
}

void appendChunk(std::vector<std::byte> &bytes, std::uint32_t id, std::size_t length)
{
    bytes.insert(bytes.end(), length, std::byte{0xab});
    append32(bytes, id);
    append32(bytes, static_cast<std::uint32_t>(length));
}

} // namespace

TEST(FrameIds, GapsAreCounted)
{
    FrameIds ids;
    EXPECT_EQ(ids.next(1).missing, 0u);
    EXPECT_EQ(ids.next(2).missing, 0u);
    const auto step = ids.next(5);
    EXPECT_EQ(step.id, 5u);
    EXPECT_EQ(step.missing, 2u);
}

TEST(FrameIds, FirstIdMayBeAny)
{
    FrameIds ids;
    const auto step = ids.next(4711);
    EXPECT_EQ(step.id, 4711u);
    EXPECT_EQ(step.missing, 0u);
}

TEST(FrameIds, ZeroIsSkippedAtTheWrap)
{
    FrameIds ids;
    ids.next(65534);
    EXPECT_EQ(ids.next(65535).missing, 0u);
    const auto wrapped = ids.next(1);
    EXPECT_EQ(wrapped.missing, 0u);
    EXPECT_EQ(wrapped.id, 65536u);
    EXPECT_EQ(ids.next(2).id, 65537u);
}

TEST(FrameIds, GapAcrossTheWrap)
{
    FrameIds ids;
    ids.next(65533);
    const auto step = ids.next(2); // 65534, 65535 and 1 never came
    EXPECT_EQ(step.missing, 3u);
    EXPECT_EQ(step.id, 65537u);
}

TEST(FrameIds, ManyWraps)
{
    FrameIds ids;
    std::uint64_t expected = 0;
    std::uint64_t missing = 0;
    for (int i = 0; i < 200'000; ++i) {
        const auto step = ids.next(static_cast<std::uint64_t>(i) % 65535 + 1);
        ASSERT_EQ(step.id, ++expected);
        missing += step.missing;
    }
    EXPECT_EQ(missing, 0u);
}

TEST(FrameIds, ExtendedIdsDoNotWrap)
{
    FrameIds ids;
    ids.next(65535);
    EXPECT_EQ(ids.next(65536).missing, 0u);
    EXPECT_EQ(ids.next(1ull << 40).missing, (1ull << 40) - 65537);
    // From here on a small id is a camera that counts anew.
    EXPECT_EQ(ids.next(1).missing, 0u);
    EXPECT_EQ(ids.next(2).missing, 0u);
}

TEST(FrameIds, CountingAnewIsNoLoss)
{
    FrameIds ids;
    ids.next(1000);
    const auto step = ids.next(1);
    EXPECT_EQ(step.missing, 0u);
    EXPECT_EQ(step.id, 1001u) << "widened ids never go back";
}

TEST(FrameIds, FramesWithoutALeaderExplainGaps)
{
    FrameIds ids;
    ids.next(10);
    ids.unnamed();
    EXPECT_EQ(ids.next(12).missing, 0u);
    ids.unnamed();
    ids.unnamed();
    EXPECT_EQ(ids.next(14).missing, 0u) << "more came than were due: no negative loss";
    EXPECT_EQ(ids.next(16).missing, 1u) << "and they do not explain later gaps";
}

TEST(Chunks, AreReadFromTheEnd)
{
    std::vector<std::byte> payload;
    appendChunk(payload, 1, 100);
    appendChunk(payload, 0xA0001, 8);
    appendChunk(payload, 7, 0);
    const auto chunks = findChunks(payload);
    ASSERT_EQ(chunks.size(), 3u);
    EXPECT_EQ(chunks[0].id, 1u);
    EXPECT_EQ(chunks[0].offset, 0u);
    EXPECT_EQ(chunks[0].length, 100u);
    EXPECT_EQ(chunks[1].id, 0xA0001u);
    EXPECT_EQ(chunks[1].offset, 108u);
    EXPECT_EQ(chunks[1].length, 8u);
    EXPECT_EQ(chunks[2].length, 0u);
}

TEST(Chunks, WhatDoesNotTileIsNotTrusted)
{
    EXPECT_TRUE(findChunks({}).empty());
    std::vector<std::byte> payload(7);
    EXPECT_TRUE(findChunks(payload).empty());
    payload.clear();
    appendChunk(payload, 1, 16);
    auto cut = payload;
    cut.erase(cut.begin());
    EXPECT_TRUE(findChunks(cut).empty()) << "a chunk longer than what is there";
    auto more = payload;
    more.insert(more.begin(), 3, std::byte{0});
    EXPECT_TRUE(findChunks(more).empty()) << "a rest that is no chunk";
    std::vector<std::byte> huge;
    append32(huge, 1);
    append32(huge, 0xffffffff);
    EXPECT_TRUE(findChunks(huge).empty());
    EXPECT_TRUE(findChunks(std::vector<std::byte>(std::size_t(8) << 20)).empty()) << "a million empty chunks";
}

TEST(Chunks, AnyBytesAreSurvived)
{
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::byte> payload(random() % 64);
        for (auto &byte : payload)
            byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0);
        std::size_t end = 0;
        for (const Chunk &chunk : findChunks(payload)) {
            ASSERT_EQ(chunk.offset, end);
            ASSERT_LE(chunk.offset + chunk.length + 8, payload.size());
            end = chunk.offset + chunk.length + 8;
        }
    }
}

TEST(Ledger, ReceivedIsAlwaysShownSkippedOrPending)
{
    StreamLedger ledger;
    for (int i = 0; i < 10; ++i)
        ledger.received(100, i * ms);
    ledger.shown(3);
    FrameLedger counts = ledger.snapshot(5, 10 * ms);
    EXPECT_EQ(counts.shown, 3u);
    EXPECT_EQ(counts.skipped, 5u);
    EXPECT_EQ(counts.pending, 2u);
    EXPECT_EQ(counts.bytes, 1000u);
    // A frame of an earlier stream, painted late.
    ledger.shown(100);
    counts = ledger.snapshot(5, 10 * ms);
    EXPECT_EQ(counts.received, counts.shown + counts.skipped + counts.pending);
}

TEST(Ledger, RateIsThatOfTheLastSecond)
{
    StreamLedger ledger;
    EXPECT_EQ(ledger.snapshot(0, second).captureFps, 0);
    for (int i = 0; i < 100; ++i)
        ledger.received(1'000'000, i * 100 * ms); // ten seconds at 10 a second
    const std::int64_t then = 99 * 100 * ms;
    for (int i = 1; i <= 75; ++i)
        ledger.received(1'000'000, then + i * second / 75);
    const FrameLedger counts = ledger.snapshot(0, then + second);
    EXPECT_NEAR(counts.captureFps, 75, 1);
    EXPECT_NEAR(counts.megabytesPerSecond, 75, 1);
    EXPECT_EQ(ledger.snapshot(0, then + 5 * second).captureFps, 0) << "nothing comes any more";
}

TEST(Ledger, SlowAndVeryFastRates)
{
    StreamLedger slow;
    for (int i = 0; i < 5; ++i)
        slow.received(10, i * 4 * second);
    EXPECT_NEAR(slow.snapshot(0, 17 * second).captureFps, 0.25, 0.001);
    StreamLedger fast;
    for (int i = 0; i < 10'000; ++i)
        fast.received(10, i * second / 5000);
    EXPECT_NEAR(fast.snapshot(0, 2 * second).captureFps, 5000, 10);
}

TEST(ClockMap, NothingBeforeTheFirstLatch)
{
    ClockMap map;
    EXPECT_FALSE(map.toHost(5));
    map.latched(1000, 500, 700);
    EXPECT_EQ(map.toHost(1000), std::optional<std::int64_t>(600));
    EXPECT_EQ(map.toHost(2000), std::optional<std::int64_t>(1600));
    map.clear();
    EXPECT_FALSE(map.toHost(5));
}

TEST(ClockMap, DriftIsLearned)
{
    ClockMap map;
    constexpr double fast = 1 + 80e-6; // the camera's clock gains 80 us a second
    std::mt19937 random(1);
    for (int i = 0; i <= 12; ++i) {
        const std::int64_t host = 100 * second + i * 10 * second;
        const auto camera = static_cast<std::int64_t>(static_cast<double>(i * 10 * second) * fast);
        const auto wait = static_cast<std::int64_t>(random() % (400 * 1000));
        map.latched(camera, host - wait, host + wait);
    }
    // Ten seconds later, without another latch: 800 us off if the drift were not known.
    const auto camera = static_cast<std::int64_t>(static_cast<double>(130 * second) * fast);
    ASSERT_TRUE(map.toHost(camera));
    EXPECT_NEAR(static_cast<double>(*map.toHost(camera) - 230 * second), 0, 50'000);
}

TEST(ClockMap, TightBracketsCountMore)
{
    ClockMap map;
    map.latched(0, 1000, 1200);
    map.latched(second, second - 90 * ms, second + 110 * ms + 2200); // 10 ms off the middle
    EXPECT_NEAR(static_cast<double>(*map.toHost(second)), static_cast<double>(second + 1100), 1000);
}

TEST(ClockMap, ResetClockStartsAnew)
{
    ClockMap map;
    map.latched(500 * second, 10 * second, 10 * second + 100);
    map.latched(0, 20 * second, 20 * second + 100);
    EXPECT_EQ(map.toHost(ms), std::optional<std::int64_t>(20 * second + 50 + ms));
}
