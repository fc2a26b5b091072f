// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.2, 3.3 and 3.5 on a clock of the test's own: which trigger takes which frame, and which is missed.
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

constexpr std::int64_t us = 1000, ms = 1'000'000;

// 100 us exposure, 200 us readout: the next exposure may begin 200 us after the last, a frame is ready after 300 us.
class Triggers : public testing::Test, protected Timeline
{
protected:
    Triggers()
    {
        timing = {.exposure = 100 * us, .readout = 200 * us, .resetGap = 10 * us, .framePeriod = 10 * ms};
        frameTrigger().on = true;
    }
    void frame(std::int64_t now) { acquisition.softwareTrigger(TriggerKind::FrameStart, now); }
    void acquire(std::int64_t now) { acquisition.softwareTrigger(TriggerKind::AcquisitionStart, now); }
    const Trigger &frames() const { return acquisition.trigger(TriggerKind::FrameStart); }
    const Trigger &acquisitions() const { return acquisition.trigger(TriggerKind::AcquisitionStart); }
    // A train at Line1 whose first pulse rises at 1 ms.
    void trainAtLine1(double widthUs, double periodUs, std::uint32_t count = 0)
    {
        frameTrigger().source = TriggerSource::Line1;
        io.lines[1].wiring = Wiring::PulseTrain;
        io.lines[1].pulseWidthUs = widthUs;
        io.lines[1].pulsePeriodUs = periodUs;
        io.lines[1].pulseCount = count;
        acquisition.advance(0);
        acquisition.startPulses(1, 0);
    }
};

TEST_F(Triggers, eachTakesOneFrameAtItsInstant)
{
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(1 * ms), Times());
    EXPECT_FALSE(acquisition.nextReady()) << "only a call can bring a frame";
    frame(2 * ms);
    EXPECT_EQ(acquisition.nextReady(), 2 * ms + 300 * us);
    frame(3 * ms);
    EXPECT_EQ(startsUntil(20 * ms), (Times{2 * ms, 3 * ms})) << "the frame rate of 100/s does not slow them";
    EXPECT_EQ(frames().received, 2u);
    EXPECT_EQ(frames().missed, 0u);
    EXPECT_EQ(frames().acceptedAt, 3 * ms);
}

TEST_F(Triggers, theDelayIsExact)
{
    frameTrigger().delayUs = 1234.567;
    acquisition.start(0, 0);
    frame(5 * ms + 3);
    EXPECT_EQ(frames().acceptedAt, 5 * ms + 3);
    EXPECT_EQ(acquisition.nextReady(), 5 * ms + 3 + 1'234'567 + 300 * us);
    EXPECT_EQ(startsUntil(10 * ms), Times{5 * ms + 3 + 1'234'567});
}

TEST_F(Triggers, oneThatComesTooEarlyIsMissed)
{
    frameTrigger().delayUs = 50;
    acquisition.start(0, 0);
    frame(1000 * us);
    frame(1030 * us); // the delay runs
    frame(1100 * us); // exposing until 1150
    frame(1249 * us); // a frame that began now would be read out while the first still is
    EXPECT_EQ(frames().received, 4u);
    EXPECT_EQ(frames().missed, 3u);
    EXPECT_EQ(frames().acceptedAt, 1000 * us);
    frame(1250 * us); // the instant at which the sensor is ready
    EXPECT_EQ(frames().missed, 3u);
    EXPECT_EQ(startsUntil(5 * ms), (Times{1050 * us, 1300 * us}));
}

struct ReadyCase
{
    const char *why;
    SensorTiming timing;
    std::int64_t ready; ///< after a start of exposure
};

TEST_F(Triggers, theSensorIsReadyWhenItsSlowestPartIs)
{
    const ReadyCase cases[] = {
        {"readout", {.exposure = 100 * us, .readout = 200 * us, .resetGap = 10 * us}, 200 * us},
        {"exposure", {.exposure = 300 * us, .readout = 200 * us, .resetGap = 10 * us}, 310 * us},
        {"link", {.exposure = 100 * us, .readout = 200 * us, .transfer = 450 * us, .resetGap = 10 * us}, 450 * us},
        {"global reset", {.exposure = 100 * us, .readout = 200 * us, .overlapped = false}, 300 * us},
        {"global reset, link",
         {.exposure = 100 * us, .readout = 200 * us, .transfer = 450 * us, .overlapped = false},
         450 * us},
    };
    for (const ReadyCase &c : cases) {
        Timeline t;
        t.timing = c.timing;
        t.frameTrigger().on = true;
        t.acquisition.start(0, 0);
        for (const std::int64_t at : {1 * ms, 1 * ms + c.ready - 1, 1 * ms + c.ready})
            t.acquisition.softwareTrigger(TriggerKind::FrameStart, at);
        EXPECT_EQ(t.acquisition.trigger(TriggerKind::FrameStart).missed, 1u) << c.why;
        EXPECT_EQ(t.startsUntil(10 * ms), (Times{1 * ms, 1 * ms + c.ready})) << c.why;
    }
}

