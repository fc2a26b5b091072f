// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of the device thread, the replies, and the order of what is told to the owner.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/private/device_commands.h"
#include "camera/private/device_hub.h"
#include "camera/private/device_queue.h"
#include "camera/private/graveyard.h"
#include "waiting.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<WriteCommand> write(const char *name, int value)
{
    return std::make_shared<WriteCommand>(QString::fromLatin1(name), value);
}

CommandPtr read(const char *name)
{
    return std::make_shared<ReadCommand>(QStringList{QString::fromLatin1(name)});
}

} // namespace

TEST(DeviceQueue, UrgentFirstThenInOrder)
{
    DeviceQueue queue;
    const CommandPtr all = std::make_shared<ReadCommand>(QStringList{});
    const CommandPtr first = write("A", 1);
    const CommandPtr second = write("B", 1);
    const CommandPtr stop = std::make_shared<StopCommand>();
    for (const auto &command : {all, first, second, stop})
        ASSERT_TRUE(queue.push(command));
    EXPECT_EQ(queue.next(0ms), stop);
    EXPECT_EQ(queue.next(0ms), first);
    EXPECT_EQ(queue.next(0ms), second);
    EXPECT_EQ(queue.next(0ms), all);
    EXPECT_EQ(queue.next(0ms), nullptr);
}

TEST(DeviceQueue, MergesNeighboursAcrossReadsOnly)
{
    DeviceQueue queue;
    const auto a1 = write("A", 1);
    const auto a2 = write("A", 2);
    const auto a3 = write("A", 3);
    ASSERT_TRUE(queue.push(a1));
    ASSERT_TRUE(queue.push(read("A")));
    ASSERT_TRUE(queue.push(a2));
    EXPECT_EQ(queue.size(), 2u);
    ASSERT_TRUE(queue.push(write("B", 1)));
    ASSERT_TRUE(queue.push(a3));
    EXPECT_EQ(queue.size(), 4u) << "not past B";
    a2->refuse(Error{ErrorCode::Timeout, {}, {}});
    EXPECT_EQ(waited(a1->future()).error().code, ErrorCode::Timeout) << "the merged one has the newest one's result";
    EXPECT_FALSE(a3->future().isFinished());
}

TEST(DeviceQueue, ClosedTakesNothing)
{
    DeviceQueue queue;
    const CommandPtr waiting = write("A", 1);
    ASSERT_TRUE(queue.push(waiting));
    std::thread consumer([&queue] {
        while (queue.next(5s)) {
        }
    });
    const auto left = queue.close();
    consumer.join();
    EXPECT_FALSE(queue.push(write("A", 2)));
    EXPECT_LE(left.size(), 1u);
    EXPECT_EQ(queue.next(5s), nullptr);
}

TEST(Reply, FirstAnswerCounts)
{
    const Reply<void> reply;
    const auto future = reply.future();
    reply.complete(Error{ErrorCode::ConnectionLost, {}, {}});
    reply.complete({});
    EXPECT_EQ(waited(future).error().code, ErrorCode::ConnectionLost);
}

TEST(Reply, ForgottenOneSaysCancelled)
{
    QFuture<Result<void>> future;
    {
        const Reply<void> reply;
        future = reply.future();
    }
    ASSERT_TRUE(future.isFinished());
    EXPECT_EQ(future.result().error().code, ErrorCode::Cancelled);
}

TEST(DeviceHub, OldConnectionsAreNotHeard)
{
    EventLog log;
    Camera camera(log);
    DeviceHub hub(&camera, &log);
    const auto first = hub.begin({});
    hub.setState(first, Camera::State::Idle);
    ASSERT_TRUE(hub.end(first, Camera::State::Lost));
    hub.setState(first, Camera::State::Streaming);
    EXPECT_EQ(hub.state(), Camera::State::Lost);
    const auto second = hub.begin({});
    hub.setState(first, Camera::State::Streaming);
    hub.addStates(first, {{QStringLiteral("Width"), {}}}, {});
    EXPECT_EQ(hub.state(), Camera::State::Opening);
    EXPECT_TRUE(hub.states()->isEmpty());
    EXPECT_FALSE(hub.end(first, Camera::State::Closed));
    hub.setState(second, Camera::State::Idle);
    EXPECT_EQ(hub.state(), Camera::State::Idle);
    hub.detach();
}

TEST(DeviceHub, SlotsMayCallBackAndOrderStays)
{
    EventLog log;
    Camera camera(log);
    DeviceHub hub(&camera, &log);
    std::vector<Camera::State> seen;
    const auto number = hub.begin({});
    QObject::connect(&camera, &Camera::stateChanged, &camera, [&](Camera::State state) {
        seen.push_back(state);
        if (state == Camera::State::Idle)
            hub.setState(number, Camera::State::Starting); // told after this one, not inside it
        EXPECT_NE(hub.states(), nullptr);
    });
    QObject::connect(&camera, &Camera::stateChanged, &camera, [&](Camera::State state) { seen.push_back(state); });
    hub.setState(number, Camera::State::Idle);
    using enum Camera::State;
    EXPECT_EQ(seen, (std::vector{Idle, Idle, Starting, Starting}));
    hub.detach();
}

TEST(DeviceHub, NothingIsToldAfterDetach)
{
    EventLog log;
    auto camera = std::make_unique<Camera>(log);
    auto hub = std::make_shared<DeviceHub>(camera.get(), &log);
    std::atomic<bool> running = true;
    const auto number = hub->begin({});
    std::atomic<int> told = 0;
    QObject::connect(
        camera.get(), &Camera::featuresChanged, camera.get(), [&told] { ++told; }, Qt::DirectConnection);
    std::thread reporter([hub, number, &running] {
        while (running)
            hub->addStates(number, {{QStringLiteral("Width"), {}}}, {});
    });
    ASSERT_TRUE(becomesTrue([&] { return told > 100; }, 5s));
    hub->detach();
    camera.reset();
    const int atEnd = told;
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(told, atEnd);
    running = false;
    reporter.join();
}

// Nothing of the libraries may be torn down below a thread that still disposes of a camera.
TEST(GraveyardDeathTest, ABurialUnderWayIsNotDisturbedByTheEndOfTheProcess)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe"); // a process in which there is no graveyard yet
    EXPECT_EXIT(
        {
            std::atexit([] { std::abort(); }); // stands for the destructors of static objects
            Graveyard::instance().bury(QStringLiteral("dead"), [] { std::this_thread::sleep_for(60s); });
            std::fputs("said", stderr);
            std::exit(3);
        },
        ::testing::ExitedWithCode(3), "said");
}

TEST(Graveyard, BurialsDoNotWaitForOneAnother)
{
    Graveyard &graveyard = Graveyard::instance();
    std::atomic<bool> release = false;
    graveyard.bury(QStringLiteral("dead"), [&release] {
        while (!release)
            std::this_thread::sleep_for(1ms);
    });
    graveyard.bury(QStringLiteral("alive"), [] {});
    EXPECT_TRUE(graveyard.waitUntilGone(QStringLiteral("alive"), 5s));
    EXPECT_TRUE(graveyard.holds(QStringLiteral("dead")));
    EXPECT_FALSE(graveyard.waitUntilEmpty(10ms));
    release = true;
    EXPECT_TRUE(graveyard.waitUntilEmpty(5s));
    EXPECT_FALSE(graveyard.holds(QStringLiteral("dead")));
}
