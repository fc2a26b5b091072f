// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.7 and 3.8 on a clock of the test's own: voltages, levels, debouncers, pulse trains.
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mv::vcam {
namespace {

constexpr std::int64_t us = 1000, ms = 1'000'000;

class Inputs : public testing::Test, protected Timeline
{
protected:
    bool level(std::size_t line) const { return acquisition.lines().level(line); }
    LineLevel meaning(std::size_t line) const { return acquisition.lines().lineLevel(line); }
    void volts(std::size_t line, double value, std::int64_t now)
    {
        acquisition.advance(now);
        io.lines[line].volts = value;
        acquisition.advance(now);
    }
    // First rising edge at @p now + 1 ms.
    void train(std::size_t line, double widthUs, double periodUs, std::uint32_t count, std::int64_t now = 0)
    {
        acquisition.advance(now);
        io.lines[line].wiring = Wiring::PulseTrain;
        io.lines[line].pulseWidthUs = widthUs;
        io.lines[line].pulsePeriodUs = periodUs;
        io.lines[line].pulseCount = count;
        acquisition.startPulses(line, now);
    }
};

struct VoltageCase
{
    double volts;
    LineLevel line1, line2;
};

TEST_F(Inputs, voltagesMeanWhatTheTablesSay)
{
    using enum LineLevel;
    const VoltageCase cases[] = {
        {0, Logic0, Logic0},           {0.8, Logic0, Logic0}, {0.81, Logic0, Unsure}, {1.4, Logic0, Unsure},
        {1.41, Unsure, Unsure},        {2.0, Unsure, Unsure}, {2.01, Unsure, Logic1}, {2.2, Unsure, Logic1},
        {2.21, Logic1, Logic1},        {24, Logic1, Logic1},  {30, Logic1, Logic1},   {30.01, OverVoltage, OverVoltage},
        {60, OverVoltage, OverVoltage}};
    std::int64_t now = 0;
    for (const VoltageCase &c : cases) {
        volts(1, c.volts, now += ms);
        volts(2, c.volts, now);
        EXPECT_EQ(meaning(1), c.line1) << c.volts;
        EXPECT_EQ(meaning(2), c.line2) << c.volts;
        for (const std::size_t line : {1, 2}) {
            if (meaning(line) != Unsure) {
                EXPECT_EQ(level(line), meaning(line) != Logic0) << c.volts;
            }
        }
    }
}

TEST_F(Inputs, anUnsureLevelIsTossedAtEachEntry)
{
    int ones = 0;
    for (int i = 0; i < 1000; ++i) {
        volts(1, 0, 2 * (i * ms));
        volts(1, 1.8, (2 * i + 1) * ms);
        const bool first = level(1);
        volts(1, 1.7, (2 * i + 1) * ms + 1);
        EXPECT_EQ(level(1), first) << "still in the band";
        ones += first;
    }
    EXPECT_NEAR(ones, 500, 80) << "5 sigma";
}

TEST(InputSeeds, theSameSeedTossesTheSameCoins)
{
    const auto tosses = [](std::uint64_t seed) {
        EdgeCounter scope;
        InputLine line(1, seed, scope);
        LineSettings settings;
        std::vector<bool> levels;
        for (std::int64_t now = 0; now < 64; ++now) {
            settings.volts = now % 2 == 0 ? 1.8 : 0;
            line.configure(settings, {});
            line.wave(now);
            if (now % 2 == 0)
                levels.push_back(line.level());
        }
        return levels;
    };
    EXPECT_EQ(tosses(7), tosses(7));
    EXPECT_NE(tosses(7), tosses(8));
}

TEST_F(Inputs, anInverterExchangesTheLevelsAndMakesAnEdge)
{
    volts(1, 5, 1 * ms);
    EXPECT_TRUE(level(1));
    EXPECT_EQ(scope(1).risingAt, 1 * ms);
    acquisition.advance(2 * ms);
    io.lines[1].inverter = true;
    acquisition.advance(3 * ms);
    EXPECT_FALSE(level(1));
    EXPECT_EQ(meaning(1), LineLevel::Logic1) << "the voltage is what it was";
    EXPECT_EQ(scope(1).falling, 1u);
    EXPECT_EQ(scope(1).fallingAt, 2 * ms);
}

struct DebounceCase
{
    double widthUs, periodUs, debouncerUs;
    std::uint64_t rising, falling; ///< of 5 pulses
};

TEST_F(Inputs, theDebouncerSwallowsWhatIsShorter)
{
    const DebounceCase cases[] = {{1000, 3000, 0, 5, 5},      {1000, 3000, 500, 5, 5},
                                  {1000, 3000, 999.9, 5, 5},  {1000, 3000, 1000, 5, 5}, // lasts exactly as long
                                  {1000, 3000, 1000.1, 0, 0}, {1000, 1500, 600, 1, 1},  // the pauses are swallowed
                                  {5000, 10000, 7000, 0, 0}};
    std::int64_t now = 0;
    for (std::size_t i = 0; i < 2 * std::size(cases); ++i) {
        const DebounceCase &c = cases[i / 2];
        io.timer.trigger =
            i % 2 == 0 ? TimerTrigger::Off : TimerTrigger::Line1; // without and with somebody who listens
        io.lines[1].debouncerUs = c.debouncerUs;
        train(1, c.widthUs, c.periodUs, 5, now += 100 * ms);
        acquisition.resetEdges(1, now);
        const std::int64_t debounce = std::llround(c.debouncerUs * 1000);
        acquisition.advance(now + 90 * ms);
        EXPECT_EQ(scope(1).rising, c.rising) << c.debouncerUs;
        EXPECT_EQ(scope(1).falling, c.falling) << c.debouncerUs;
        if (c.falling > 0) {
            const auto end = now + ms + std::llround((4 * c.periodUs + c.widthUs) * 1000);
            EXPECT_EQ(scope(1).fallingAt, end + debounce) << c.debouncerUs;
        }
    }
}

TEST_F(Inputs, aDebouncedTriggerComesThatMuchLater)
{
    frameTrigger() = {.on = true, .source = TriggerSource::Line1};
    timing = {.exposure = 100 * us, .readout = 100 * us};
    io.lines[1].debouncerUs = 250;
    train(1, 1000, 2000, 2);
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(50 * ms), (Times{1250 * us, 3250 * us}));
}

// The manual's 3.8: a debouncer longer than the levels, and the camera has no stream.
TEST_F(Inputs, aDebouncerLongerThanTheLevelsStopsTheStream)
{
    frameTrigger() = {.on = true, .source = TriggerSource::Line1};
    timing = {.exposure = 100 * us, .readout = 100 * us};
    io.lines[1].debouncerUs = 5001;
    train(1, 5000, 10'000, 0);
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(2000 * ms), Times());
    EXPECT_EQ(acquisition.trigger(TriggerKind::FrameStart).received, 0u);
}

TEST_F(Inputs, aChangedDebouncerActsOnTheEdgeThatWaits)
{
    io.lines[1].debouncerUs = 10'000;
    volts(1, 5, 1 * ms);
    acquisition.advance(3 * ms);
    EXPECT_FALSE(level(1));
    io.lines[1].debouncerUs = 5000;
    acquisition.advance(6 * ms);
    EXPECT_EQ(scope(1).risingAt, 6 * ms);
    volts(1, 0, 10 * ms);
    acquisition.advance(12 * ms);
    io.lines[1].debouncerUs = 100;
    acquisition.advance(20 * ms);
    EXPECT_EQ(scope(1).fallingAt, 12 * ms) << "now, not in the past";
}

TEST_F(Inputs, aTrainHasItsStartItsCountAndItsTiming)
{
    io.timer.trigger = TimerTrigger::Line1; // somebody listens: pulse by pulse
    train(1, 40, 100, 3, 7 * ms);
    EXPECT_EQ(acquisition.lines().pulseStart(1), 8 * ms);
    acquisition.advance(8 * ms - 1);
    EXPECT_EQ(scope(1).rising, 0u);
    acquisition.advance(8 * ms);
    EXPECT_EQ(scope(1).risingAt, 8 * ms);
    acquisition.advance(9 * ms);
    EXPECT_EQ(scope(1).rising, 3u);
    EXPECT_EQ(scope(1).risingAt, 8 * ms + 200 * us);
    EXPECT_EQ(scope(1).fallingAt, 8 * ms + 240 * us);
}

TEST_F(Inputs, aTrainCanBeStoppedRestartedAndUnplugged)
{
    train(1, 500, 1000, 0);
    acquisition.advance(1200 * us);
    EXPECT_TRUE(level(1));
    acquisition.stopPulses(1, 1300 * us);
    acquisition.advance(5 * ms);
    EXPECT_EQ(scope(1).fallingAt, 1300 * us);
    EXPECT_EQ(scope(1).rising, 1u);
    train(1, 500, 1000, 0, 10 * ms);
    train(1, 500, 1000, 0, 11'200 * us); // in the middle of the first pulse
    acquisition.advance(12'700 * us);
    EXPECT_EQ(scope(1).rising, 3u);
    EXPECT_EQ(scope(1).risingAt, 12'200 * us);
    EXPECT_EQ(acquisition.lines().pulseStart(1), 12'200 * us);
    io.lines[1].wiring = Wiring::Constant; // at 12.7 ms; the pulse has ended by then
    acquisition.advance(20 * ms);
    io.lines[1].wiring = Wiring::PulseTrain;
    acquisition.advance(30 * ms);
    EXPECT_EQ(scope(1).rising, 3u);
}

TEST_F(Inputs, aTrainEndsWhenItsLineBecomesAnOutput)
{
    train(2, 500, 1000, 0);
    acquisition.advance(1200 * us);
    io.lines[2].mode = LineMode::Output;
    acquisition.advance(5 * ms);
    io.lines[2].mode = LineMode::Input;
    acquisition.advance(20 * ms);
    EXPECT_EQ(scope(2).rising, 1u);
    EXPECT_FALSE(level(2));
}

TEST_F(Inputs, pulsesAsLongAsTheirPeriodAreOneLevel)
{
    train(1, 100, 100, 5);
    acquisition.advance(100 * ms);
    EXPECT_EQ(scope(1).rising, 1u);
    EXPECT_EQ(scope(1).falling, 1u);
    EXPECT_EQ(scope(1).fallingAt, 1 * ms + 500 * us);
}

TEST_F(Inputs, aShortenedPeriodGoesOnFromNowWithoutABurst)
{
    train(1, 10, 10'000'000, 0);
    acquisition.advance(9000 * ms);
    io.lines[1].pulsePeriodUs = 20;
    acquisition.advance(9000 * ms + 50 * us);
    EXPECT_EQ(scope(1).rising, 4u) << "the first of 1 ms, and those of 0, 20 and 40 us";
}

// What is concluded must be what would have been gone through.
TEST_F(Inputs, aLongStretchThatNobodySawIsConcludedExactly)
{
    for (const double debouncerUs : {0.0, 3.0, 5.0, 6.0, 8.0}) {
        Timeline jump, steps;
        for (Timeline *timeline : {&jump, &steps}) {
            timeline->io.lines[1] = {
                .debouncerUs = debouncerUs, .wiring = Wiring::PulseTrain, .pulseWidthUs = 4.5, .pulsePeriodUs = 10.007};
            timeline->acquisition.startPulses(1, 0);
        }
        const std::int64_t end = 300 * ms + 1234;
        for (std::int64_t now = 0; now < end; now += 600 * us)
            steps.acquisition.advance(now);
        steps.acquisition.advance(end);
        jump.acquisition.advance(end);
        EXPECT_EQ(jump.scope(1).rising, steps.scope(1).rising) << debouncerUs;
        EXPECT_EQ(jump.scope(1).falling, steps.scope(1).falling) << debouncerUs;
        EXPECT_EQ(jump.scope(1).risingAt, steps.scope(1).risingAt) << debouncerUs;
        EXPECT_EQ(jump.scope(1).fallingAt, steps.scope(1).fallingAt) << debouncerUs;
        EXPECT_EQ(jump.acquisition.lines().level(1), steps.acquisition.lines().level(1)) << debouncerUs;
    }
}

TEST_F(Inputs, aConcludedTrainKeepsItsCount)
{
    train(1, 5, 10, 1'000'000);
    acquisition.advance(60'000 * ms);
    EXPECT_EQ(scope(1).rising, 1'000'000u);
    EXPECT_EQ(scope(1).fallingAt, 1 * ms + 999'999 * (10 * us) + 5 * us);
}

TEST_F(Inputs, anUnsureTrainIsConcludedByItsShare)
{
    io.lines[1].pulseVolts = 1.8;
    train(1, 5, 10, 0);
    acquisition.advance(10'001 * ms); // a million pulses
    EXPECT_NEAR(double(scope(1).rising), 5e5, 2e5) << "half of them, as far as 64 pulses can tell";
    EXPECT_LE(scope(1).rising - scope(1).falling, 1u);
}

TEST_F(Inputs, anHourOfAFastTrainCostsNothing)
{
    train(1, 5, 10, 0);
    train(2, 5, 10, 0);
    const double before = cpuSeconds();
    acquisition.advance(3'600'000 * ms);
    EXPECT_LT(cpuSeconds() - before, 0.5) << "gone through: a minute";
    EXPECT_EQ(scope(1).rising, 360'000'000u - 100 + 1);
}

} // namespace
} // namespace mv::vcam