TEST_F(Triggers, theyCountOnlyWhileAcquiringAndOn)
{
    frame(1 * ms);
    acquisition.start(2 * ms, 0);
    frameTrigger().on = false;
    frame(3 * ms);
    EXPECT_EQ(frames().received, 0u);
    frameTrigger().on = true;
    frame(30 * ms);
    acquisition.stop(40 * ms);
    frame(41 * ms);
    EXPECT_EQ(frames().received, 1u);
    acquisition.resetTriggerCounts(TriggerKind::FrameStart);
    EXPECT_EQ(frames().received, 0u);
    EXPECT_EQ(frames().acceptedAt, 30 * ms) << "the time of the last trigger is not a count";
}

TEST_F(Triggers, aLimitedAcquisitionEndsWithItsLastFrame)
{
    acquisition.start(0, 2);
    frame(1 * ms);
    frame(2 * ms);
    frame(2 * ms + 250 * us); // the sensor could, but the count is reached
    EXPECT_TRUE(acquisition.active());
    EXPECT_EQ(frames().missed, 1u);
    EXPECT_EQ(startsUntil(2 * ms + 300 * us), (Times{1 * ms, 2 * ms}));
    EXPECT_FALSE(acquisition.active());
    frame(3 * ms);
    EXPECT_EQ(frames().received, 3u) << "no image is being acquired any more";
}

TEST_F(Triggers, anAcquisitionTriggerStartsAContinuousCapture)
{
    frameTrigger().on = false;
    acquisitionTrigger() = {.on = true, .delayUs = 500};
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(50 * ms), Times());
    EXPECT_TRUE(acquisition.active());
    acquire(50 * ms);
    acquire(50 * ms + 100 * us); // the delay runs
    acquire(60 * ms);            // the capture runs
    const std::int64_t first = 50 * ms + 500 * us;
    EXPECT_EQ(startsUntil(72 * ms), (Times{first, first + 10 * ms, first + 20 * ms}));
    EXPECT_EQ(acquisitions().received, 3u);
    EXPECT_EQ(acquisitions().missed, 2u);
    acquisition.stop(73 * ms);
    acquisition.start(80 * ms, 0);
    EXPECT_EQ(startsUntil(200 * ms), Times()) << "each start waits for a trigger of its own";
}

TEST_F(Triggers, anAcquisitionTriggerStartsACountedCapture)
{
    frameTrigger().on = false;
    acquisitionTrigger().on = true;
    acquisition.start(0, 3);
    acquire(1 * ms);
    EXPECT_EQ(startsUntil(500 * ms), (Times{1 * ms, 11 * ms, 21 * ms}));
    EXPECT_FALSE(acquisition.active());
}

TEST_F(Triggers, aFrameTriggerBeforeTheAcquisitionTriggerIsMissed)
{
    acquisitionTrigger() = {.on = true, .delayUs = 1000};
    acquisition.start(0, 0);
    frame(1 * ms);
    acquire(2 * ms);
    frame(2 * ms + 500 * us); // the delay of the acquisition trigger runs
    frame(3 * ms + 1);
    EXPECT_EQ(startsUntil(10 * ms), Times{3 * ms + 1});
    EXPECT_EQ(frames().missed, 2u);
}

TEST_F(Triggers, anEdgeThatIsBothIsTheAcquisitionTrigger)
{
    acquisitionTrigger() = {.on = true, .source = TriggerSource::Line1};
    trainAtLine1(10, 1000, 3);
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(10 * ms), (Times{2 * ms, 3 * ms}));
    EXPECT_EQ(acquisitions().received, 3u);
    EXPECT_EQ(acquisitions().missed, 2u);
    EXPECT_EQ(frames().received, 3u);
    EXPECT_EQ(frames().missed, 1u);
}

TEST_F(Triggers, eachKeepsItsOwnSettings)
{
    frameTrigger() = {.on = true, .source = TriggerSource::Line1, .activation = TriggerActivation::FallingEdge};
    acquisitionTrigger() = {.on = true, .source = TriggerSource::Line1};
    trainAtLine1(300, 1000, 2);
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(10 * ms), (Times{1300 * us, 2300 * us}));
}

TEST_F(Triggers, switchingThemOnStopsTheFreeRun)
{
    frameTrigger().on = false;
    acquisition.start(0, 0);
    acquisition.advance(10 * ms + 50 * us); // frame 1 is being exposed
    frameTrigger().on = true;
    EXPECT_EQ(startsUntil(100 * ms), (Times{0, 10 * ms})) << "what was begun is finished";
    frame(101 * ms);
    EXPECT_EQ(startsUntil(102 * ms), Times{101 * ms});
}

