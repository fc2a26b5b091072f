// SPDX-License-Identifier: GPL-3.0-or-later
// Events: the right id, frame and time, each once if it is acknowledged, and again if it is not.
#include "tests/conformance/manual/line_bench.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"
#include "tests/conformance/memory/event_channel.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mv::test {
namespace {

constexpr std::uint16_t kExposureEnd = 0x9001, kFrameTrigger = 0x9002, kFrameStart = 0x9003, kAcquisitionStart = 0x9004,
                        kAcquisitionTrigger = 0x9005, kReadOut = 0x9006, kTest = 0x4FFF;

const std::vector<std::string> kTwenty = {"ExposureTime=3000", "AcquisitionFrameRate=20", "ChunkModeActive=true"};

std::uint64_t nsOf(double us)
{
    return std::uint64_t(std::llround(us * 1000));
}

/// Frames and what was told while they came.
struct Story
{
    std::vector<Shot> shots;
    std::map<std::uint16_t, std::vector<WireEvent>> events;
};

/// Time for a message to wait for its acknowledge until the frames have been taken.
constexpr std::uint32_t kPatientMs = 5000;

Story record(WireCamera &camera, EventChannel &channel, std::size_t frames)
{
    Story story;
    camera.watchChunks({"ChunkFrameCounter"});
    camera.start();
    while (story.shots.size() < frames) {
        story.shots.push_back(camera.take(1)[0]);
        while (const auto event = channel.next(std::chrono::milliseconds(10)))
            story.events[event->id].push_back(*event);
    }
    camera.stop();
    return story;
}

/// Over GigE a message with data names the stream's block.
void expectBlock(const WireEvent &event, const Shot &shot)
{
    if (testWire() == Wire::Usb)
        return;
    EXPECT_EQ(event.command, 0x00C2);
    EXPECT_EQ(event.blockId, shot.frameId);
    EXPECT_EQ(event.streamChannel, 0);
}

/// The event of @p id for each frame: its block and counter, @p afterNs after the frame's time stamp.
void expectOneForEach(const Story &story, std::uint16_t id, std::uint64_t afterNs)
{
    SCOPED_TRACE("event " + std::to_string(id));
    ASSERT_TRUE(story.events.contains(id));
    for (const Shot &shot : story.shots) {
        std::size_t found = 0;
        for (const WireEvent &event : story.events.at(id)) {
            if (event.frameCounter() != std::uint64_t(shot.whole.at("ChunkFrameCounter")))
                continue;
            ++found;
            expectBlock(event, shot);
            EXPECT_EQ(event.timestampNs, shot.timestampNs + afterNs);
        }
        EXPECT_EQ(found, 1u) << "of frame " << shot.frameId;
    }
}

void ofEachFrame()
{
    WireCamera camera(kTwenty);
    EventChannel channel(camera, kPatientMs);
    for (const char *event : {"FrameStart", "ExposureEnd", "ReadOut"})
        channel.notify(event);
    const double readout = camera.real("SensorReadoutTime");
    const Story story = record(camera, channel, 8);
    EXPECT_EQ(story.events.size(), 3u) << "and nothing else";
    expectOneForEach(story, kFrameStart, 0);
    expectOneForEach(story, kExposureEnd, 3'000'000);
    expectOneForEach(story, kReadOut, 3'000'000 + nsOf(readout));
}

/// The last row ends later than the first; it is the falling edge of ExposureActive, which a strobe follows.
void rollingEndsLater()
{
    WireCamera camera(kTwenty);
    camera.set("SensorShutterMode", "Rolling");
    setOutput(camera, "Line2", "ExposureActive");
    arm(camera, "FrameStart", "Software");
    EventChannel channel(camera, kPatientMs);
    channel.notify("ExposureEnd");
    camera.start();
    softwareTrigger(camera);
    const auto event = channel.next();
    const Shot shot = camera.take(1)[0];
    ASSERT_TRUE(event);
    EXPECT_EQ(event->id, kExposureEnd);
    EXPECT_GE(event->timestampNs, shot.timestampNs + 3'000'000 + 239ULL * 6100)
        << "239 lines of 6.1 us after the first";
    EXPECT_LE(event->timestampNs, shot.timestampNs + 3'000'000 + nsOf(camera.real("SensorReadoutTime")));
    EXPECT_NEAR(double(scope(camera, "Line2").fallingNs), double(event->timestampNs), 1000);
}

void ofTriggers()
{
    WireCamera camera(kTwenty);
    EventChannel channel(camera);
    channel.notify("FrameTrigger");
    channel.notify("FrameStart");
    arm(camera, "FrameStart", "Software");
    camera.set("TriggerDelay", 2500.0);
    camera.watchChunks({"ChunkFrameCounter"});
    camera.start();
    for (int i = 0; i < 3; ++i) {
        camera.execute("TriggerSoftware");
        const auto trigger = channel.next(), start = channel.next();
        const Shot shot = camera.take(1)[0];
        ASSERT_TRUE(trigger && start);
        EXPECT_EQ(trigger->id, kFrameTrigger);
        EXPECT_EQ(trigger->timestampNs, std::uint64_t(camera.integer("TriggerTimestamp")));
        EXPECT_EQ(trigger->timestampNs + 2'500'000, shot.timestampNs);
        EXPECT_EQ(trigger->frameCounter(), std::uint64_t(shot.whole.at("ChunkFrameCounter")));
        expectBlock(*trigger, shot);
        EXPECT_EQ(start->id, kFrameStart);
        EXPECT_EQ(start->timestampNs, shot.timestampNs);
    }
    EXPECT_TRUE(channel.all().empty());
}

void ofAcquisition()
{
    WireCamera camera(kTwenty);
    EventChannel channel(camera);
    channel.notify("AcquisitionStart");
    channel.notify("AcquisitionTrigger");
    arm(camera, "AcquisitionStart", "Software");
    camera.set("TriggerDelay", 1500.0);
    const std::uint64_t before = camera.now();
    camera.start();
    EXPECT_FALSE(channel.next(std::chrono::milliseconds(200))) << "nothing starts before the trigger";
    softwareTrigger(camera, "AcquisitionStart");
    const auto trigger = channel.next(), start = channel.next();
    ASSERT_TRUE(trigger && start);
    const Shot shot = camera.take(1)[0];
    EXPECT_EQ(trigger->id, kAcquisitionTrigger);
    EXPECT_GT(trigger->timestampNs, before + 200 * kNsPerMs);
    EXPECT_EQ(start->id, kAcquisitionStart);
    EXPECT_EQ(start->timestampNs, trigger->timestampNs + 1'500'000);
    EXPECT_LE(start->timestampNs, shot.timestampNs);
    EXPECT_EQ(start->frameCounter(), 0u) << "of the image that comes next";
    expectBlock(*start, shot);
    EXPECT_TRUE(channel.all().empty());
}

void ofTheTest()
{
    WireCamera camera;
    EventChannel channel(camera);
    camera.execute("TestEventGenerate");
    EXPECT_FALSE(channel.next(std::chrono::milliseconds(300))) << "its notification is off";
    channel.notify("Test");
    const std::uint64_t before = camera.now();
    camera.execute("TestEventGenerate");
    const auto event = channel.next();
    const std::uint64_t after = camera.now();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->id, kTest);
    EXPECT_TRUE(event->data.empty());
    if (testWire() == Wire::Gige) {
        EXPECT_EQ(event->command, 0x00C0) << "it has no data: an EVENT";
        EXPECT_EQ(event->blockId, 0) << "and no image";
        EXPECT_EQ(event->streamChannel, 0xFFFF);
    }
    EXPECT_GT(event->timestampNs, before);
    EXPECT_LT(event->timestampNs, after);
    EXPECT_TRUE(channel.all().empty()) << "acknowledged: once";
}

