// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.6 and 3.7.3 on a clock of the test's own: output lines, the timer, and wires from outputs to inputs.
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

constexpr std::int64_t us = 1000, ms = 1'000'000;

class Outputs : public testing::Test, protected Timeline
{
protected:
    Outputs() { timing = {.exposure = 100 * us, .readout = 200 * us, .resetGap = 10 * us, .framePeriod = 1 * ms}; }

    void carries(std::size_t line, LineSource source)
    {
        io.lines[line].mode = LineMode::Output;
        io.lines[line].source = source;
        acquisition.advance(0);
    }
    // The user output is set at @p now.
    void user(bool high, std::int64_t now)
    {
        acquisition.advance(now);
        io.userOutputs[0] = high;
        acquisition.advance(now);
    }
};

struct EdgeCase
{
    double supply, riseDelayUs, riseUs, fallDelayUs, fallUs;
};

TEST(OptoCoupler, followsTable34)
{
    const EdgeCase cases[] = {{5, 39.9, 19.70, 8.06, 3.20},
                              {12, 44.8, 24.06, 11.8, 5.22},
                              {24, 53.2, 30.11, 17.1, 8.10},
                              {18, 49.0, 27.085, 14.45, 6.66},                            // half-way
                              {8.5, 42.35, 21.88, 9.93, 4.21},                            // half-way
                              {30, 57.4, 33.135, 19.75, 9.54},                            // beyond
                              {3.3, 38.71, 18.6411428571, 7.15171428571, 2.70942857143}}; // beyond
    for (const EdgeCase &c : cases) {
        const OutputEdges edges = outputEdges(0, c.supply);
        EXPECT_NEAR(edges.rising.delayUs, c.riseDelayUs, 1e-9) << c.supply;
        EXPECT_NEAR(edges.rising.edgeUs, c.riseUs, 1e-9) << c.supply;
        EXPECT_NEAR(edges.falling.delayUs, c.fallDelayUs, 1e-9) << c.supply;
        EXPECT_NEAR(edges.falling.edgeUs, c.fallUs, 1e-9) << c.supply;
    }
    for (double supply = 0; supply <= 30; supply += 0.5) {
        const OutputEdges edges = outputEdges(0, supply);
        EXPECT_GT(edges.rising.delayUs, edges.rising.edgeUs) << "no edge begins before its cause, " << supply;
        EXPECT_GT(edges.falling.delayUs, 0.9 / 0.8 * edges.falling.edgeUs) << supply;
    }
}

TEST_F(Outputs, line0PassesTheOptoCoupler)
{
    std::int64_t now = 0;
    for (const EdgeCase &c : {EdgeCase{5, 39.9, 0, 8.06, 0}, {12, 44.8, 0, 11.8, 0}, {24, 53.2, 0, 17.1, 0}}) {
        io.lines[0].supplyVolts = c.supply;
        carries(0, LineSource::UserOutput0);
        user(true, now += 10 * ms);
        EXPECT_TRUE(acquisition.lines().level(0));
        acquisition.advance(now + 1 * ms);
        EXPECT_NEAR(double(scope(0).risingAt - now), c.riseDelayUs * us, 1) << c.supply;
        user(false, now += 10 * ms);
        acquisition.advance(now + 1 * ms);
        EXPECT_NEAR(double(scope(0).fallingAt - now), c.fallDelayUs * us, 1) << c.supply;
    }
    EXPECT_EQ(scope(0).rising, 3u);
    EXPECT_EQ(scope(0).falling, 3u);
}

TEST_F(Outputs, line2HasNoOptoCoupler)
{
    carries(2, LineSource::UserOutput0);
    user(true, 1 * ms);
    user(false, 2 * ms);
    acquisition.advance(3 * ms);
    EXPECT_NEAR(double(scope(2).risingAt), double(1 * ms + 1 * us), 1);
    EXPECT_NEAR(double(scope(2).fallingAt), double(2 * ms + 1 * us), 1);
}

// 12 V: a ramp up begins 17.7 us after its cause, a ramp down 5.9 us; 0 to 100 % take 30.1 and 6.5 us.
TEST_F(Outputs, aShortPulseDoesNotComeOutOrNotWholly)
{
    carries(0, LineSource::UserOutput0);
    user(true, 1 * ms);
    user(false, 1 * ms + 10 * us); // overtaken
    acquisition.advance(2 * ms);
    EXPECT_EQ(scope(0).rising, 0u);
    user(true, 3 * ms);
    user(false, 3 * ms + 30 * us); // turned round at 60 %
    acquisition.advance(4 * ms);
    EXPECT_EQ(scope(0).rising, 0u);
    EXPECT_EQ(scope(0).falling, 0u) << "it was never high";
    user(true, 5 * ms);
    user(false, 5 * ms + 45 * us);
    acquisition.advance(6 * ms);
    EXPECT_EQ(scope(0).rising, 1u);
    EXPECT_EQ(scope(0).falling, 1u);
}

