// SPDX-License-Identifier: GPL-3.0-or-later
// Events of the time line: each at its nanosecond, in order, with its frame; their queue; and their place in a message.
#include "tests/camera/virtual/timeline.h"

#include "camera/virtual/core/events/event_queue.h"
#include "camera/virtual/gige/event_message.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mv::vcam {
namespace {

constexpr std::int64_t kUs = 1000;

/// An event as the time line told it.
struct Told
{
    EventKind kind;
    std::int64_t at;
    std::uint64_t counter, id;
    bool operator==(const Told &) const = default;
    friend void PrintTo(const Told &told, std::ostream *out)
    {
        *out << eventKinds()[std::size_t(told.kind)].name << " at " << told.at << " frame " << told.counter << " id "
             << told.id;
    }
};

class Events : public testing::Test
{
protected:
    Timeline line;
    std::vector<Told> told;

    Events()
    {
        line.timing.exposure = 100 * kUs;
        line.timing.readout = 300 * kUs;
        line.timing.framePeriod = 1000 * kUs;
        line.acquisition.onEvent([this](EventKind kind, std::int64_t at, const EventFrame &frame) {
            told.push_back({kind, at, frame.counter, frame.id});
        });
    }
    std::vector<Told> only(EventKind kind) const
    {
        std::vector<Told> some;
        std::ranges::copy_if(told, std::back_inserter(some), [kind](const Told &t) { return t.kind == kind; });
        return some;
    }
};

using enum EventKind;

TEST_F(Events, ofFramesThatFollowEachOther)
{
    line.acquisition.start(50, 2);
    line.acquisition.advance(5000 * kUs);
    const std::vector<Told> expected{
        {AcquisitionStart, 50, 0, 0},        {FrameStart, 50, 0, 0},
        {ExposureEnd, 50 + 100 * kUs, 0, 0}, {ReadOut, 50 + 400 * kUs, 0, 0},
        {FrameStart, 50 + 1000 * kUs, 1, 1}, {ExposureEnd, 50 + 1100 * kUs, 1, 1},
        {ReadOut, 50 + 1400 * kUs, 1, 1},
    };
    EXPECT_EQ(told, expected);
}

TEST_F(Events, ofTriggersBeforeTheirDelay)
{
    line.acquisitionTrigger() = {.on = true, .delayUs = 20};
    line.frameTrigger() = {.on = true, .delayUs = 30};
    line.acquisition.start(0, 0);
    line.acquisition.softwareTrigger(TriggerKind::FrameStart, 5 * kUs); // nothing waits for it
    line.acquisition.softwareTrigger(TriggerKind::AcquisitionStart, 10 * kUs);
    line.acquisition.softwareTrigger(TriggerKind::FrameStart, 100 * kUs);
    line.acquisition.softwareTrigger(TriggerKind::FrameStart, 110 * kUs); // the one before is pending
    line.acquisition.advance(10'000 * kUs);
    const std::vector<Told> expected{
        {AcquisitionTrigger, 10 * kUs, 0, 0}, {AcquisitionStart, 30 * kUs, 0, 0}, {FrameTrigger, 100 * kUs, 0, 0},
        {FrameStart, 130 * kUs, 0, 0},        {ExposureEnd, 230 * kUs, 0, 0},     {ReadOut, 530 * kUs, 0, 0},
    };
    EXPECT_EQ(told, expected);
}

// Rows that are exposed until they are read out: the next exposure begins before the last one has ended.
TEST_F(Events, ofExposuresThatOverlap)
{
    line.timing.activeInReadout = true;
    line.timing.framePeriod = 0;
    line.acquisition.start(0, 3);
    line.acquisition.advance(10'000 * kUs);
    const std::vector<Told> ends{
        {ExposureEnd, 400 * kUs, 0, 0}, {ExposureEnd, 700 * kUs, 1, 1}, {ExposureEnd, 1000 * kUs, 2, 2}};
    EXPECT_EQ(only(ExposureEnd), ends);
    EXPECT_EQ(only(FrameStart)[1].at, 300 * kUs);
    EXPECT_TRUE(std::ranges::is_sorted(told, {}, &Told::at));
}

TEST_F(Events, aStopEndsThem)
{
    line.acquisition.start(0, 0);
    line.acquisition.stop(50 * kUs);
    line.acquisition.advance(10'000 * kUs);
    EXPECT_TRUE(only(ExposureEnd).empty());
    line.acquisition.start(20'000 * kUs, 1);
    line.acquisition.advance(30'000 * kUs);
    const std::vector<Told> ends{{ExposureEnd, 20'100 * kUs, 0, 0}};
    EXPECT_EQ(only(ExposureEnd), ends);
}

// Frames that find the FIFO full are exposed all the same; what follows them gets their id.
TEST_F(Events, idsAreThoseThatTheFramesGet)
{
    line.acquisition.start(0, 12);
    line.acquisition.advance(10'500 * kUs); // 8 wait, 2 are lost, one is being read out
    EXPECT_EQ(line.acquisition.dropped(), 3u);
    while (line.acquisition.take()) {
    }
    line.acquisition.advance(20'000 * kUs);
    const auto last = line.acquisition.take();
    ASSERT_TRUE(last);
    const Told end = only(ReadOut).back();
    EXPECT_EQ(end.counter, 11u);
    EXPECT_EQ(end.id, 8u);
    EXPECT_EQ(last->counter, end.counter);
    EXPECT_EQ(last->id, end.id);
}

TEST(EventQueue, keepsTheOldestWhileSomebodyListens)
{
    EventQueue queue;
    queue.push({});
    EXPECT_FALSE(queue.take()) << "nobody listens";
    queue.setOpen(true);
    for (std::uint64_t i = 0; i < EventQueue::kMostEvents + 5; ++i)
        queue.push({EventKind::FrameStart, i, {}, 1});
    EXPECT_EQ(queue.dropped(), 5u);
    EXPECT_EQ(queue.take()->timestampNs, 0u);
    EXPECT_EQ(queue.take()->timestampNs, 1u);
    queue.setOpen(false);
    queue.setOpen(true);
    EXPECT_FALSE(queue.take()) << "what waited is forgotten";
}

TEST(EventMessage, entriesAreLaidOutAsTheStandardHasThem)
{
    const DeviceEvent end{EventKind::ExposureEnd, 0x1122334455667788, {0x0A0B, 3}, 1};
    const std::vector<std::uint8_t> expected{0,    0,    0x90, 0x01, 0,    0,    0x12, 0x34, 0x11, 0x22, 0x33, 0x44,
                                             0x55, 0x66, 0x77, 0x88, 0x0B, 0x0A, 0,    0,    0,    0,    0,    0};
    EXPECT_EQ(gige::eventEntry(end, 0x1234), expected);
    const std::vector<std::uint8_t> test{0, 0, 0x4F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
    EXPECT_EQ(gige::eventEntry({EventKind::Test, 9, {}, 1}, 0), test);
}

TEST(EventMessage, anAcknowledgeHasTheCommandAndTheId)
{
    const std::vector<std::uint8_t> ack{0, 0, 0, 0xC1, 0, 0, 0, 7};
    EXPECT_TRUE(gige::acknowledges(ack, 0xC0, 7));
    EXPECT_FALSE(gige::acknowledges(ack, 0xC0, 8));
    EXPECT_FALSE(gige::acknowledges(ack, 0xC2, 7));
    for (std::size_t bytes = 0; bytes < ack.size(); ++bytes)
        EXPECT_FALSE(gige::acknowledges(std::span(ack).first(bytes), 0xC0, 7));
}

} // namespace
} // namespace mv::vcam
