// SPDX-License-Identifier: GPL-3.0-or-later
// The sensor's timeline on a clock of the test's own.
#include "camera/virtual/core/acquisition.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

class Timeline : public testing::Test
{
protected:
    std::int64_t exposure = 20, period = 100;
    Acquisition acquisition{[this](std::uint64_t counter, std::int64_t start) {
        auto frame = std::make_shared<Frame>();
        frame->counter = counter;
        frame->timestampNs = std::uint64_t(start);
        return Acquisition::Exposure{frame, exposure, period};
    }};

    std::vector<std::uint64_t> countersUntil(std::int64_t now)
    {
        acquisition.advance(now);
        std::vector<std::uint64_t> counters;
        while (const auto frame = acquisition.take())
            counters.push_back(frame->counter);
        return counters;
    }
};

using Counters = std::vector<std::uint64_t>;

TEST_F(Timeline, nothingHappensBeforeTheStart)
{
    EXPECT_EQ(countersUntil(1000), Counters());
    EXPECT_FALSE(acquisition.nextReady());
}

TEST_F(Timeline, framesAreReadyWhenTheirExposureEnds)
{
    acquisition.start(1000, 0);
    EXPECT_EQ(countersUntil(1019), Counters());
    EXPECT_EQ(acquisition.nextReady(), 1020);
    EXPECT_EQ(countersUntil(1020), Counters{0});
    EXPECT_EQ(acquisition.nextReady(), 1100);
    EXPECT_EQ(countersUntil(1320), (Counters{1, 2, 3}));
}

TEST_F(Timeline, timestampsAreTheStartsOfExposure)
{
    acquisition.start(1000, 0);
    acquisition.advance(1120);
    EXPECT_EQ(acquisition.take()->timestampNs, 1000u);
    EXPECT_EQ(acquisition.take()->timestampNs, 1100u);
}

TEST_F(Timeline, aLimitedAcquisitionEndsByItself)
{
    acquisition.start(0, 3);
    EXPECT_EQ(countersUntil(219), (Counters{0, 1}));
    EXPECT_TRUE(acquisition.active());
    EXPECT_EQ(countersUntil(220), Counters{2});
    EXPECT_FALSE(acquisition.active());
    EXPECT_EQ(countersUntil(10000), Counters());
}

TEST_F(Timeline, aFullFifoDropsTheNewestAndCountsThem)
{
    acquisition.start(0, 0);
    EXPECT_EQ(countersUntil(1020), (Counters{0, 1, 2, 3, 4, 5, 6, 7})) << "frames 8, 9 and 10 found it full";
    EXPECT_EQ(acquisition.dropped(), 3u);
    acquisition.advance(1120);
    const auto frame = acquisition.take();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->counter, 11u) << "the counter has a gap";
    EXPECT_EQ(frame->id, 8u) << "the id has none";
}

TEST_F(Timeline, stopDiscardsWhatIsNotFetched)
{
    acquisition.start(0, 0);
    acquisition.advance(250);
    acquisition.stop();
    EXPECT_FALSE(acquisition.active());
    EXPECT_EQ(countersUntil(10000), Counters());
    EXPECT_EQ(acquisition.dropped(), 0u);
}

TEST_F(Timeline, aRestartCountsFromZero)
{
    acquisition.start(0, 0);
    EXPECT_EQ(countersUntil(120).size(), 2u);
    acquisition.start(500, 0);
    EXPECT_EQ(countersUntil(520), Counters{0});
}

TEST_F(Timeline, aChangedPeriodCountsFromTheNextFrameOn)
{
    acquisition.start(0, 0);
    acquisition.advance(110); // frames 0 and 1 have begun
    period = 1000;
    EXPECT_EQ(countersUntil(219), (Counters{0, 1}));
    EXPECT_EQ(countersUntil(220), Counters{2}) << "began at 200, before the change could count";
    EXPECT_EQ(countersUntil(1219), Counters());
    EXPECT_EQ(countersUntil(1220), Counters{3});
}

} // namespace
} // namespace mv::vcam
