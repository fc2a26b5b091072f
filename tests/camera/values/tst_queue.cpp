// SPDX-License-Identifier: GPL-3.0-or-later
// The queue: in order, bounded, lossless until it says it ended.
#include <camera/frame_queue.h>

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <thread>
#include <vector>

using namespace mv;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t frameBytes = 4096;

FramePtr frame(std::uint64_t id, std::size_t size = frameBytes)
{
    std::vector<std::byte> bytes(size);
    if (size >= sizeof id)
        std::memcpy(bytes.data(), &id, sizeof id);
    FrameInfo info;
    info.frameId = id;
    return Frame::fromBytes(info, std::move(bytes));
}

} // namespace

TEST(Queue, handsOutCopiesInOrder)
{
    FrameQueue queue(10 * frameBytes);
    auto buffer = std::make_shared<const std::vector<std::byte>>(frameBytes);
    const std::weak_ptr<const void> watch = buffer;
    FrameInfo info;
    info.frameId = 1;
    auto original = std::make_shared<const Frame>(info, std::span(*buffer), buffer);
    buffer.reset();
    EXPECT_TRUE(queue.push(original));
    EXPECT_TRUE(queue.push(frame(2)));
    original.reset();
    EXPECT_TRUE(watch.expired()); // the driver has its buffer back
    EXPECT_EQ(queue.size(), 2u);
    EXPECT_EQ(queue.bytes(), 2 * frameBytes);
    EXPECT_EQ(queue.pop(0ms)->info().frameId, 1u);
    const FramePtr second = queue.pop(0ms);
    EXPECT_EQ(second->info().frameId, 2u);
    EXPECT_EQ(second->payload().size(), frameBytes);
    EXPECT_EQ(queue.bytes(), 0u);
    EXPECT_EQ(queue.pop(0ms), nullptr);
    EXPECT_FALSE(queue.closed());
}

TEST(Queue, endsAtTheCapAndNamesTheFrame)
{
    FrameQueue queue(3 * frameBytes);
    for (std::uint64_t id = 1; id <= 3; ++id)
        EXPECT_TRUE(queue.push(frame(id))) << id;
    EXPECT_FALSE(queue.overflowedAt());
    EXPECT_FALSE(queue.push(frame(4)));
    EXPECT_TRUE(queue.closed());
    EXPECT_EQ(queue.overflowedAt(), 4u);
    // Once ended it stays ended, also when there is room again, and what was accepted is all there.
    EXPECT_EQ(queue.pop(0ms)->info().frameId, 1u);
    EXPECT_FALSE(queue.push(frame(5)));
    EXPECT_EQ(queue.overflowedAt(), 4u);
    EXPECT_EQ(queue.pop(0ms)->info().frameId, 2u);
    EXPECT_EQ(queue.pop(0ms)->info().frameId, 3u);
    EXPECT_EQ(queue.pop(1h), nullptr); // closed and empty: at once
}

TEST(Queue, aFrameBeyondTheCapEndsItAtOnce)
{
    FrameQueue queue(frameBytes - 1);
    EXPECT_FALSE(queue.push(frame(9)));
    EXPECT_EQ(queue.overflowedAt(), 9u);
    EXPECT_EQ(queue.size(), 0u);
}

TEST(Queue, emptyFramesAreBoundedToo)
{
    FrameQueue queue(100 * sizeof(Frame));
    std::uint64_t id = 0;
    while (queue.push(frame(id, 0)))
        ASSERT_LT(++id, 1000u);
    EXPECT_EQ(id, 100u);
}

TEST(Queue, closeKeepsWhatIsIn)
{
    FrameQueue queue(10 * frameBytes);
    queue.push(frame(1));
    queue.close();
    EXPECT_FALSE(queue.push(frame(2)));
    EXPECT_FALSE(queue.overflowedAt());
    EXPECT_NE(queue.pop(0ms), nullptr);
    EXPECT_EQ(queue.pop(0ms), nullptr);
    EXPECT_FALSE(queue.push(nullptr));
}

TEST(Queue, closeWakesAWaitingReader)
{
    FrameQueue queue(frameBytes);
    std::thread closer([&queue] {
        std::this_thread::sleep_for(20ms);
        queue.close();
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(queue.pop(1min), nullptr);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
    closer.join();
}

TEST(Queue, popWaitsAsLongAsItIsTold)
{
    FrameQueue queue(frameBytes);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(queue.pop(30ms), nullptr);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
}

TEST(Queue, twoThreadsLoseNothing)
{
    constexpr std::uint64_t count = 20'000;
    FrameQueue queue(count * frameBytes);
    std::thread stream([&queue] {
        for (std::uint64_t id = 1; id <= count; ++id)
            ASSERT_TRUE(queue.push(frame(id)));
        queue.close();
    });
    std::uint64_t expected = 1;
    while (const FramePtr next = queue.pop(1min)) {
        std::uint64_t content = 0;
        std::memcpy(&content, next->payload().data(), sizeof content);
        ASSERT_EQ(next->info().frameId, expected);
        ASSERT_EQ(content, expected);
        ++expected;
    }
    stream.join();
    EXPECT_EQ(expected, count + 1);
    EXPECT_EQ(queue.bytes(), 0u);
}