// 12 V: the ramp up is 30'075 ns long, the one down 6525 ns.
TEST(PinSignals, aRampThatIsTurnedRoundGoesBackFromWhereItIs)
{
    PinSignal pin;
    const OutputEdges edges = outputEdges(0, 12);
    pin.drive(true, edges.rising, 0);
    pin.drive(false, edges.falling, 30'000);
    EXPECT_EQ(pin.nextRamp(), 17'733);
    pin.beginRamp();
    EXPECT_NEAR(pin.fraction(27'733), 10'000 / 30'075.0, 1e-6);
    EXPECT_EQ(pin.crossing(0.5, false, 27'733), kNever);
    EXPECT_EQ(pin.crossing(0.25, true, 17'733), 17'733 + 7519);
    EXPECT_EQ(pin.nextRamp(), 35'928);
    pin.beginRamp();
    const double top = (35'928 - 17'733) / 30'075.0;
    EXPECT_NEAR(pin.fraction(36'928), top - 1000 / 6525.0, 1e-6);
    EXPECT_EQ(pin.crossing(0.5, true, 35'928), kNever);
    EXPECT_NEAR(double(pin.crossing(0.1, false, 35'928)), 35'928 + (top - 0.1) * 6525, 1);
    EXPECT_EQ(pin.fraction(60'000), 0);
    EXPECT_EQ(pin.nextRamp(), kNever);
}

TEST(PinSignals, aRampThatIsOvertakenNeverBegins)
{
    PinSignal pin;
    const OutputEdges edges = outputEdges(0, 12);
    pin.drive(true, edges.rising, 0);
    pin.drive(false, edges.falling, 10'000);
    EXPECT_EQ(pin.nextRamp(), 15'928);
    pin.beginRamp();
    EXPECT_EQ(pin.nextRamp(), kNever);
    EXPECT_EQ(pin.fraction(100'000), 0);
}

TEST_F(Outputs, anInverterTurnsTheOutputAtOnce)
{
    carries(2, LineSource::Off);
    acquisition.advance(1 * ms);
    io.lines[2].inverter = true;
    acquisition.advance(2 * ms);
    EXPECT_TRUE(acquisition.lines().level(2));
    EXPECT_NEAR(double(scope(2).risingAt), double(1 * ms + 1 * us), 1);
}

TEST_F(Outputs, withoutASupplyThereIsNoVoltage)
{
    io.lines[2].supplyVolts = 0;
    carries(2, LineSource::UserOutput0);
    user(true, 1 * ms);
    acquisition.advance(2 * ms);
    EXPECT_TRUE(acquisition.lines().level(2));
    EXPECT_EQ(acquisition.lines().lineLevel(2), LineLevel::Unsure);
    EXPECT_EQ(scope(2).rising, 0u);
    io.lines[2].supplyVolts = 5;
    acquisition.advance(3 * ms);
    EXPECT_NEAR(double(scope(2).risingAt), double(2 * ms + 1 * us), 1);
    EXPECT_EQ(acquisition.lines().lineLevel(2), LineLevel::Logic1);
}

struct ActiveCase
{
    bool activeInReadout, overlapped;
    std::int64_t length;
};

TEST_F(Outputs, exposureActiveLastsAsLongAsTheShutterIsOpen)
{
    for (const ActiveCase &c : {ActiveCase{false, true, 100 * us}, {true, true, 300 * us}, {true, false, 300 * us}}) {
        Timeline t;
        t.timing = timing;
        t.timing.activeInReadout = c.activeInReadout;
        t.timing.overlapped = c.overlapped;
        t.io.lines[2] = {.mode = LineMode::Output, .source = LineSource::ExposureActive};
        t.acquisition.start(5 * ms, 1);
        t.acquisition.advance(10 * ms);
        EXPECT_NEAR(double(t.scope(2).risingAt), double(5 * ms + 1 * us), 1);
        EXPECT_NEAR(double(t.scope(2).fallingAt), double(5 * ms + 1 * us + c.length), 1);
    }
}

TEST_F(Outputs, aRollingShutterAtFullSpeedNeverCloses)
{
    timing = {.exposure = 100 * us, .readout = 200 * us, .activeInReadout = true};
    carries(2, LineSource::ExposureActive);
    acquisition.start(1 * ms, 10);
    acquisition.advance(10 * ms);
    EXPECT_EQ(scope(2).rising, 1u);
    EXPECT_NEAR(double(scope(2).fallingAt), double(1 * ms + 9 * (200 * us) + 300 * us + 1 * us), 1);
}

TEST_F(Outputs, stopClosesTheShutter)
{
    carries(2, LineSource::ExposureActive);
    acquisition.start(1 * ms, 0);
    acquisition.stop(1 * ms + 20 * us);
    acquisition.advance(10 * ms);
    EXPECT_NEAR(double(scope(2).fallingAt), double(1 * ms + 21 * us), 1);
}

TEST_F(Outputs, frameTriggerWaitIsHighWhileATriggerWouldCount)
{
    frameTrigger() = {.on = true, .delayUs = 50};
    carries(2, LineSource::FrameTriggerWait);
    acquisition.start(1 * ms, 0);
    acquisition.softwareTrigger(TriggerKind::FrameStart, 2 * ms);
    acquisition.advance(2 * ms + 200 * us);
    EXPECT_NEAR(double(scope(2).risingAt), double(1 * ms + 1 * us), 1);
    EXPECT_NEAR(double(scope(2).fallingAt), double(2 * ms + 1 * us), 1);
    acquisition.advance(3 * ms);
    EXPECT_NEAR(double(scope(2).risingAt), double(2 * ms + 251 * us), 1) << "50 us delay, 200 us sensor";
    acquisition.stop(4 * ms);
    acquisition.advance(5 * ms);
    EXPECT_NEAR(double(scope(2).fallingAt), double(4 * ms + 1 * us), 1);
}

TEST_F(Outputs, acquisitionTriggerWaitIsHighUntilOneCame)
{
    acquisitionTrigger() = {.on = true, .delayUs = 1000};
    carries(2, LineSource::AcquisitionTriggerWait);
    acquisition.start(1 * ms, 0);
    acquisition.softwareTrigger(TriggerKind::AcquisitionStart, 3 * ms);
    acquisition.advance(9 * ms);
    EXPECT_NEAR(double(scope(2).risingAt), double(1 * ms + 1 * us), 1);
    EXPECT_NEAR(double(scope(2).fallingAt), double(3 * ms + 1 * us), 1);
    EXPECT_EQ(scope(2).rising, 1u);
}

TEST_F(Outputs, theTimerMakesAPulseOfItsOwn)
{
    io.timer = {.trigger = TimerTrigger::ExposureStart, .delayUs = 30, .durationUs = 70};
    carries(2, LineSource::Timer0Active);
    acquisition.start(1 * ms, 2); // exposures at 1 and 2 ms
    acquisition.advance(1 * ms + 29 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Delay);
    acquisition.advance(1 * ms + 30 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Active);
    acquisition.advance(1 * ms + 100 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Idle);
    acquisition.advance(5 * ms);
    EXPECT_EQ(scope(2).rising, 2u);
    EXPECT_NEAR(double(scope(2).risingAt), double(2 * ms + 31 * us), 1);
    EXPECT_NEAR(double(scope(2).fallingAt), double(2 * ms + 101 * us), 1);
}

TEST_F(Outputs, theTimerIgnoresWhatComesWhileItRuns)
{
    io.timer = {.trigger = TimerTrigger::Line1, .delayUs = 100, .durationUs = 150};
    io.lines[1] = {.wiring = Wiring::PulseTrain, .pulseWidthUs = 10, .pulsePeriodUs = 50, .pulseCount = 6};
    carries(2, LineSource::Timer0Active);
    acquisition.startPulses(1, 0); // rises at 1000, 1050 ... 1250 us
    acquisition.advance(1 * ms + 249 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Active);
    acquisition.advance(1 * ms + 250 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Delay) << "it ends before the edge of the same instant comes";
    acquisition.resetTimer(1 * ms + 300 * us);
    acquisition.advance(5 * ms);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Idle);
    EXPECT_EQ(scope(2).rising, 1u);
}

TEST_F(Outputs, theTimerStartsWithAnAcceptedFrameTrigger)
{
    frameTrigger().on = true;
    frameTrigger().delayUs = 500;
    io.timer.trigger = TimerTrigger::FrameTrigger;
    acquisition.start(0, 0);
    acquisition.softwareTrigger(TriggerKind::FrameStart, 1 * ms);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Delay);
    acquisition.advance(1 * ms);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Active) << "at the trigger, not at the exposure";
    acquisition.advance(1 * ms + 200 * us);
    acquisition.softwareTrigger(TriggerKind::FrameStart, 1 * ms + 300 * us); // missed
    acquisition.advance(1 * ms + 300 * us);
    EXPECT_EQ(acquisition.timerStatus(), TimerStatus::Idle);
}

// 12 V up through 1.4 V and 2.2 V (30 us for all), down through 2.2 V and 1.4 V (6.5 us for all).
TEST_F(Outputs, aWiredInputSeesTheRampCrossItsThresholds)
{
    carries(0, LineSource::UserOutput0);
    io.lines[1].wiring = Wiring::Line0;
    user(true, 1 * ms);
    acquisition.advance(2 * ms);
    const double up0 = 1e6 + 17'732.5, up = 30'075, down = 6525, down0 = 3e6 + 5927.5;
    EXPECT_GE(double(scope(1).risingAt), up0 + up * 1.4 / 12 - 1);
    EXPECT_LE(double(scope(1).risingAt), up0 + up * 2.2 / 12 + 1) << "the coin decides at which of the two";
    user(false, 3 * ms);
    acquisition.advance(4 * ms);
    EXPECT_GE(double(scope(1).fallingAt), down0 + down * (12 - 2.2) / 12 - 1);
    EXPECT_LE(double(scope(1).fallingAt), down0 + down * (12 - 1.4) / 12 + 1);
    EXPECT_EQ(scope(1).rising, 1u);
    EXPECT_EQ(scope(1).falling, 1u);
}

TEST_F(Outputs, aSupplyBelowTheThresholdIsNeverSeen)
{
    io.lines[2].supplyVolts = 1.2;
    carries(2, LineSource::UserOutput0);
    io.lines[1].wiring = Wiring::Line2;
    user(true, 1 * ms);
    acquisition.advance(2 * ms);
    EXPECT_EQ(scope(2).rising, 1u);
    EXPECT_EQ(acquisition.lines().lineLevel(1), LineLevel::Logic0);
    io.lines[2].supplyVolts = 5;
    acquisition.advance(3 * ms);
    EXPECT_EQ(acquisition.lines().lineLevel(1), LineLevel::Logic1) << "the pin follows its supply";
    EXPECT_EQ(scope(1).risingAt, 2 * ms);
}

TEST_F(Outputs, aWireToWhatIsNoOutputCarriesNothing)
{
    io.lines[1].wiring = Wiring::Line2;
    io.lines[2].volts = 24;
    acquisition.advance(1 * ms);
    EXPECT_FALSE(acquisition.lines().level(1));
    io.lines[2].mode = LineMode::Output;
    io.lines[2].inverter = true;
    acquisition.advance(2 * ms);
    EXPECT_TRUE(acquisition.lines().level(1));
    io.lines[2].mode = LineMode::Input;
    acquisition.advance(3 * ms);
    EXPECT_FALSE(acquisition.lines().level(1)) << "let go";
    EXPECT_EQ(scope(1).fallingAt, 2 * ms);
}

TEST_F(Outputs, changingTheModeMakesNoEdgeOfTheInput)
{
    frameTrigger() = {.on = true, .source = TriggerSource::Line2};
    acquisition.start(0, 0);
    io.lines[2].volts = 5;
    acquisition.advance(1 * ms); // one trigger
    EXPECT_EQ(scope(2).rising, 1u);
    io.lines[2].mode = LineMode::Output;
    acquisition.advance(2 * ms);
    io.lines[2].volts = 0; // meanwhile
    acquisition.advance(3 * ms);
    io.lines[2].mode = LineMode::Input;
    acquisition.advance(4 * ms);
    EXPECT_FALSE(acquisition.lines().level(2));
    EXPECT_EQ(scope(2).rising, 1u);
    EXPECT_EQ(scope(2).falling, 0u);
    EXPECT_EQ(acquisition.trigger(TriggerKind::FrameStart).received, 1u);
}

TEST_F(Outputs, anOutputBeginsLow)
{
    io.lines[1].wiring = Wiring::Line2;
    carries(2, LineSource::UserOutput0);
    user(true, 1 * ms);
    user(true, 2 * ms);
    io.lines[2].mode = LineMode::Input;
    acquisition.advance(3 * ms);
    io.userOutputs[0] = false;
    io.lines[2].mode = LineMode::Output;
    acquisition.advance(4 * ms);
    EXPECT_FALSE(acquisition.lines().level(1));
    EXPECT_EQ(scope(2).rising, 1u);
    EXPECT_EQ(scope(2).falling, 0u) << "the pin was let go, which is no edge of the camera";
    EXPECT_EQ(scope(1).fallingAt, 2 * ms);
}

} // namespace
} // namespace mv::vcam