/// The same message, again after the time-out, as often as MCRC says.
void repeated(std::uint32_t timeoutMs, std::uint32_t retries)
{
    using Clock = std::chrono::steady_clock;
    WireCamera camera;
    EventChannel channel(camera, timeoutMs, retries);
    channel.acknowledge(false);
    channel.notify("Test");
    camera.execute("TestEventGenerate");
    std::vector<WireEvent> events;
    Clock::time_point first, last;
    while (const auto event = channel.next(std::chrono::milliseconds(3 * timeoutMs + 200))) {
        last = Clock::now();
        first = events.empty() ? last : first;
        EXPECT_TRUE(event->ackWanted);
        events.push_back(*event);
    }
    ASSERT_EQ(events.size(), retries + 1);
    for (const WireEvent &event : events) {
        EXPECT_EQ(event.request, events[0].request);
        EXPECT_EQ(event.timestampNs, events[0].timestampNs);
    }
    EXPECT_GE(last - first, std::chrono::milliseconds(retries * timeoutMs * 9 / 10));
    channel.acknowledge(true);
    camera.execute("TestEventGenerate");
    const auto other = channel.next();
    ASSERT_TRUE(other) << "it goes on";
    EXPECT_NE(other->request, events[0].request);
    EXPECT_TRUE(channel.all(std::chrono::milliseconds(2 * timeoutMs)).empty());
}

