// SPDX-License-Identifier: GPL-3.0-or-later
// The mailbox: the newest wins, one notification, nothing unaccounted for.
#include <camera/frame_mailbox.h>

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace mv;

namespace {

FrameInfo numbered(std::uint64_t id)
{
    FrameInfo info;
    info.frameId = id;
    return info;
}

FramePtr frame(std::uint64_t id)
{
    return Frame::fromBytes(numbered(id), {std::byte(id)});
}

} // namespace

TEST(Mailbox, newestWinsAndTheReplacedOneIsLetGo)
{
    FrameMailbox mailbox;
    EXPECT_EQ(mailbox.take(), nullptr);
    FramePtr first = frame(1);
    const std::weak_ptr<const Frame> watch = first;
    mailbox.put(std::move(first));
    EXPECT_TRUE(mailbox.holdsFrame());
    EXPECT_FALSE(watch.expired());
    mailbox.put(frame(2));
    EXPECT_TRUE(watch.expired()); // back with the driver at once
    EXPECT_EQ(mailbox.skipped(), 1u);
    EXPECT_EQ(mailbox.take()->info().frameId, 2u);
    EXPECT_FALSE(mailbox.holdsFrame());
    EXPECT_EQ(mailbox.take(), nullptr);
    EXPECT_EQ(mailbox.skipped(), 1u);
}

TEST(Mailbox, notifiesOncePerTake)
{
    FrameMailbox mailbox;
    int notified = 0;
    mailbox.setNotifier([&notified] { ++notified; });
    mailbox.put(nullptr);
    EXPECT_EQ(notified, 0);
    for (std::uint64_t id = 1; id <= 5; ++id)
        mailbox.put(frame(id));
    EXPECT_EQ(notified, 1);
    mailbox.clear(); // the notification is still pending
    mailbox.put(frame(6));
    EXPECT_EQ(notified, 1);
    EXPECT_EQ(mailbox.take()->info().frameId, 6u);
    mailbox.put(frame(7));
    EXPECT_EQ(notified, 2);
    mailbox.take();
    mailbox.take(); // an idle take() neither harms nor notifies
    mailbox.put(frame(8));
    EXPECT_EQ(notified, 3);
}

TEST(Mailbox, aNewNotifierHearsOfTheNextFrame)
{
    FrameMailbox mailbox;
    int first = 0;
    int second = 0;
    mailbox.setNotifier([&first] { ++first; });
    mailbox.put(frame(1));
    mailbox.setNotifier(nullptr);
    mailbox.put(frame(2));
    mailbox.setNotifier([&second] { ++second; });
    mailbox.put(frame(3));
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
}

TEST(Mailbox, whatIsDroppedCountsAsSkipped)
{
    FrameMailbox mailbox;
    mailbox.clear();
    EXPECT_EQ(mailbox.skipped(), 0u);
    mailbox.put(frame(1));
    mailbox.clear();
    EXPECT_FALSE(mailbox.holdsFrame());
    EXPECT_EQ(mailbox.skipped(), 1u);
    mailbox.resetCounters();
    EXPECT_EQ(mailbox.skipped(), 0u);
}

TEST(Mailbox, lettingAFrameGoMayUseTheMailbox)
{
    // A driver's buffer is handed back when a frame dies: if that happened under the lock, this would hang.
    FrameMailbox mailbox;
    const auto makeFrame = [&mailbox](std::uint64_t id) {
        const std::shared_ptr<const void> owner(nullptr, [&mailbox](const void *) { mailbox.skipped(); });
        return std::make_shared<const Frame>(numbered(id), std::span<const std::byte>(), owner);
    };
    mailbox.put(makeFrame(1));
    mailbox.put(makeFrame(2));
    mailbox.clear();
    mailbox.put(makeFrame(3));
    mailbox.take().reset();
    EXPECT_EQ(mailbox.skipped(), 2u);
}

TEST(Mailbox, twoThreadsLoseNothingAndMissNoNotification)
{
    constexpr std::uint64_t count = 200'000;
    FrameMailbox mailbox;
    std::atomic<std::uint64_t> posted = 0; // what a posted event would be: the only thing that makes the viewer look
    mailbox.setNotifier([&posted] {
        ++posted;
        posted.notify_one();
    });

    std::thread stream([&mailbox] {
        const FramePtr shared = frame(0);
        for (std::uint64_t id = 1; id <= count; ++id) {
            mailbox.put(std::make_shared<const Frame>(numbered(id), std::span<const std::byte>(), shared));
        }
    });
    std::uint64_t shown = 0;
    std::uint64_t seen = 0;
    std::uint64_t last = 0;
    while (last < count) {
        posted.wait(seen); // hangs here if the last frame were put without a notification
        seen = posted;
        const FramePtr taken = mailbox.take();
        if (!taken)
            continue;
        ASSERT_GT(taken->info().frameId, last) << "older than what was shown before";
        last = taken->info().frameId;
        ++shown;
    }
    stream.join();
    EXPECT_EQ(shown + mailbox.skipped() + (mailbox.holdsFrame() ? 1 : 0), count);
    EXPECT_LE(posted, shown + 1);
}

TEST(Mailbox, noNotifierRunsAfterItWasTakenAway)
{
    FrameMailbox mailbox;
    std::atomic<bool> stop = false;
    std::thread stream([&mailbox, &stream = std::as_const(stop)] {
        for (std::uint64_t id = 1; !stream; ++id)
            mailbox.put(frame(id));
    });
    for (int i = 0; i < 2'000; ++i) {
        const auto alive = std::make_shared<std::atomic<bool>>(true);
        std::atomic<bool> late = false;
        mailbox.setNotifier([alive, &late] { late = late || !*alive; });
        mailbox.take();
        mailbox.setNotifier(nullptr);
        *alive = false;
        mailbox.take();
        EXPECT_FALSE(late);
        EXPECT_EQ(alive.use_count(), 1); // the mailbox let go of it
    }
    stop = true;
    stream.join();
}
