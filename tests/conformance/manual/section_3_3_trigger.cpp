// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.3, 3.3.1, 3.3.2 and 3.5: what starts a frame, and when.
#include "tests/conformance/manual/line_bench.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

namespace mv::test {
namespace {

const std::vector<std::string> kShort = {"ExposureTime=1000", "AcquisitionFrameRateEnable=false"};

std::int64_t triggers(WireCamera &camera, const char *selector = "FrameStart")
{
    camera.set("TriggerSelector", selector);
    return camera.integer("TriggerCount");
}

std::int64_t missed(WireCamera &camera, const char *selector = "FrameStart")
{
    camera.set("TriggerSelector", selector);
    return camera.integer("TriggerMissedCount");
}

// 3.3.1

void softwareFrameStart()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Software");
    camera.start();
    EXPECT_EQ(camera.drain(), 0u) << "no trigger, no frame";
    EXPECT_EQ(camera.entry("ResultingFrameRateLimit"), "Trigger");
    for (int i = 0; i < 5; ++i) {
        softwareTrigger(camera);
        camera.take(1);
        EXPECT_EQ(camera.drain(std::chrono::milliseconds(80)), 0u);
    }
    EXPECT_EQ(triggers(camera), 5);
    EXPECT_EQ(missed(camera), 0);
    EXPECT_EQ(camera.integer("FrameSentCount"), 5);
}

void softwareAcquisitionStart()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    arm(camera, "AcquisitionStart", "Software");
    camera.start();
    EXPECT_EQ(camera.drain(), 0u) << "it waits for the signal";
    softwareTrigger(camera, "AcquisitionStart");
    EXPECT_NEAR(framesPerSecond(camera.take(20)), 100, 1e-3);
    EXPECT_EQ(triggers(camera, "AcquisitionStart"), 1);
}

void lineAcquisitionStart()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    arm(camera, "AcquisitionStart", "Line1", "RisingEdge");
    camera.start();
    EXPECT_EQ(camera.drain(), 0u);
    const Train train = sendPulses(camera, "Line1", {1000, 10'000, 1});
    const auto shots = camera.take(20);
    expectMoment("the first frame", shots[0].timestampNs, train.risingNs(0));
    EXPECT_NEAR(framesPerSecond(shots), 100, 1e-3);
}

void acquisitionStartCounts()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    camera.set("AcquisitionMode", "MultiFrame");
    camera.set("AcquisitionFrameCount", 6);
    arm(camera, "AcquisitionStart", "Software");
    camera.start();
    softwareTrigger(camera, "AcquisitionStart");
    camera.take(6);
    EXPECT_EQ(camera.drain(), 0u);
}

void bothTriggers()
{
    WireCamera camera(kShort);
    arm(camera, "AcquisitionStart", "Software");
    arm(camera, "FrameStart", "Software");
    camera.start();
    softwareTrigger(camera);
    softwareTrigger(camera);
    EXPECT_EQ(camera.drain(), 0u) << "nothing before the acquisition's own trigger";
    EXPECT_EQ(missed(camera), 2);
    softwareTrigger(camera, "AcquisitionStart");
    EXPECT_EQ(camera.drain(), 0u) << "and then each frame waits for one of its own";
    for (int i = 0; i < 3; ++i) {
        softwareTrigger(camera);
        camera.take(1);
    }
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(camera.integer("FrameSentCount"), 3);
}

void selectorStates()
{
    WireCamera camera;
    camera.set("TriggerSelector", "AcquisitionStart");
    EXPECT_EQ(camera.entry("TriggerMode"), "Off");
    arm(camera, "AcquisitionStart", "Line2", "FallingEdge");
    camera.set("TriggerDelay", 123.0);
    camera.set("TriggerSelector", "FrameStart");
    EXPECT_EQ(camera.entry("TriggerMode"), "Off");
    EXPECT_EQ(camera.entry("TriggerSource"), "Software");
    EXPECT_DOUBLE_EQ(camera.real("TriggerDelay"), 0.0);
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.set("TriggerSelector", "AcquisitionStart");
    EXPECT_EQ(camera.entry("TriggerSource"), "Line2");
    EXPECT_EQ(camera.entry("TriggerActivation"), "FallingEdge");
    EXPECT_DOUBLE_EQ(camera.real("TriggerDelay"), 123.0);
}

