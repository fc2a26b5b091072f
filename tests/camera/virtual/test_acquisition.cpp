// SPDX-License-Identifier: GPL-3.0-or-later
// The free-running sensor's timeline on a clock of the test's own.
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

// Exposure 20 ns, readout 50 ns, a frame every 100 ns.
class FreeRun : public testing::Test, protected Timeline
{
protected:
    FreeRun() { timing = {.exposure = 20, .readout = 50, .transfer = 30, .resetGap = 5, .framePeriod = 100}; }
};

TEST_F(FreeRun, nothingHappensBeforeTheStart)
{
    EXPECT_EQ(countersUntil(1000), Counters());
    EXPECT_FALSE(acquisition.nextReady());
}

TEST_F(FreeRun, framesAreReadyWhenTheyAreReadOut)
{
    acquisition.start(1000, 0);
    EXPECT_EQ(acquisition.nextReady(), 1070) << "exposure and readout from now on";
    EXPECT_EQ(countersUntil(1069), Counters());
    EXPECT_EQ(acquisition.nextReady(), 1070);
    EXPECT_EQ(countersUntil(1070), Counters{0});
    EXPECT_EQ(acquisition.nextReady(), 1170);
    EXPECT_EQ(countersUntil(1370), (Counters{1, 2, 3}));
}

TEST_F(FreeRun, timestampsAreTheStartsOfExposure)
{
    acquisition.start(1000, 0);
    EXPECT_EQ(startsUntil(1270), (Times{1000, 1100, 1200}));
}

TEST_F(FreeRun, aLimitedAcquisitionEndsByItself)
{
    acquisition.start(0, 3);
    EXPECT_EQ(countersUntil(269), (Counters{0, 1}));
    EXPECT_TRUE(acquisition.active());
    EXPECT_EQ(countersUntil(270), Counters{2});
    EXPECT_FALSE(acquisition.active());
    EXPECT_FALSE(acquisition.nextReady());
    EXPECT_EQ(countersUntil(10000), Counters());
}

TEST_F(FreeRun, aFullFifoDropsTheNewestAndCountsThem)
{
    acquisition.start(0, 0);
    EXPECT_EQ(countersUntil(1070), (Counters{0, 1, 2, 3, 4, 5, 6, 7})) << "frames 8, 9 and 10 found it full";
    EXPECT_EQ(acquisition.dropped(), 3u);
    acquisition.advance(1170);
    const auto frame = acquisition.take();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->counter, 11u) << "the counter has a gap";
    EXPECT_EQ(frame->id, 8u) << "the id has none";
}

TEST_F(FreeRun, stopDiscardsWhatIsNotFetched)
{
    acquisition.start(0, 0);
    acquisition.advance(250);
    acquisition.stop(250);
    EXPECT_FALSE(acquisition.active());
    EXPECT_EQ(countersUntil(10000), Counters());
    EXPECT_EQ(acquisition.dropped(), 0u);
}

TEST_F(FreeRun, aRestartCountsFromZeroAndBeginsAtOnce)
{
    acquisition.start(0, 0);
    EXPECT_EQ(countersUntil(170).size(), 2u);
    acquisition.stop(205); // while frame 2 is exposed
    acquisition.start(206, 0);
    EXPECT_EQ(startsUntil(276), Times{206});
}

TEST_F(FreeRun, aChangedPeriodCountsFromTheNextFrameOn)
{
    acquisition.start(0, 0);
    acquisition.advance(110); // frames 0 and 1 have begun
    timing.framePeriod = 1000;
    EXPECT_EQ(startsUntil(1269), (Times{0, 100, 200})) << "frame 2 was due before the change could count";
    EXPECT_EQ(startsUntil(1270), Times{1200});
}

// The sensor reads out one image at a time: a short exposure behind a long one waits until that is read out.
TEST_F(FreeRun, aShortExposureBehindALongOneWaitsForTheReadout)
{
    timing = {.exposure = 1000, .readout = 50, .resetGap = 5};
    acquisition.start(0, 0);
    acquisition.advance(10);
    timing.exposure = 20;
    EXPECT_EQ(startsUntil(1090), Times{0});
    EXPECT_EQ(acquisition.nextReady(), 1100);
    EXPECT_EQ(startsUntil(1100), Times{1030}) << "its readout begins at 1050, when that of the first has ended";
}

TEST_F(FreeRun, theLinkCarriesOneImageAtATime)
{
    timing = {.exposure = 20, .readout = 50, .transfer = 300, .resetGap = 5};
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(700), (Times{0, 300, 600}));
}

TEST_F(FreeRun, aSensorWithoutOverlapExposesBehindTheReadout)
{
    timing = {.exposure = 20, .readout = 50, .resetGap = 5, .overlapped = false, .activeInReadout = true};
    acquisition.start(0, 0);
    EXPECT_EQ(startsUntil(210), (Times{0, 70, 140}));
}

TEST_F(FreeRun, aClockThatStandsStillOrGoesBackDoesNoHarm)
{
    acquisition.start(1000, 0);
    EXPECT_EQ(countersUntil(1070), Counters{0});
    EXPECT_EQ(countersUntil(500), Counters());
    EXPECT_EQ(countersUntil(1170), Counters{1});
}

} // namespace
} // namespace mv::vcam
