// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.6 and 3.7: the three lines, their directions, sources, levels and delays.
#include "tests/conformance/manual/line_bench.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

#include <algorithm>
#include <cmath>

namespace mv::test {
namespace {

const std::vector<std::string> kShort = {"ExposureTime=4000", "AcquisitionFrameRateEnable=false"};

/// Line2's driver may take that long; the manual gives no figure, and it is not opto-isolated.
constexpr std::uint64_t kDriverNs = 2000;

std::string modeOf(WireCamera &camera, const char *line)
{
    camera.set("LineSelector", line);
    return camera.entry("LineMode");
}

// 3.6

void directions()
{
    WireCamera camera;
    EXPECT_EQ(modeOf(camera, "Line0"), "Output");
    EXPECT_TRUE(camera.isLocked("LineMode"));
    EXPECT_EQ(camera.trySet("LineMode", "Input"), Answer::AccessDenied);
    EXPECT_EQ(modeOf(camera, "Line1"), "Input");
    EXPECT_TRUE(camera.isLocked("LineMode"));
    EXPECT_EQ(camera.trySet("LineMode", "Output"), Answer::AccessDenied);
    EXPECT_EQ(modeOf(camera, "Line2"), "Input");
    EXPECT_FALSE(camera.isLocked("LineMode"));
    camera.set("LineMode", "Output");
    EXPECT_EQ(modeOf(camera, "Line2"), "Output");
    EXPECT_EQ(modeOf(camera, "Line0"), "Output");
    EXPECT_EQ(modeOf(camera, "Line1"), "Input");
}

void formats()
{
    WireCamera camera;
    for (const char *line : {"Line0", "Line1"}) {
        camera.set("LineSelector", line);
        EXPECT_EQ(camera.entry("LineFormat"), "OptoCoupled") << line;
    }
    camera.set("LineSelector", "Line2");
    EXPECT_EQ(camera.entry("LineFormat"), "TTL");
}

void grayByDirection()
{
    WireCamera camera;
    camera.set("LineSelector", "Line0");
    EXPECT_TRUE(camera.isAvailable("LineSource"));
    camera.set("LineSelector", "Line1");
    EXPECT_FALSE(camera.isAvailable("LineSource"));
    EXPECT_EQ(camera.trySet("LineSource", "UserOutput0"), Answer::AccessDenied);
    camera.set("LineSelector", "Line2");
    EXPECT_FALSE(camera.isAvailable("LineSource"));
    camera.set("LineMode", "Output");
    EXPECT_TRUE(camera.isAvailable("LineSource"));
}

/// A switch by a user output: alarm light, light source, PLC.
void expectSwitch(const char *line)
{
    WireCamera camera;
    setOutput(camera, line, "UserOutput1");
    camera.set("UserOutputSelector", "UserOutput1");
    resetScope(camera, line);
    for (const bool on : {true, false, true}) {
        camera.set("UserOutputSelector", "UserOutput1");
        camera.set("UserOutputValue", on);
        EXPECT_EQ(lineStatus(camera, line), on);
        camera.set("UserOutputSelector", "UserOutput0");
        camera.set("UserOutputValue", !on); // is not this line's source
        EXPECT_EQ(lineStatus(camera, line), on);
    }
    camera.waitUntil(camera.now() + kNsPerMs); // the opto-coupler takes its time
    const Trace trace = scope(camera, line);
    EXPECT_EQ(trace.risingCount, 2);
    EXPECT_EQ(trace.fallingCount, 1);
}

void switches()
{
    expectSwitch("Line0");
    expectSwitch("Line2");
}

void levelReversal()
{
    for (const char *line : {"Line0", "Line2"}) {
        WireCamera camera;
        setOutput(camera, line, "UserOutput0");
        camera.set("UserOutputSelector", "UserOutput0");
        camera.set("LineInverter", true);
        EXPECT_TRUE(lineStatus(camera, line)) << line;
        camera.set("UserOutputValue", true);
        EXPECT_FALSE(lineStatus(camera, line)) << line;
        camera.set("LineInverter", false);
        EXPECT_TRUE(lineStatus(camera, line)) << line;
        camera.set("LineSource", "Off");
        EXPECT_FALSE(lineStatus(camera, line)) << line;
    }
}

void allLinesAtOnce()
{
    WireCamera camera;
    setVoltage(camera, "Line1", 5);
    setVoltage(camera, "Line2", 0);
    EXPECT_EQ(camera.integer("LineStatusAll"), 0b010);
    setVoltage(camera, "Line2", 5);
    setOutput(camera, "Line0", "UserOutput0");
    camera.set("UserOutputSelector", "UserOutput0");
    camera.set("UserOutputValue", true);
    EXPECT_EQ(camera.integer("LineStatusAll"), 0b111);
    setVoltage(camera, "Line1", 0);
    EXPECT_EQ(camera.integer("LineStatusAll"), 0b101);
}

void strobe()
{
    WireCamera camera(kShort);
    setOutput(camera, "Line2", "ExposureActive");
    arm(camera, "FrameStart", "Software");
    camera.start();
    resetScope(camera, "Line2");
    for (int i = 1; i <= 3; ++i) {
        softwareTrigger(camera);
        const Shot shot = camera.take(1)[0];
        const Trace trace = scope(camera, "Line2");
        EXPECT_EQ(trace.risingCount, i);
        EXPECT_EQ(trace.fallingCount, i);
        expectMoment("the light's beginning", trace.risingNs, shot.timestampNs, kDriverNs);
        expectMoment("the light's end", trace.fallingNs, shot.timestampNs + 4 * kNsPerMs, kDriverNs);
    }
}

void stopEndsStrobe()
{
    WireCamera camera({"ExposureTime=5000000"});
    setOutput(camera, "Line2", "ExposureActive");
    EXPECT_FALSE(lineStatus(camera, "Line2"));
    camera.start();
    EXPECT_TRUE(lineStatus(camera, "Line2"));
    camera.stop();
    EXPECT_FALSE(lineStatus(camera, "Line2"));
}

void waitingForTrigger()
{
    WireCamera camera({"ExposureTime=1000"});
    setOutput(camera, "Line2", "AcquisitionTriggerWait");
    arm(camera, "AcquisitionStart", "Software");
    arm(camera, "FrameStart", "Software");
    EXPECT_FALSE(lineStatus(camera, "Line2")) << "nothing waits before the start";
    camera.start();
    EXPECT_TRUE(lineStatus(camera, "Line2"));
    camera.set("LineSource", "FrameTriggerWait");
    EXPECT_FALSE(lineStatus(camera, "Line2"));
    softwareTrigger(camera, "AcquisitionStart");
    EXPECT_TRUE(lineStatus(camera, "Line2")) << "now a frame trigger is waited for";
    camera.set("LineSource", "AcquisitionTriggerWait");
    EXPECT_FALSE(lineStatus(camera, "Line2"));
    camera.stop();
    camera.set("LineSource", "FrameTriggerWait");
    EXPECT_FALSE(lineStatus(camera, "Line2"));
}

void timer()
{
    WireCamera camera(kShort);
    camera.set("TimerTriggerSource", "ExposureStart");
    camera.set("TimerDelay", 700.0);
    camera.set("TimerDuration", 2500.0);
    setOutput(camera, "Line2", "Timer0Active");
    arm(camera, "FrameStart", "Software");
    camera.start();
    resetScope(camera, "Line2");
    softwareTrigger(camera);
    const Shot shot = camera.take(1)[0];
    camera.waitUntil(shot.timestampNs + 10 * kNsPerMs);
    const Trace trace = scope(camera, "Line2");
    EXPECT_EQ(trace.risingCount, 1);
    expectMoment("the pulse's beginning", trace.risingNs, shot.timestampNs + 700 * kNsPerUs, kDriverNs);
    expectMoment("the pulse's end", trace.fallingNs, shot.timestampNs + 3200 * kNsPerUs, kDriverNs);
    EXPECT_EQ(camera.entry("TimerStatus"), "TimerIdle");
}

void timerByLine()
{
    WireCamera camera;
    camera.set("TimerTriggerSource", "Line1");
    camera.set("TimerDelay", 0.0);
    camera.set("TimerDuration", 1500.0);
    setOutput(camera, "Line2", "Timer0Active");
    resetScope(camera, "Line2");
    const Train train = sendAllPulses(camera, "Line1", {500, 20'000, 3});
    const Trace trace = scope(camera, "Line2");
    EXPECT_EQ(trace.risingCount, 3);
    expectMoment("the pulse's beginning", trace.risingNs, train.risingNs(2), kDriverNs);
    expectMoment("the pulse's end", trace.fallingNs, train.risingNs(2) + 1500 * kNsPerUs, kDriverNs);
}

void loop()
{
    WireCamera camera(kShort);
    setOutput(camera, "Line0", "UserOutput0");
    camera.set("UserOutputSelector", "UserOutput0");
    wire(camera, "Line1", "Line0");
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.start();
    for (int i = 0; i < 3; ++i) {
        resetScope(camera, "Line0");
        camera.set("UserOutputValue", true);
        const Shot shot = camera.take(1)[0];
        const Trace output = scope(camera, "Line0");
        EXPECT_EQ(output.risingCount, 1);
        // The input's threshold is crossed on the way to 90 % of the output's 12 V: the 24.06 us before, at the most.
        EXPECT_LE(shot.timestampNs, output.risingNs);
        EXPECT_GE(shot.timestampNs + 24'100, output.risingNs);
        camera.set("UserOutputValue", false);
        EXPECT_EQ(camera.drain(std::chrono::milliseconds(80)), 0u);
    }
}

// 3.7.1

void voltagesOfLine2()
{
    WireCamera camera;
    const std::pair<double, const char *> levels[] = {{0, "Logic0"},   {0.5, "Logic0"}, {0.79, "Logic0"},
                                                      {1.2, "Unsure"}, {3.3, "Logic1"}, {5, "Logic1"},
                                                      {24, "Logic1"},  {30, "Logic1"},  {30.5, "OverVoltage"}};
    for (const auto &[volts, level] : levels) {
        setVoltage(camera, "Line2", volts);
        EXPECT_EQ(lineLevel(camera, "Line2"), level) << volts << " V";
    }
}

void supplyOfLine2()
{
    const std::pair<double, bool> kSupplies[] = {{3.3, true}, {12, true}, {24, true}, {1.0, false}};
    for (const auto &[volts, works] : kSupplies) {
        WireCamera camera;
        camera.set("VirtualLineSelector", "Line2");
        camera.set("VirtualSupplyVoltage", volts);
        setOutput(camera, "Line2", "UserOutput0");
        wire(camera, "Line1", "Line2");
        camera.set("UserOutputSelector", "UserOutput0");
        camera.set("UserOutputValue", true);
        camera.waitUntil(camera.now() + kNsPerMs);
        EXPECT_EQ(lineStatus(camera, "Line1"), works) << volts << " V";
        camera.set("UserOutputValue", false);
        camera.waitUntil(camera.now() + kNsPerMs);
        EXPECT_FALSE(lineStatus(camera, "Line1")) << volts << " V";
    }
}

// 3.7.2

void logicLevels()
{
    WireCamera camera;
    const std::pair<double, const char *> levels[] = {
        {0, "Logic0"},    {1.0, "Logic0"}, {1.4, "Logic0"}, {1.41, "Unsure"}, {1.8, "Unsure"},       {2.2, "Unsure"},
        {2.21, "Logic1"}, {3.3, "Logic1"}, {24, "Logic1"},  {30, "Logic1"},   {30.01, "OverVoltage"}};
    for (const auto &[volts, level] : levels) {
        setVoltage(camera, "Line1", volts);
        EXPECT_EQ(lineLevel(camera, "Line1"), level) << volts << " V";
        if (level != std::string("Unsure") && level != std::string("OverVoltage")) {
            EXPECT_EQ(lineStatus(camera, "Line1"), level == std::string("Logic1")) << volts << " V";
        }
    }
}

std::size_t framesOfPulses(double volts)
{
    WireCamera camera(kShort);
    arm(camera, "FrameStart", "Line1", "RisingEdge");
    camera.start();
    sendAllPulses(camera, "Line1", {2000, 10'000, 5, volts});
    return camera.drain();
}

void voltageTriggers()
{
    EXPECT_EQ(framesOfPulses(1.3), 0u) << "logic 0 all the time";
    EXPECT_EQ(framesOfPulses(2.3), 5u);
    EXPECT_EQ(framesOfPulses(24), 5u);
}

// 3.7.3

struct OptoRow
{
    double volts, risingDelayUs, fallingDelayUs, risingUs, fallingUs;
};

/// Table 3-4; the delays of 24 V are those that the table's last row must mean (docs/virtual-camera.md).
constexpr OptoRow kTable34[] = {
    {5, 39.9, 8.06, 19.70, 3.20}, {12, 44.8, 11.8, 24.06, 5.22}, {24, 53.2, 17.1, 30.11, 8.10}};

void optoCouplerDelays()
{
    for (const OptoRow &row : kTable34) {
        WireCamera camera(kShort);
        camera.set("VirtualLineSelector", "Line0");
        camera.set("VirtualSupplyVoltage", row.volts);
        setOutput(camera, "Line0", "ExposureActive");
        arm(camera, "FrameStart", "Software");
        camera.start();
        softwareTrigger(camera);
        const Shot shot = camera.take(1)[0];
        camera.waitUntil(shot.timestampNs + 5 * kNsPerMs);
        const Trace trace = scope(camera, "Line0");
        EXPECT_EQ(trace.risingCount, 1);
        SCOPED_TRACE(std::to_string(row.volts) + " V");
        expectMoment("90 % after the rising edge", trace.risingNs,
                     shot.timestampNs + std::uint64_t(row.risingDelayUs * 1000), 20);
        expectMoment("10 % after the falling edge", trace.fallingNs,
                     shot.timestampNs + 4 * kNsPerMs + std::uint64_t(row.fallingDelayUs * 1000), 20);
    }
}

void expectEither(const char *what, double us, double one, double other)
{
    EXPECT_LT(std::min(std::abs(us - one), std::abs(us - other)), 0.02)
        << us << ' ' << what << " instead of " << one << " or " << other;
}

/// Line1 at Line0's pin has its edge where the voltage, which rises and falls evenly, enters or leaves the band between
/// logic 0 (1.4 V) and logic 1 (2.2 V).
void slopes()
{
    for (const OptoRow &row : kTable34) {
        SCOPED_TRACE(std::to_string(row.volts) + " V");
        WireCamera camera(kShort);
        camera.set("VirtualLineSelector", "Line0");
        camera.set("VirtualSupplyVoltage", row.volts);
        setOutput(camera, "Line0", "UserOutput0");
        wire(camera, "Line1", "Line0");
        for (const bool on : {true, false}) {
            camera.set("UserOutputValue", on);
            camera.waitUntil(camera.now() + kNsPerMs);
        }
        const Trace output = scope(camera, "Line0"), input = scope(camera, "Line1");
        const double up = double(std::int64_t(output.risingNs - input.risingNs)) / 1000;
        const double down = double(std::int64_t(output.fallingNs - input.fallingNs)) / 1000;
        const double low = 1.4 / row.volts, high = 2.2 / row.volts;
        expectEither("us before 90 %", up, row.risingUs * (0.9 - low) / 0.8, row.risingUs * (0.9 - high) / 0.8);
        expectEither("us before 10 %", down, row.fallingUs * (low - 0.1) / 0.8, row.fallingUs * (high - 0.1) / 0.8);
    }
}

void higherVoltageIsSlower()
{
    double lastRising = 0;
    for (const double volts : {5.0, 8.0, 12.0, 18.0, 24.0}) {
        WireCamera camera(kShort);
        camera.set("VirtualLineSelector", "Line0");
        camera.set("VirtualSupplyVoltage", volts);
        setOutput(camera, "Line0", "ExposureActive");
        arm(camera, "FrameStart", "Software");
        camera.start();
        softwareTrigger(camera);
        const Shot shot = camera.take(1)[0];
        const double rising = double(scope(camera, "Line0").risingNs - shot.timestampNs) / 1000;
        EXPECT_GT(rising, lastRising) << volts << " V";
        lastRising = rising;
    }
}

const Sentence kSentences[] = {
    {"3.6", "Directions", "Line 0 is an output; Line 2 can be set to input or output", directions},
    {"3.6", "Formats", "Line0 and Line1 are opto-isolated, Line2 is not", formats},
    {"3.6", "GrayByDirection", "configure the output by Digital IO Control: only where there is one", grayByDirection},
    {"3.6", "Switches", "the output can be used as switch on/off signal to control external devices", switches},
    {"3.6", "LevelReversal", "sent out through electrical level reversal", levelReversal},
    {"3.6", "AllLinesAtOnce", "the state of every line can be read", allLinesAtOnce},
    {"3.6", "Strobe", "a light source can be driven: high while a frame is exposed", strobe},
    {"3.6", "StopEndsStrobe", "and dark when the acquisition is stopped", stopEndsStrobe},
    {"3.6", "WaitingForTrigger", "the output says whether a trigger is waited for", waitingForTrigger},
    {"3.6", "Timer", "the output can be a pulse of its own length after the exposure's start", timer},
    {"3.6", "TimerByLine", "or after a signal at an input", timerByLine},
    {"3.6", "Loop", "a signal sent out by Line0 can trigger through Line1", loop},
    {"3.7.1", "VoltagesOfLine2", "low under 0.8 V; +3.3 to +24 V works; 30 V is extreme", voltagesOfLine2},
    {"3.7.1", "SupplyOfLine2", "+3.3 to +24 VDC works as output; less: possible error", supplyOfLine2},
    {"3.7.2", "LogicLevels", "0-1.4 V logic 0; > 1.4-2.2 V unsure; > 2.2 V logic 1; 30 V extreme", logicLevels},
    {"3.7.2", "VoltageTriggers", "only a signal that reaches logic 1 triggers", voltageTriggers},
    {"3.7.3", "OptoCouplerDelays", "Table 3-4: trigger delays of both edges at 5, 12 and 24 V", optoCouplerDelays},
    {"3.7.3", "Slopes", "Table 3-4: rising and falling time between 10 % and 90 %", slopes},
    {"3.7.3", "HigherVoltageIsSlower", "and between them the more slowly the higher the voltage",
     higherVoltageIsSlower},
};

MV_MANUAL_TABLE(Section_3_6, kSentences);

} // namespace
} // namespace mv::test
