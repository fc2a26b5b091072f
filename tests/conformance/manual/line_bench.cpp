// SPDX-License-Identifier: GPL-3.0-or-later
// Generator, wires and oscilloscope.
#include "tests/conformance/manual/line_bench.h"

#include "tests/conformance/manual/timing.h"

#include <cmath>

namespace mv::test {

std::uint64_t Train::risingNs(std::size_t pulse) const
{
    return startNs + std::uint64_t(std::llround(double(pulse) * pulses.periodUs * 1000));
}

std::uint64_t Train::fallingNs(std::size_t pulse) const
{
    return risingNs(pulse) + std::uint64_t(std::llround(pulses.widthUs * 1000));
}

Train sendPulses(WireCamera &camera, const char *line, const Pulses &pulses)
{
    camera.set("VirtualLineSelector", line);
    camera.set("VirtualLineInput", "PulseTrain");
    camera.set("VirtualPulseVoltage", pulses.voltage);
    camera.set("VirtualPulseWidth", 1.0); // never wider than the period on the way
    camera.set("VirtualPulsePeriod", pulses.periodUs);
    camera.set("VirtualPulseWidth", pulses.widthUs);
    camera.set("VirtualPulseCount", pulses.count);
    camera.execute("VirtualPulseStart");
    return {std::uint64_t(camera.integer("VirtualPulseStartTime")), pulses};
}

Train sendAllPulses(WireCamera &camera, const char *line, const Pulses &pulses)
{
    const Train train = sendPulses(camera, line, pulses);
    camera.waitUntil(train.endNs());
    return train;
}

void setVoltage(WireCamera &camera, const char *line, double volts)
{
    camera.set("VirtualLineSelector", line);
    camera.set("VirtualLineInput", "Constant");
    camera.set("VirtualLineVoltage", volts);
}

void wire(WireCamera &camera, const char *line, const char *output)
{
    camera.set("VirtualLineSelector", line);
    camera.set("VirtualLineInput", output);
}

void resetScope(WireCamera &camera, const char *line)
{
    camera.set("VirtualLineSelector", line);
    camera.execute("VirtualEdgeReset");
}

Trace scope(WireCamera &camera, const char *line)
{
    camera.set("VirtualLineSelector", line);
    return {camera.integer("VirtualEdgeRisingCount"), camera.integer("VirtualEdgeFallingCount"),
            std::uint64_t(camera.integer("VirtualEdgeRisingTime")),
            std::uint64_t(camera.integer("VirtualEdgeFallingTime"))};
}

void setOutput(WireCamera &camera, const char *line, const char *source)
{
    camera.set("LineSelector", line);
    if (camera.entry("LineMode") != "Output")
        camera.set("LineMode", "Output");
    camera.set("LineSource", source);
}

void setDebouncer(WireCamera &camera, const char *line, double us)
{
    camera.set("LineSelector", line);
    camera.set("LineDebouncerTimeAbs", us);
}

bool lineStatus(WireCamera &camera, const char *line)
{
    camera.set("LineSelector", line);
    return camera.boolean("LineStatus");
}

std::string lineLevel(WireCamera &camera, const char *line)
{
    camera.set("LineSelector", line);
    return camera.entry("LineLevel");
}

void arm(WireCamera &camera, const char *selector, const char *source, const char *activation)
{
    camera.set("TriggerSelector", selector);
    camera.set("TriggerMode", "On");
    camera.set("TriggerSource", source);
    if (activation)
        camera.set("TriggerActivation", activation);
}

void softwareTrigger(WireCamera &camera, const char *selector)
{
    camera.set("TriggerSelector", selector);
    camera.execute("TriggerSoftware");
}

} // namespace mv::test
