// SPDX-License-Identifier: GPL-3.0-or-later
// A camera wired to itself: order of events, and that it does not matter when someone looks.
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

#include <random>

namespace mv::vcam {
namespace {

constexpr std::int64_t us = 1000, ms = 1'000'000;

// The end of each exposure triggers the next: ExposureActive -> Line2 -> Line1, falling edge.
void wireExposureToTrigger(Timeline &t)
{
    t.timing = {.exposure = 100 * us, .readout = 60 * us, .resetGap = 500}; // ready before the wire is
    t.io.lines[2] = {.mode = LineMode::Output, .source = LineSource::ExposureActive, .supplyVolts = 24};
    t.io.lines[1].wiring = Wiring::Line2;
    t.frameTrigger() = {
        .on = true, .source = TriggerSource::Line1, .activation = TriggerActivation::FallingEdge, .delayUs = 20};
}

// Timer0Active, inverted -> Line2 -> Line1 -> timer: an oscillator of a few microseconds.
void wireTimerToItself(Timeline &t)
{
    t.io.timer = {.trigger = TimerTrigger::Line1, .delayUs = 0, .durationUs = 1};
    t.io.lines[2] = {.mode = LineMode::Output, .source = LineSource::Timer0Active};
    t.io.lines[1].wiring = Wiring::Line2;
    t.acquisition.advance(0);
    t.io.lines[2].inverter = true; // the first edge
}

TEST(Loops, aCameraCanTriggerItself)
{
    Timeline t;
    wireExposureToTrigger(t);
    t.frameTrigger().on = false;
    t.acquisition.start(0, 0);
    t.acquisition.advance(50 * us); // the first exposure by itself
    t.frameTrigger().on = true;
    const auto starts = t.startsUntil(600 * us);
    ASSERT_GE(starts.size(), 3u);
    for (std::size_t i = 1; i < starts.size(); ++i) {
        const std::int64_t wire = starts[i] - starts[i - 1] - 120 * us; // exposure and delay are exact
        EXPECT_GT(wire, 900) << i;
        EXPECT_LT(wire, 1200) << i;
    }
    EXPECT_EQ(t.acquisition.trigger(TriggerKind::FrameStart).missed, 0u);
}

TEST(Loops, anOscillatorRunsAtItsOwnPace)
{
    Timeline t;
    wireTimerToItself(t);
    t.acquisition.advance(10 * ms);
    const std::uint64_t early = t.scope(1).rising;
    EXPECT_GT(early, 2000u);
    t.acquisition.advance(20 * ms);
    EXPECT_NEAR(double(t.scope(1).rising), 2.0 * double(early), 0.1 * double(early));
}

TEST(Loops, anOscillatorThatNobodyLookedAtForADayCostsLittleAndGoesOn)
{
    Timeline t;
    wireTimerToItself(t);
    const std::int64_t day = 86'400'000 * ms;
    const double before = cpuSeconds();
    t.acquisition.advance(day);
    EXPECT_LT(cpuSeconds() - before, 2.0);
    const std::uint64_t edges = t.scope(1).rising;
    t.acquisition.advance(day + 10 * ms);
    EXPECT_GT(t.scope(1).rising, edges + 2000) << "it still oscillates";
    EXPECT_GE(t.scope(1).risingAt, day + 9 * ms) << "and in the present";
}

TEST(Loops, aStreamThatNobodyLookedAtForADayGoesOn)
{
    Timeline t;
    t.timing = {.exposure = 10 * us, .readout = 20 * us, .resetGap = 10 * us};
    t.acquisition.start(0, 0);
    const std::int64_t day = 86'400'000 * ms;
    EXPECT_EQ(t.framesUntil(day).size(), Acquisition::kFifoFrames);
    const auto starts = t.startsUntil(day + 100 * us);
    ASSERT_FALSE(starts.empty());
    EXPECT_GE(starts.back(), day);
}

// All that an observer can see, after a run in which someone looked at the given times.
struct Seen
{
    Timeline::Times starts;
    std::vector<std::int64_t> numbers;
    bool operator==(const Seen &) const = default;
};

Seen observe(Timeline &t, const std::vector<std::int64_t> &looks)
{
    Seen seen;
    for (const std::int64_t now : looks) {
        for (const std::int64_t start : t.startsUntil(now))
            seen.starts.push_back(start);
    }
    for (const std::size_t line : {0, 1, 2}) {
        const EdgeCounter &scope = t.scope(line);
        for (const auto number : {std::int64_t(scope.rising), std::int64_t(scope.falling), scope.risingAt,
                                  scope.fallingAt, std::int64_t(t.acquisition.lines().level(line))})
            seen.numbers.push_back(number);
    }
    for (const TriggerKind kind : {TriggerKind::AcquisitionStart, TriggerKind::FrameStart}) {
        const Trigger &trigger = t.acquisition.trigger(kind);
        for (const auto number : {std::int64_t(trigger.received), std::int64_t(trigger.missed), trigger.acceptedAt})
            seen.numbers.push_back(number);
    }
    seen.numbers.push_back(std::int64_t(t.acquisition.timerStatus()));
    return seen;
}

// A random camera: triggers by a train or by itself, debouncer, inverter, opto-coupler, timer.
void configure(Timeline &t, std::mt19937 &random)
{
    const auto one = [&random](int of) { return std::uniform_int_distribution<int>(0, of - 1)(random); };
    t.timing = {.exposure = (10 + one(300)) * us,
                .readout = (20 + one(200)) * us,
                .transfer = one(200) * us,
                .resetGap = 10 * us,
                .overlapped = one(2) == 0,
                .activeInReadout = one(2) == 0,
                .framePeriod = one(2) * (500 * us)};
    t.frameTrigger() = {.on = one(4) != 0,
                        .source = one(2) == 0 ? TriggerSource::Line1 : TriggerSource::Line2,
                        .activation = TriggerActivation(one(2)),
                        .delayUs = double(one(100))};
    t.acquisitionTrigger() = {.on = one(2) == 0, .source = TriggerSource::Line1};
    t.io.timer = {.trigger = TimerTrigger(one(5)), .delayUs = double(one(50)), .durationUs = double(1 + one(90))};
    t.io.lines[0].source = LineSource(one(7));
    t.io.lines[0].inverter = one(2) == 0;
    for (const std::size_t line : {1, 2}) {
        t.io.lines[line].mode = line == 2 && one(2) == 0 ? LineMode::Output : LineMode::Input;
        t.io.lines[line].inverter = one(2) == 0;
        t.io.lines[line].source = LineSource(one(7));
        t.io.lines[line].debouncerUs = one(3) == 0 ? one(60) : 0;
        t.io.lines[line].wiring = Wiring(line == 1 ? one(4) : one(3));
        t.io.lines[line].pulseVolts = one(5) == 0 ? 1.8 : 5;
        t.io.lines[line].pulseWidthUs = 5 + one(200);
        t.io.lines[line].pulsePeriodUs = 50 + one(400);
    }
}

// The heart of the lazy evaluation: what happens does not depend on when someone looks.
TEST(Loops, lookingOftenOrSeldomShowsTheSame)
{
    int withFrames = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        const std::int64_t end = 4 * ms;
        std::vector<std::int64_t> often;
        std::mt19937 steps(seed);
        for (std::int64_t now = 0; now < end; now += std::uniform_int_distribution<int>(0, 40'000)(steps))
            often.push_back(now);
        often.push_back(end);
        Seen seen[2];
        for (const std::size_t way : {0, 1}) {
            Timeline t;
            std::mt19937 random(seed);
            configure(t, random);
            t.acquisition.advance(0);
            t.acquisition.startPulses(1, 0);
            t.acquisition.startPulses(2, 0);
            t.acquisition.start(0, 7); // fewer than the FIFO holds
            seen[way] = observe(t, way == 0 ? often : std::vector<std::int64_t>{end});
        }
        EXPECT_EQ(seen[0], seen[1]) << "seed " << seed;
        withFrames += !seen[0].starts.empty();
    }
    EXPECT_GT(withFrames, 100) << "the cameras do something";
}

} // namespace
} // namespace mv::vcam