void retried()
{
    repeated(150, 3);
    repeated(80, 0);
}

/// A message that is lost once arrives, though late; nothing comes twice.
void lostOnce()
{
    WireCamera camera;
    EventChannel channel(camera, 100, 3);
    channel.notify("Test");
    channel.acknowledge(false);
    camera.execute("TestEventGenerate");
    const auto lost = channel.next();
    channel.acknowledge(true);
    const auto again = channel.next();
    ASSERT_TRUE(lost && again);
    EXPECT_EQ(lost->request, again->request);
    EXPECT_TRUE(channel.all().empty());
}

void noAcknowledgeAsked()
{
    WireCamera camera;
    EventChannel channel(camera, 0, 3);
    channel.notify("Test");
    camera.execute("TestEventGenerate");
    const auto events = channel.all();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_FALSE(events[0].ackWanted);
}

void closedIsSilent()
{
    WireCamera camera(kTwenty);
    EventChannel channel(camera);
    channel.notify("FrameStart");
    channel.close();
    camera.record(3);
    EXPECT_TRUE(channel.all().empty());
}

/// What the description promises is what the capability register says.
void announced()
{
    WireCamera camera;
    if (testWire() == Wire::Gige) {
        EXPECT_EQ(camera.bootstrap(0x934) >> 3 & 3, 3u) << "EVENT and EVENTDATA";
        EXPECT_EQ(camera.bootstrap(0x900), 1u) << "one message channel";
    } else {
        EXPECT_EQ(camera.bootstrap(0x10004) & 3, 3u) << "streaming and event interface";
    }
    for (const char *feature : {"EventExposureEnd", "EventFrameTrigger", "EventFrameStart", "EventAcquisitionStart",
                                "EventAcquisitionTrigger", "EventReadOut", "EventTest"}) {
        EXPECT_TRUE(camera.exists(feature)) << feature;
        EXPECT_TRUE(camera.exists((std::string(feature) + "Timestamp").c_str())) << feature;
    }
}

const Sentence kSentences[] = {
    {"EventControl", "OfEachFrame", "FrameStart 0x9003, ExposureEnd 0x9001, ReadOut 0x9006", ofEachFrame},
    {"EventControl", "RollingEndsLater", "ExposureEnd: the last row has been exposed", rollingEndsLater},
    {"EventControl", "OfTriggers", "FrameTrigger 0x9002: accepted, its delay begins", ofTriggers},
    {"EventControl", "OfAcquisition", "AcquisitionTrigger 0x9005, AcquisitionStart 0x9004", ofAcquisition},
    {"EventControl", "OfTheTest", "test event 0x4FFF", ofTheTest},
    {"EventControl", "Retried", "acknowledged and retried", retried, true},
    {"EventControl", "LostOnce", "until one acknowledge came", lostOnce, true},
    {"EventControl", "NoAcknowledgeAsked", "a time-out of 0 asks for none", noAcknowledgeAsked, true},
    {"EventControl", "ClosedIsSilent", "a closed channel is silent", closedIsSilent},
    {"EventControl", "Announced", "capabilities and event data features", announced},
};

MV_MANUAL_TABLE(Events, kSentences);

} // namespace
} // namespace mv::test
