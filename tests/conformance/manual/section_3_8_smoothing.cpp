// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.8: the debouncer, which swallows what is shorter than it and delays what is longer.
#include "tests/conformance/manual/line_bench.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

namespace mv::test {
namespace {

const std::vector<std::string> kShort = {"ExposureTime=1000", "AcquisitionFrameRateEnable=false"};

/// Frames of a train through Line1 with a debouncer.
std::vector<Shot> framesThrough(WireCamera &camera, double debouncerUs, const Pulses &pulses, Train &train,
                                const char *activation = "RisingEdge")
{
    setDebouncer(camera, "Line1", debouncerUs);
    arm(camera, "FrameStart", "Line1", activation);
    camera.start();
    train = sendAllPulses(camera, "Line1", pulses);
    std::vector<Shot> shots;
    while (auto shot = camera.next(std::chrono::milliseconds(250)))
        shots.push_back(std::move(*shot));
    return shots;
}

void onlyInputs()
{
    WireCamera camera;
    camera.set("LineSelector", "Line0");
    EXPECT_FALSE(camera.isAvailable("LineDebouncerTimeAbs"));
    EXPECT_EQ(camera.trySet("LineDebouncerTimeAbs", 100.0), Answer::AccessDenied);
    camera.set("LineSelector", "Line1");
    EXPECT_TRUE(camera.isAvailable("LineDebouncerTimeAbs"));
    camera.set("LineSelector", "Line2");
    EXPECT_TRUE(camera.isAvailable("LineDebouncerTimeAbs"));
    camera.set("LineMode", "Output");
    EXPECT_FALSE(camera.isAvailable("LineDebouncerTimeAbs"));
    EXPECT_EQ(camera.trySet("LineDebouncerTimeAbs", 100.0), Answer::AccessDenied);
}

void shorterIsFiltered()
{
    WireCamera camera(kShort);
    Train train;
    EXPECT_TRUE(framesThrough(camera, 1500, {1400, 10'000, 10}, train).empty());
    camera.set("TriggerSelector", "FrameStart");
    EXPECT_EQ(camera.integer("TriggerCount"), 0);
    EXPECT_EQ(scope(camera, "Line1").risingCount, 0) << "the camera saw no edge";
}

void longerPassesDelayed()
{
    WireCamera camera(kShort);
    Train train;
    const auto shots = framesThrough(camera, 1500, {1600, 10'000, 10}, train);
    ASSERT_EQ(shots.size(), 10u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, train.risingNs(i) + 1500 * kNsPerUs);
    const Trace trace = scope(camera, "Line1");
    EXPECT_EQ(trace.risingCount, 10);
    EXPECT_EQ(trace.fallingCount, 10);
    expectMoment("the falling edge", trace.fallingNs, train.fallingNs(9) + 1500 * kNsPerUs);
}

void equalPasses()
{
    WireCamera camera(kShort);
    Train train;
    EXPECT_EQ(framesThrough(camera, 1500, {1500, 10'000, 6}, train).size(), 6u);
    EXPECT_EQ(camera.trySet("LineDebouncerTimeAbs", -1.0), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("LineDebouncerTimeAbs", 1'000'001.0), Answer::InvalidParameter);
}

void fallingEdgeToo()
{
    WireCamera camera(kShort);
    Train train;
    const auto shots = framesThrough(camera, 800, {3000, 10'000, 5}, train, "FallingEdge");
    ASSERT_EQ(shots.size(), 5u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, train.fallingNs(i) + 800 * kNsPerUs);
}

void figureExample()
{
    WireCamera camera(kShort);
    Train train;
    EXPECT_EQ(framesThrough(camera, 1500, {5000, 10'000, 8}, train).size(), 8u);
}

void noStream()
{
    WireCamera camera(kShort);
    Train train;
    EXPECT_TRUE(framesThrough(camera, 5100, {5000, 10'000, 20}, train).empty());
}

void lowLevelToo()
{
    WireCamera camera(kShort);
    Train train; // low for 1000 us between the pulses: too short to be seen
    const auto shots = framesThrough(camera, 1500, {9000, 10'000, 20}, train);
    ASSERT_EQ(shots.size(), 1u) << "it goes high once and stays";
    expectMoment("the only frame", shots[0].timestampNs, train.risingNs(0) + 1500 * kNsPerUs);
    expectMoment("the only falling edge", scope(camera, "Line1").fallingNs, train.fallingNs(19) + 1500 * kNsPerUs);
}

void delaysAdd()
{
    WireCamera camera(kShort);
    Train train;
    camera.set("TriggerSelector", "FrameStart");
    camera.set("TriggerDelay", 2000.0);
    const auto shots = framesThrough(camera, 1500, {5000, 20'000, 3}, train);
    ASSERT_EQ(shots.size(), 3u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, train.risingNs(i) + 3500 * kNsPerUs);
}

void eachLineItsOwn()
{
    WireCamera camera(kShort);
    setDebouncer(camera, "Line1", 5000);
    camera.set("LineSelector", "Line2");
    EXPECT_DOUBLE_EQ(camera.real("LineDebouncerTimeAbs"), 0.0);
    arm(camera, "FrameStart", "Line2", "RisingEdge");
    camera.start();
    const Train train = sendPulses(camera, "Line2", {1000, 10'000, 5});
    const auto shots = camera.take(5);
    expectMoment("a frame", shots[4].timestampNs, train.risingNs(4));
    EXPECT_EQ(camera.drain(), 0u);
}

const Sentence kSentences[] = {
    {"3.8", "OnlyInputs", "only available under input mode", onlyInputs},
    {"3.8", "ShorterIsFiltered", "a signal lower than the defined value will be filtered", shorterIsFiltered},
    {"3.8", "LongerPassesDelayed", "a longer one passes, later by the defined value", longerPassesDelayed},
    {"3.8", "EqualPasses", "only what is lower than the defined value is filtered", equalPasses},
    {"3.8", "FallingEdgeToo", "it filters level signals: both edges", fallingEdgeToo},
    {"3.8", "FigureExample", "for example, 1500 us and levels of 5000 us", figureExample},
    {"3.8", "NoStream", "the smoothing level is higher than 5000 us: the camera has no stream", noStream},
    {"3.8", "LowLevelToo", "do not set it higher than the high-low level: the low one counts, too", lowLevelToo},
    {"3.8", "DelaysAdd", "smoothing comes before the trigger delay of 3.5", delaysAdd},
    {"3.8", "EachLineItsOwn", "of the cable connected to the corresponding port", eachLineItsOwn},
};

MV_MANUAL_TABLE(Section_3_8, kSentences);

} // namespace
} // namespace mv::test