TEST_F(Triggers, switchingThemOffLetsItRunAndForgetsTheDelayedOne)
{
    frameTrigger().delayUs = 5000;
    acquisition.start(0, 0);
    frame(1 * ms);
    frameTrigger().on = false; // at 1 ms
    EXPECT_EQ(startsUntil(12 * ms), (Times{1 * ms, 11 * ms}));
    frameTrigger().on = true;
    frame(15 * ms);
    frameTrigger().on = false; // at 15 ms; the next free-running frame is due at 21 ms
    acquisition.advance(16 * ms);
    frameTrigger().on = true;
    EXPECT_EQ(startsUntil(40 * ms), Times()) << "the one that is forgotten does not come back";
}

TEST_F(Triggers, switchingTheAcquisitionTriggerOffStartsAWaitingCamera)
{
    frameTrigger().on = false;
    acquisitionTrigger() = {.on = true, .delayUs = 5000};
    acquisition.start(0, 2);
    acquire(1 * ms);
    acquisition.advance(2 * ms);
    acquisitionTrigger().on = false;
    EXPECT_EQ(startsUntil(13 * ms), (Times{2 * ms, 12 * ms}));
    acquisition.start(20 * ms, 0);
    acquisition.advance(21 * ms);
    acquisitionTrigger().on = true;
    EXPECT_EQ(startsUntil(31 * ms), (Times{20 * ms, 30 * ms})) << "what runs needs no trigger any more";
}

TEST_F(Triggers, aDelayKeepsTheLengthThatTheTriggerFound)
{
    frameTrigger().delayUs = 1000;
    acquisition.start(0, 0);
    frame(1 * ms);
    frameTrigger().delayUs = 0;
    EXPECT_EQ(startsUntil(10 * ms), Times{2 * ms});
}

TEST_F(Triggers, stopForgetsTheDelayedOne)
{
    frameTrigger().delayUs = 1000;
    acquisition.start(0, 0);
    frame(1 * ms);
    acquisition.stop(1 * ms + 500 * us);
    EXPECT_EQ(startsUntil(10 * ms), Times());
    acquisition.start(20 * ms, 0);
    EXPECT_EQ(startsUntil(40 * ms), Times());
    frame(41 * ms);
    EXPECT_EQ(startsUntil(50 * ms), Times{42 * ms});
    EXPECT_EQ(frames().missed, 0u);
}

// The exposure was shortened during the delay: its readout would now begin while the last frame is still being read
// out.
TEST_F(Triggers, aDelayedExposureWaitsForTheSensor)
{
    timing = {.exposure = 1000 * us, .readout = 800 * us, .resetGap = 10 * us};
    acquisition.start(0, 0);
    frame(1 * ms);
    frame(2 * ms + 10 * us);
    timing.exposure = 100 * us;
    EXPECT_EQ(startsUntil(10 * ms), (Times{1 * ms, 2 * ms + 700 * us}));
}

TEST_F(Triggers, moreThanTheFifoHoldsAreDroppedAndLeaveAGap)
{
    trainAtLine1(10, 1000, 12);
    acquisition.start(0, 0);
    EXPECT_EQ(countersUntil(100 * ms), (Counters{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(acquisition.dropped(), 4u);
    EXPECT_EQ(frames().missed, 0u);
}

TEST_F(Triggers, aTrainFasterThanTheSensorLosesThoseBetween)
{
    trainAtLine1(5, 30, 100); // from 1 ms, every 30 us; the sensor needs 200 us
    acquisition.start(0, 0);
    Times starts;
    for (std::int64_t now = ms; now <= 6 * ms; now += ms) {
        for (const std::int64_t start : startsUntil(now))
            starts.push_back(start);
    }
    ASSERT_EQ(starts.size(), 15u) << "every seventh";
    for (std::size_t i = 0; i < starts.size(); ++i)
        EXPECT_EQ(starts[i], 1 * ms + std::int64_t(i) * 210 * us);
    EXPECT_EQ(frames().received, 100u);
    EXPECT_EQ(frames().missed, 85u);
}

TEST_F(Triggers, aLineThatIsAnOutputTriggersNothing)
{
    frameTrigger().source = TriggerSource::Line2;
    io.lines[2].mode = LineMode::Output;
    io.lines[2].source = LineSource::UserOutput0;
    acquisition.start(0, 0);
    io.userOutputs[0] = true;
    acquisition.advance(1 * ms);
    io.userOutputs[0] = false;
    EXPECT_EQ(startsUntil(10 * ms), Times());
    EXPECT_EQ(frames().received, 0u);
    EXPECT_EQ(scope(2).rising, 1u) << "the edge was there";
}

// A hostile client's train must not cost the stream's thread a wake-up for each edge.
TEST_F(Triggers, whoWaitsForAFrameSleepsUntilOneIsPossible)
{
    trainAtLine1(5, 10);
    acquisition.start(0, 0);
    io.lines[1].debouncerUs = 8; // swallows them all
    acquisition.advance(20 * ms);
    EXPECT_GE(*acquisition.nextReady(), 20 * ms + 300 * us);
}

} // namespace
} // namespace mv::vcam