// 3.3.2

/// Each of five pulses into @p line gives one frame, at its rising or falling edge.
void expectFramePerPulse(const char *line, bool rising)
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", line, rising ? "RisingEdge" : "FallingEdge");
    camera.start();
    const Train train = sendPulses(camera, line, {3000, 20'000, 5});
    const auto shots = camera.take(5);
    EXPECT_EQ(camera.drain(), 0u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, rising ? train.risingNs(i) : train.fallingNs(i));
    EXPECT_EQ(triggers(camera), 5);
    EXPECT_EQ(missed(camera), 0);
    expectMoment("TriggerTimestamp", std::uint64_t(camera.integer("TriggerTimestamp")),
                 rising ? train.risingNs(4) : train.fallingNs(4));
}

void line1Rising()
{
    expectFramePerPulse("Line1", true);
}

void line1Falling()
{
    expectFramePerPulse("Line1", false);
}

void line2Rising()
{
    expectFramePerPulse("Line2", true);
}

void line2Falling()
{
    expectFramePerPulse("Line2", false);
}

void triggerModeOff()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.set("TriggerMode", "Off");
    camera.start();
    EXPECT_NEAR(framesPerSecond(camera.take(10)), 100, 1e-3) << "free running without any signal";
}

void switchedWhileRunning()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    camera.start();
    camera.take(3);
    arm(camera, "FrameStart", "Software");
    camera.drain();
    EXPECT_EQ(camera.drain(), 0u) << "now it waits";
    softwareTrigger(camera);
    camera.take(1);
    EXPECT_EQ(camera.drain(), 0u);
    camera.set("TriggerMode", "Off");
    EXPECT_NEAR(framesPerSecond(camera.take(10)), 100, 1e-3) << "and now it does not";
}

void softwareIgnoresLines()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Software");
    camera.start();
    sendAllPulses(camera, "Line1", {1000, 5000, 10});
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(triggers(camera), 0);
}

void otherLineIgnored()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Line2", "RisingEdge");
    camera.start();
    sendAllPulses(camera, "Line1", {1000, 5000, 10});
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(triggers(camera), 0);
}

void softwareCommandGray()
{
    WireCamera camera;
    arm(camera, "FrameStart", "Software");
    EXPECT_TRUE(camera.isAvailable("TriggerSoftware"));
    EXPECT_FALSE(camera.isAvailable("TriggerActivation")) << "a click has no edge";
    camera.set("TriggerSource", "Line1");
    EXPECT_FALSE(camera.isAvailable("TriggerSoftware"));
    EXPECT_TRUE(camera.isAvailable("TriggerActivation"));
    EXPECT_EQ(camera.tryExecute("TriggerSoftware"), Answer::AccessDenied);
    camera.start();
    EXPECT_EQ(camera.tryExecute("TriggerSoftware"), Answer::AccessDenied);
    EXPECT_EQ(camera.drain(), 0u);
}

