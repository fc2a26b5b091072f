// SPDX-License-Identifier: GPL-3.0-or-later
// The bench around the camera's plug: pulse generator, wires and oscilloscope, by the features of VirtualScene.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

namespace mv::test {

/// A train of pulses between 0 V and a voltage.
struct Pulses
{
    double widthUs = 1000, periodUs = 10'000;
    int count = 0; ///< 0: without end
    double voltage = 5;
};

/// When a train's edges are on the camera's clock, before any debouncer.
struct Train
{
    std::uint64_t startNs = 0;
    Pulses pulses;

    std::uint64_t risingNs(std::size_t pulse) const;
    std::uint64_t fallingNs(std::size_t pulse) const;
    /// After the last pulse and its pause.
    std::uint64_t endNs() const { return risingNs(std::size_t(pulses.count)); }
};

/// What the oscilloscope saw since it was reset.
struct Trace
{
    std::int64_t risingCount = 0, fallingCount = 0;
    std::uint64_t risingNs = 0, fallingNs = 0; ///< of the last edges
};

/// Sends @p pulses into input @p line; the first edge comes a millisecond later.
Train sendPulses(WireCamera &camera, const char *line, const Pulses &pulses);
/// Sends a limited train and waits for its end.
Train sendAllPulses(WireCamera &camera, const char *line, const Pulses &pulses);
/// Puts a constant voltage on input @p line.
void setVoltage(WireCamera &camera, const char *line, double volts);
/// Wires the pin of input @p line to that of @p output.
void wire(WireCamera &camera, const char *line, const char *output);

void resetScope(WireCamera &camera, const char *line);
Trace scope(WireCamera &camera, const char *line);

/// Makes @p line an output (Line2) or takes it as the one it is (Line0), driven by @p source.
void setOutput(WireCamera &camera, const char *line, const char *source);
void setDebouncer(WireCamera &camera, const char *line, double us);
bool lineStatus(WireCamera &camera, const char *line);
/// What the camera makes of the voltage at an input.
std::string lineLevel(WireCamera &camera, const char *line);

/// Switches a trigger on; leaves it selected.
void arm(WireCamera &camera, const char *selector, const char *source, const char *activation = nullptr);
/// Executes TriggerSoftware of @p selector.
void softwareTrigger(WireCamera &camera, const char *selector = "FrameStart");

} // namespace mv::test
