// SPDX-License-Identifier: GPL-3.0-or-later
// The packet rules of a bulk endpoint, as the kernel's own dummy_hcd has them at SuperSpeed.
#include "camera/virtual/u3v/in_pipe.h"
#include "tests/camera/virtual_usb/sink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace mv::vcam::u3v {
namespace {

using std::chrono::milliseconds;

/// Bytes that tell their place.
std::vector<std::uint8_t> pattern(std::size_t size, std::uint8_t first)
{
    std::vector<std::uint8_t> bytes(size);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

class Pipe : public testing::Test
{
protected:
    InPipe pipe;
    std::shared_ptr<Sink> sink = std::make_shared<Sink>();

    void SetUp() override { pipe.start(); }
    void TearDown() override { pipe.stop(); }
};

struct Case
{
    const char *what;
    std::vector<std::size_t> messages, transfers;
    std::vector<std::pair<int, std::size_t>> ends; ///< status and bytes of the transfers that end
};

TEST(PacketRules, transfersEndAsTheKernelHasIt)
{
    const Case cases[] = {
        {"a short packet", {52}, {1024}, {{0, 52}}},
        {"exactly full", {52}, {52}, {{0, 52}}},
        {"whole packets end nothing", {1024}, {2048}, {}},
        {"a larger request swallows the trailer", {307'200, 32}, {308'200}, {{0, 307'232}}},
        {"whole packets, exactly full", {307'200, 32}, {307'200, 1024}, {{0, 307'200}, {0, 32}}},
        {"a message in two transfers", {1'500}, {1024, 1024}, {{0, 1024}, {0, 476}}},
        {"a whole packet larger than the room", {2'048}, {1'500}, {{kOverflow, 1'500}}},
        {"a short packet larger than the room", {100}, {64}, {{kOverflow, 64}}},
        {"what overflowed is lost", {2'048}, {500, 1024}, {{kOverflow, 500}, {0, 1024}}},
        {"a frame", {52, 2'048, 1'000, 36}, {1'024, 2'048, 2'048, 64}, {{0, 52}, {0, 2'048}, {0, 1'000}, {0, 36}}},
        {"two messages of whole packets in one", {1024, 1024}, {2048}, {{0, 2048}}},
    };
    for (const Case &c : cases) {
        SCOPED_TRACE(c.what);
        InPipe pipe;
        pipe.start();
        const auto sink = std::make_shared<Sink>();
        std::uint8_t first = 0;
        std::vector<std::uint8_t> sent;
        for (const std::size_t size : c.messages) {
            const auto bytes = pattern(size, first += 7);
            sent.insert(sent.end(), bytes.begin(), bytes.end());
            pipe.push(sliceOf(bytes));
        }
        for (std::size_t i = 0; i < c.transfers.size(); ++i)
            pipe.submit(c.transfers[i], std::uint32_t(i + 1), sink);
        std::vector<std::uint8_t> received;
        for (std::size_t i = 0; i < c.ends.size(); ++i) {
            const auto done = sink->wait(std::uint32_t(i + 1));
            ASSERT_TRUE(done) << i;
            EXPECT_EQ(done->status, c.ends[i].first) << i;
            EXPECT_EQ(done->bytes.size(), c.ends[i].second) << i;
            received.insert(received.end(), done->bytes.begin(), done->bytes.end());
        }
        const bool lossless = std::ranges::none_of(c.ends, [](const auto &end) { return end.first != 0; });
        if (lossless) {
            EXPECT_TRUE(std::equal(received.begin(), received.end(), sent.begin()));
        }
        EXPECT_EQ(sink->order().size(), c.ends.size()) << "and no other";
        pipe.stop();
    }
}

TEST_F(Pipe, highSpeedHasSmallerPackets)
{
    pipe.setPacketBytes(512);
    pipe.push(sliceOf(pattern(600, 0)));
    pipe.submit(512, 1, sink);
    pipe.submit(512, 2, sink);
    EXPECT_EQ(sink->wait(1)->bytes.size(), 512u);
    EXPECT_EQ(sink->wait(2)->bytes.size(), 88u);
}

TEST_F(Pipe, aTransferTakenBackKeepsWhatItGot)
{
    pipe.submit(4096, 1, sink);
    EXPECT_FALSE(sink->wait(1, milliseconds(20)));
    const auto empty = pipe.cancel(1, sink.get());
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->status, kCancelled);
    EXPECT_TRUE(empty->data.empty());
    EXPECT_FALSE(pipe.cancel(1, sink.get())) << "once";

    pipe.submit(4096, 2, sink);
    pipe.push(sliceOf(pattern(2048, 0)));
    pipe.submit(64, 3, sink); // behind it
    std::optional<TransferResult> part;
    for (int i = 0; i < 1000; ++i) { // until the message was moved
        std::this_thread::sleep_for(milliseconds(1));
        part = pipe.cancel(2, sink.get());
        ASSERT_TRUE(part);
        if (!part->data.empty())
            break;
        pipe.cancel(3, sink.get());
        pipe.submit(4096, 2, sink);
        pipe.submit(64, 3, sink);
    }
    EXPECT_EQ(totalBytes(part->data), 2048u);
    pipe.push(sliceOf(pattern(10, 0)));
    EXPECT_EQ(sink->wait(3)->bytes.size(), 10u);
}

TEST_F(Pipe, haltedEndsTransfersUntilItIsCleared)
{
    pipe.submit(64, 1, sink);
    pipe.push(sliceOf(pattern(2048, 0))); // overflows the first; a packet is left
    EXPECT_EQ(sink->wait(1)->status, kOverflow);
    pipe.setHalted(true);
    pipe.submit(64, 2, sink);
    EXPECT_EQ(sink->wait(2)->status, kStalled);
    pipe.push(sliceOf(pattern(5, 0))); // nobody hears it
    pipe.setHalted(false);
    EXPECT_FALSE(pipe.halted());
    pipe.submit(1024, 3, sink);
    EXPECT_FALSE(sink->wait(3, milliseconds(20))) << "what waited is forgotten";
    pipe.push(sliceOf(pattern(7, 0)));
    EXPECT_EQ(sink->wait(3)->bytes.size(), 7u);
}

TEST_F(Pipe, aSlowLinkTakesItsTime)
{
    pipe.setRate(1'000'000);
    pipe.push(sliceOf(pattern(200'000, 0)));
    const auto begin = std::chrono::steady_clock::now();
    pipe.submit(200'000, 1, sink);
    const auto done = sink->wait(1);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(199));
    EXPECT_EQ(done->bytes, pattern(200'000, 0));
}

TEST_F(Pipe, aSlowTransferCanBeTakenBackInItsMiddle)
{
    pipe.setRate(100'000); // 32 KiB take a third of a second
    pipe.push(sliceOf(pattern(1'000'000, 0)));
    pipe.submit(1'000'000, 1, sink);
    std::this_thread::sleep_for(milliseconds(50));
    const auto part = pipe.cancel(1, sink.get());
    ASSERT_TRUE(part);
    EXPECT_LT(totalBytes(part->data), 1'000'000u);
    EXPECT_EQ(bytesOf(part->data), pattern(totalBytes(part->data), 0));
}

TEST_F(Pipe, sinksAreForgottenOneByOne)
{
    const auto other = std::make_shared<Sink>();
    pipe.submit(64, 1, sink);
    pipe.submit(64, 1, other);
    pipe.forget(sink.get());
    pipe.push(sliceOf(pattern(9, 0)));
    EXPECT_EQ(other->wait(1)->bytes.size(), 9u);
    EXPECT_FALSE(sink->wait(1, milliseconds(20)));
}

} // namespace
} // namespace mv::vcam::u3v
