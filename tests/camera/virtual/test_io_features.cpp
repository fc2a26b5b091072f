// SPDX-License-Identifier: GPL-3.0-or-later
// Triggers, lines and timer as features: power-up values, selectors, refusals, and that they act.
#include "camera/virtual/core/camera.h"
#include "tests/camera/virtual/timeline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace mv::vcam {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

class IoFeatures : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 64, 48, 1}, {}};

    bool set(std::string_view name, std::string_view value) { return !camera.setFeature(name, value); }
    Status write(std::string_view name, const RegisterValue &value) { return camera.setFeatureValue(name, value); }
    Status command(std::string_view name) { return write(name, std::int64_t(1)); }
    std::int64_t integer(std::string_view name) { return std::get<std::int64_t>(camera.feature(name)); }
    double real(std::string_view name) { return std::get<double>(camera.feature(name)); }
    std::shared_ptr<const Frame> frame(int ms = 2000) { return camera.nextFrame(Steady::now() + milliseconds(ms)); }
};

struct Value
{
    const char *selector, *entry, *name;
    double value;
};

constexpr Value kPowerUp[] = {
    {"TriggerSelector", "FrameStart", "TriggerMode", 0},
    {"TriggerSelector", "FrameStart", "TriggerSource", 0},
    {"TriggerSelector", "FrameStart", "TriggerDelay", 0},
    {"TriggerSelector", "AcquisitionStart", "TriggerMode", 0},
    {"LineSelector", "Line0", "LineMode", 1},
    {"LineSelector", "Line1", "LineMode", 0},
    {"LineSelector", "Line2", "LineMode", 0},
    {"LineSelector", "Line0", "LineFormat", 0},
    {"LineSelector", "Line1", "LineFormat", 0},
    {"LineSelector", "Line2", "LineFormat", 1},
    {"LineSelector", "Line0", "LineSource", 0},
    {"LineSelector", "Line1", "LineDebouncerTimeAbs", 0},
    {"LineSelector", "Line1", "LineStatus", 0},
    {"LineSelector", "Line1", "LineLevel", 0},
    {"TimerSelector", "Timer0", "TimerTriggerSource", 0},
    {"TimerSelector", "Timer0", "TimerDuration", 100},
    {"TimerSelector", "Timer0", "TimerStatus", 0},
    {"VirtualLineSelector", "Line1", "VirtualLineInput", 0},
    {"VirtualLineSelector", "Line1", "VirtualLineVoltage", 0},
    {"VirtualLineSelector", "Line1", "VirtualPulseVoltage", 5},
    {"VirtualLineSelector", "Line1", "VirtualPulseWidth", 1000},
    {"VirtualLineSelector", "Line1", "VirtualPulsePeriod", 10'000},
    {"VirtualLineSelector", "Line1", "VirtualPulseCount", 0},
    {"VirtualLineSelector", "Line1", "VirtualPulseStartTime", 0},
    {"VirtualLineSelector", "Line0", "VirtualSupplyVoltage", 12},
    {"UserOutputSelector", "UserOutput1", "UserOutputValue", 0},
};

TEST_F(IoFeatures, powerUp)
{
    EXPECT_EQ(integer("TriggerSelector"), 1) << "FrameStart";
    EXPECT_EQ(integer("LineStatusAll"), 0);
    for (const Value &v : kPowerUp) {
        ASSERT_TRUE(set(v.selector, v.entry)) << v.entry;
        const RegisterValue value = camera.feature(v.name);
        const auto *whole = std::get_if<std::int64_t>(&value);
        EXPECT_EQ(whole ? double(*whole) : std::get<double>(value), v.value) << v.entry << '.' << v.name;
    }
}

struct Kept
{
    const char *selector, *one, *other, *name, *value, *otherValue;
};

constexpr Kept kKept[] = {
    {"TriggerSelector", "FrameStart", "AcquisitionStart", "TriggerMode", "On", "Off"},
    {"TriggerSelector", "FrameStart", "AcquisitionStart", "TriggerSource", "Line2", "Line1"},
    {"TriggerSelector", "FrameStart", "AcquisitionStart", "TriggerActivation", "FallingEdge", "RisingEdge"},
    {"TriggerSelector", "FrameStart", "AcquisitionStart", "TriggerDelay", "7", "8"},
    {"LineSelector", "Line0", "Line1", "LineInverter", "true", "false"},
    {"LineSelector", "Line1", "Line2", "LineDebouncerTimeAbs", "3", "4"},
    {"UserOutputSelector", "UserOutput0", "UserOutput1", "UserOutputValue", "true", "false"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualLineInput", "Line2", "Line0"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualLineVoltage", "3", "4"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualPulseVoltage", "3", "4"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualPulseWidth", "3", "4"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualPulsePeriod", "30", "40"},
    {"VirtualLineSelector", "Line1", "Line2", "VirtualPulseCount", "3", "4"},
    {"VirtualLineSelector", "Line0", "Line2", "VirtualSupplyVoltage", "5", "24"},
};

TEST_F(IoFeatures, eachSelectorEntryKeepsItsOwn)
{
    for (const Kept &k : kKept) {
        ASSERT_TRUE(set(k.selector, k.one) && set(k.name, k.value)) << k.name;
        const RegisterValue first = camera.feature(k.name);
        ASSERT_TRUE(set(k.selector, k.other) && set(k.name, k.otherValue)) << k.name;
        const RegisterValue second = camera.feature(k.name);
        ASSERT_TRUE(set(k.selector, k.one));
        EXPECT_EQ(camera.feature(k.name), first) << k.name;
        EXPECT_NE(first, second) << k.name;
    }
}

struct Write
{
    const char *selector, *entry, *name;
    RegisterValue value;
    Status status;
};

const Write kWrites[] = {
    {"TriggerSelector", "FrameStart", "TriggerSelector", std::int64_t(2), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerSource", std::int64_t(1), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerSource", std::int64_t(4), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerMode", std::int64_t(2), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerDelay", 1'000'000.0, Status::Success},
    {"TriggerSelector", "FrameStart", "TriggerDelay", 1'000'000.1, Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerDelay", -0.001, Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerDelay", std::nan(""), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerSoftware", std::int64_t(1), Status::Success},
    {"TriggerSelector", "FrameStart", "TriggerSoftware", std::int64_t(0), Status::InvalidParameter},
    {"TriggerSelector", "FrameStart", "TriggerSource", std::int64_t(3), Status::Success},
    {"TriggerSelector", "FrameStart", "TriggerSoftware", std::int64_t(1), Status::AccessDenied},
    {"TriggerSelector", "AcquisitionStart", "TriggerSoftware", std::int64_t(1), Status::Success},
    {"TriggerSelector", "FrameStart", "TriggerCount", std::int64_t(1), Status::WriteProtect},
    {"LineSelector", "Line0", "LineMode", std::int64_t(0), Status::AccessDenied},
    {"LineSelector", "Line0", "LineMode", std::int64_t(1), Status::AccessDenied},
    {"LineSelector", "Line1", "LineMode", std::int64_t(1), Status::AccessDenied},
    {"LineSelector", "Line2", "LineMode", std::int64_t(2), Status::InvalidParameter},
    {"LineSelector", "Line0", "LineSource", std::int64_t(7), Status::InvalidParameter},
    {"LineSelector", "Line0", "LineDebouncerTimeAbs", 1.0, Status::AccessDenied},
    {"LineSelector", "Line1", "LineSource", std::int64_t(1), Status::AccessDenied},
    {"LineSelector", "Line2", "LineSource", std::int64_t(1), Status::AccessDenied},
    {"LineSelector", "Line2", "LineDebouncerTimeAbs", 1'000'001.0, Status::InvalidParameter},
    {"LineSelector", "Line2", "LineMode", std::int64_t(1), Status::Success},
    {"LineSelector", "Line2", "LineSource", std::int64_t(1), Status::Success},
    {"LineSelector", "Line2", "LineDebouncerTimeAbs", 1.0, Status::AccessDenied},
    {"LineSelector", "Line2", "LineStatus", std::int64_t(1), Status::WriteProtect},
    {"TimerSelector", "Timer0", "TimerSelector", std::int64_t(1), Status::InvalidParameter},
    {"TimerSelector", "Timer0", "TimerTriggerSource", std::int64_t(5), Status::InvalidParameter},
    {"TimerSelector", "Timer0", "TimerDuration", 0.5, Status::InvalidParameter},
    {"VirtualLineSelector", "Line0", "VirtualLineInput", std::int64_t(1), Status::InvalidParameter},
    {"VirtualLineSelector", "Line0", "VirtualLineInput", std::int64_t(0), Status::Success},
    {"VirtualLineSelector", "Line2", "VirtualLineInput", std::int64_t(3), Status::InvalidParameter},
    {"VirtualLineSelector", "Line2", "VirtualLineInput", std::int64_t(2), Status::Success},
    {"VirtualLineSelector", "Line1", "VirtualLineInput", std::int64_t(4), Status::InvalidParameter},
    {"VirtualLineSelector", "Line1", "VirtualPulseStart", std::int64_t(1), Status::AccessDenied},
    {"VirtualLineSelector", "Line1", "VirtualLineInput", std::int64_t(1), Status::Success},
    {"VirtualLineSelector", "Line1", "VirtualPulseStart", std::int64_t(1), Status::Success},
    {"VirtualLineSelector", "Line1", "VirtualPulsePeriod", 9.9, Status::InvalidParameter},
    {"VirtualLineSelector", "Line1", "VirtualPulseCount", std::int64_t(1'000'001), Status::InvalidParameter},
};

TEST_F(IoFeatures, whatCannotBeIsRefused)
{
    for (const Write &w : kWrites) {
        ASSERT_TRUE(set(w.selector, w.entry)) << w.entry;
        EXPECT_EQ(write(w.name, w.value), w.status) << w.entry << '.' << w.name << " row " << &w - kWrites;
    }
}

TEST_F(IoFeatures, operatorsMayChangeTriggersWhileStreaming)
{
    ASSERT_TRUE(set("AcquisitionStart", "1"));
    for (const Kept &k : kKept)
        EXPECT_TRUE(set(k.selector, k.one) && set(k.name, k.value)) << k.name;
}

TEST_F(IoFeatures, aSoftwareTriggerTakesAFrameAtItsTimestampAndDelay)
{
    set("TriggerMode", "On");
    set("TriggerDelay", "2500");
    set("AcquisitionStart", "1");
    EXPECT_EQ(frame(50), nullptr);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(command("TriggerSoftware"), Status::Success);
        const auto received = frame();
        ASSERT_TRUE(received);
        EXPECT_EQ(received->counter, std::uint64_t(i));
        EXPECT_EQ(std::int64_t(received->timestampNs), integer("TriggerTimestamp") + 2'500'000);
    }
    EXPECT_EQ(frame(50), nullptr);
    EXPECT_EQ(integer("TriggerCount"), 3);
    EXPECT_EQ(integer("TriggerMissedCount"), 0);
    command("TriggerSoftware");
    command("TriggerSoftware");
    EXPECT_EQ(integer("TriggerMissedCount"), 1);
    command("TriggerCountReset");
    EXPECT_EQ(integer("TriggerCount"), 0);
}

TEST_F(IoFeatures, aTrainAtLine1TakesFramesAtItsEdges)
{
    set("TriggerMode", "On");
    set("TriggerSource", "Line1");
    set("VirtualLineInput", "PulseTrain");
    set("VirtualPulsePeriod", "10000");
    set("VirtualPulseCount", "5");
    set("AcquisitionStart", "1");
    ASSERT_EQ(command("VirtualPulseStart"), Status::Success);
    const std::int64_t start = integer("VirtualPulseStartTime");
    for (int i = 0; i < 5; ++i) {
        const auto received = frame();
        ASSERT_TRUE(received);
        EXPECT_EQ(std::int64_t(received->timestampNs), start + std::int64_t(i) * 10'000'000);
    }
    EXPECT_EQ(frame(50), nullptr);
    EXPECT_EQ(integer("VirtualEdgeRisingCount"), 5);
    EXPECT_EQ(integer("VirtualEdgeRisingTime"), start + 40'000'000);
    EXPECT_EQ(integer("VirtualEdgeFallingTime"), start + 41'000'000);
    command("VirtualEdgeReset");
    EXPECT_EQ(integer("VirtualEdgeRisingCount"), 0);
    EXPECT_EQ(integer("VirtualEdgeRisingTime"), 0);
}

TEST_F(IoFeatures, linesShowTheirLevels)
{
    set("VirtualLineVoltage", "24"); // of Line1
    set("LineSelector", "Line0");
    set("LineInverter", "true");
    EXPECT_EQ(integer("LineStatusAll"), 0b011);
    EXPECT_EQ(integer("LineStatus"), 1);
    set("LineSelector", "Line2");
    EXPECT_EQ(integer("LineStatus"), 0);
    set("LineMode", "Output");
    set("LineSource", "UserOutput1");
    set("UserOutputSelector", "UserOutput1");
    set("UserOutputValue", "true");
    EXPECT_EQ(integer("LineStatusAll"), 0b111);
    set("LineSelector", "Line1");
    set("VirtualLineVoltage", "31");
    EXPECT_EQ(integer("LineLevel"), 3);
    EXPECT_EQ(integer("LineStatus"), 1);
}

TEST_F(IoFeatures, aWireFromLine0ToLine1TakesAFrame)
{
    set("TriggerMode", "On");
    set("TriggerSource", "Line1");
    set("VirtualLineInput", "Line0");
    set("LineSelector", "Line0");
    set("LineSource", "UserOutput0");
    set("AcquisitionStart", "1");
    set("UserOutputValue", "true");
    const auto received = frame();
    ASSERT_TRUE(received);
    EXPECT_EQ(std::int64_t(received->timestampNs), integer("VirtualEdgeRisingTime")) << "as the input saw it";
    set("VirtualLineSelector", "Line0");
    const std::int64_t pin = integer("VirtualEdgeRisingTime");
    EXPECT_GT(pin, std::int64_t(received->timestampNs)) << "90 % comes after the thresholds of the input";
    EXPECT_LT(pin - std::int64_t(received->timestampNs), 30'000);
}

TEST_F(IoFeatures, aResetOfTheClockForgetsTimesBeforeIt)
{
    set("TriggerMode", "On");
    set("AcquisitionStart", "1");
    command("TriggerSoftware");
    ASSERT_TRUE(frame());
    EXPECT_GT(integer("TriggerTimestamp"), 0);
    command("TimestampReset");
    EXPECT_EQ(integer("TriggerTimestamp"), 0);
}

TEST_F(IoFeatures, theRateLimitSaysWhatToChange)
{
    const auto limit = [this] { return integer("ResultingFrameRateLimit"); };
    EXPECT_EQ(limit(), 3) << "30/s is less than possible";
    set("AcquisitionFrameRateEnable", "false");
    EXPECT_EQ(limit(), 0) << "5 ms exposure of 48 rows";
    set("ExposureTime", "10");
    EXPECT_EQ(limit(), 1);
    set("TriggerMode", "On");
    EXPECT_EQ(limit(), 4);
    set("TriggerSelector", "AcquisitionStart");
    set("TriggerMode", "On");
    set("TriggerSelector", "FrameStart");
    set("TriggerMode", "Off");
    EXPECT_EQ(limit(), 1) << "an acquisition trigger limits no rate";
}

TEST_F(IoFeatures, theTimerRuns)
{
    set("TimerTriggerSource", "Line1");
    set("TimerDuration", "10000000");
    EXPECT_EQ(integer("TimerStatus"), 0);
    set("VirtualLineVoltage", "5");
    EXPECT_EQ(integer("TimerStatus"), 2);
    command("TimerReset");
    EXPECT_EQ(integer("TimerStatus"), 0);
}

// Whoever sets a fast train and goes away must not make the next register access slow.
TEST_F(IoFeatures, aFastTrainDoesNotSlowTheCamera)
{
    set("VirtualLineInput", "PulseTrain");
    set("VirtualPulsePeriod", "10");
    set("VirtualPulseWidth", "5");
    command("VirtualPulseStart");
    std::this_thread::sleep_for(milliseconds(200));
    const double before = cpuSeconds();
    const std::int64_t edges = integer("VirtualEdgeRisingCount");
    EXPECT_LT(cpuSeconds() - before, 0.003);
    EXPECT_GT(edges, 19'000);
}

} // namespace
} // namespace mv::vcam