void overTriggering()
{
    WireCamera camera({"ExposureTime=24900", "AcquisitionFrameRateEnable=false"});
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.start();
    const Train train = sendPulses(camera, "Line1", {1000, 10'000, 30}); // two and a half times too fast
    const auto shots = camera.take(10);
    EXPECT_EQ(camera.drain(), 0u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, train.risingNs(3 * i));
    EXPECT_EQ(triggers(camera), 30);
    EXPECT_EQ(missed(camera), 20);
    camera.execute("TriggerCountReset");
    EXPECT_EQ(triggers(camera), 0);
    EXPECT_EQ(missed(camera), 0);
}

void bothLevelsOfLine()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.set("LineSelector", "Line1");
    camera.set("LineInverter", true);
    camera.start();
    const Train train = sendPulses(camera, "Line1", {3000, 20'000, 4});
    const auto shots = camera.take(4);
    EXPECT_EQ(camera.drain(), 0u);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a frame", shots[i].timestampNs, train.fallingNs(i));
}

void frameRateDoesNotHoldTriggers()
{
    WireCamera camera({"ExposureTime=1000", "AcquisitionFrameRate=5"});
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.start();
    const Train train = sendPulses(camera, "Line1", {1000, 10'000, 20});
    const auto shots = camera.take(20);
    EXPECT_EQ(camera.drain(), 0u);
    expectMoment("the last frame", shots[19].timestampNs, train.risingNs(19));
}

void asFastAsPossible()
{
    WireCamera camera({"ExposureTime=9990"}); // and 10 us: the sensor is ready again just when the next pulse comes
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.start();
    sendPulses(camera, "Line1", {1000, 10'000, 20});
    camera.take(20);
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(missed(camera), 0);
}

void triggeredMultiFrame()
{
    WireCamera camera(kShort);
    camera.set("AcquisitionMode", "MultiFrame");
    camera.set("AcquisitionFrameCount", 3);
    arm(camera, "FrameStart", "Software");
    camera.start();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(camera.boolean("AcquisitionStatus"));
        softwareTrigger(camera);
        camera.take(1);
    }
    EXPECT_FALSE(camera.boolean("AcquisitionStatus"));
    camera.tryExecute("TriggerSoftware");
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(camera.integer("FrameSentCount"), 3);
}

void stopForgetsTriggers()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Software");
    camera.set("TriggerDelay", 300'000.0);
    camera.start();
    softwareTrigger(camera);
    camera.stop(); // while the delay runs
    sendAllPulses(camera, "Line1", {1000, 5000, 3});
    EXPECT_EQ(triggers(camera), 1) << "those that come while nothing is acquired do not count";
    camera.start();
    EXPECT_EQ(camera.drain(std::chrono::milliseconds(500)), 0u) << "a delayed trigger does not survive the stop";
}

void everySignalAccountedFor()
{
    WireCamera camera({"ExposureTime=7000", "AcquisitionFrameRateEnable=false"});
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.set("TriggerDelay", 25'000.0); // the next signals come before it has run out
    camera.start();
    sendAllPulses(camera, "Line1", {500, 4000, 50});
    camera.waitUntil(camera.now() + 100 * kNsPerMs);
    camera.drain();
    EXPECT_EQ(triggers(camera), 50);
    EXPECT_EQ(camera.integer("FrameSentCount") + camera.integer("FrameDroppedCount") + missed(camera), 50);
    EXPECT_GE(camera.integer("FrameSentCount"), 200 / 37) << "one for each delay, exposure and wait for the next";
}

// 3.5

void expectDelay(double us, const Pulses &pulses)
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.set("TriggerDelay", us);
    camera.start();
    const Train train = sendPulses(camera, "Line1", pulses);
    const auto shots = camera.take(std::size_t(pulses.count));
    const auto delayNs = std::uint64_t(us * 1000);
    for (std::size_t i = 0; i < shots.size(); ++i)
        expectMoment("a delayed frame", shots[i].timestampNs, train.risingNs(i) + delayNs);
    expectMoment("TriggerTimestamp", std::uint64_t(camera.integer("TriggerTimestamp")),
                 train.risingNs(shots.size() - 1));
}

void delayFromEdge()
{
    for (const double us : {0.0, 1.0, 250.0, 12'345.0})
        expectDelay(us, {1000, 20'000, 4});
}

void delayRange()
{
    expectDelay(1'000'000, {1000, 10'000, 1});
    WireCamera camera;
    EXPECT_EQ(camera.trySet("TriggerDelay", 1'000'001.0), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("TriggerDelay", -1.0), Answer::InvalidParameter);
    EXPECT_DOUBLE_EQ(camera.realMax("TriggerDelay"), 1'000'000.0);
}

void delayOfSoftwareTrigger()
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Software");
    camera.set("TriggerDelay", 150'000.0);
    camera.start();
    for (int i = 0; i < 3; ++i) {
        const std::uint64_t before = camera.now();
        softwareTrigger(camera);
        const auto shot = camera.take(1)[0];
        const auto trigger = std::uint64_t(camera.integer("TriggerTimestamp"));
        EXPECT_GE(trigger, before);
        expectMoment("a delayed frame", shot.timestampNs, trigger + 150 * kNsPerMs);
    }
}

void delayOfAcquisitionStart()
{
    WireCamera camera({"AcquisitionFrameRate=100", "ExposureTime=1000"});
    arm(camera, "AcquisitionStart", "Line2", "FallingEdge");
    camera.set("TriggerDelay", 30'000.0);
    camera.start();
    const Train train = sendPulses(camera, "Line2", {2000, 10'000, 1});
    const auto shots = camera.take(5);
    expectMoment("the first frame", shots[0].timestampNs, train.fallingNs(0) + 30 * kNsPerMs);
}

const Sentence kSentences[] = {
    {"3.3.1", "SoftwareFrameStart", "FrameStart: one trigger signal captures one frame", softwareFrameStart},
    {"3.3.1", "SoftwareAcquisitionStart", "AcquisitionStart: one signal triggers continuous captures",
     softwareAcquisitionStart},
    {"3.3.1", "LineAcquisitionStart", "the same by a line", lineAcquisitionStart},
    {"3.3.1", "AcquisitionStartCounts", "the captures it triggers are those of the acquisition mode",
     acquisitionStartCounts},
    {"3.3.1", "BothTriggers", "both types together: the acquisition, then each frame", bothTriggers},
    {"3.3.1", "SelectorStates", "each type under TriggerSelector has settings of its own", selectorStates},
    {"3.3.2", "Line1Rising", "each trigger signal from external devices gets a frame; RisingEdge", line1Rising},
    {"3.3.2", "Line1Falling", "FallingEdge: triggered by signal falling edge", line1Falling},
    {"3.3.2", "Line2Rising", "the same at Line2", line2Rising},
    {"3.3.2", "Line2Falling", "the same at Line2, falling edge", line2Falling},
    {"3.3.2", "TriggerModeOff", "step 1, enable TriggerMode: before it nothing waits", triggerModeOff},
    {"3.3.2", "SwitchedWhileRunning", "you can send the signal as needed after setting the source",
     switchedWhileRunning},
    {"3.3.2", "SoftwareIgnoresLines", "software trigger: the signal comes from software", softwareIgnoresLines},
    {"3.3.2", "OtherLineIgnored", "hardware trigger: the signal comes through the line set", otherLineIgnored},
    {"3.3.2", "SoftwareCommandGray", "TriggerSoftware belongs to source Software, activation to a line",
     softwareCommandGray},
    {"3.3.2", "OverTriggering", "a signal that comes while the camera cannot take it is counted", overTriggering},
    {"3.3.2", "FrameRateDoesNotHold", "each trigger signal gets a frame, whatever AcquisitionFrameRate is",
     frameRateDoesNotHoldTriggers},
    {"3.3.2", "AsFastAsPossible", "each trigger signal gets a frame, up to the sensor's own limit", asFastAsPossible},
    {"3.3.2", "TriggeredMultiFrame", "each click on TriggerSoftware gets a frame, until MultiFrame has its count",
     triggeredMultiFrame},
    {"3.3.2", "StopForgetsTriggers", "no signal outlives the acquisition", stopForgetsTriggers},
    {"3.3.2", "EverySignalAccounted", "each signal gets a frame or is counted as missed", everySignalAccountedFor},
    {"3.3.2", "InvertedLine", "the edges are those of the signal behind the inverter", bothLevelsOfLine},
    {"3.5", "DelayFromEdge", "delay from the camera receiving the signal to responding to it", delayFromEdge},
    {"3.5", "DelayRange", "ranges from 0 us to 1000000 us, namely 0 s to 1 s", delayRange},
    {"3.5", "DelayOfSoftwareTrigger", "the delay holds for software signals, too", delayOfSoftwareTrigger},
    {"3.5", "DelayOfAcquisitionStart", "and for the other trigger type by its own setting", delayOfAcquisitionStart},
};

MV_MANUAL_TABLE(Section_3_3, kSentences);

} // namespace
} // namespace mv::test
