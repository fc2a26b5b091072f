// SPDX-License-Identifier: GPL-3.0-or-later
// Triggers, lines, timer, and what the lines are wired to, as the features have them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace mv::vcam {

/// A time that never comes, on the camera's clock.
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

enum class TriggerKind : std::uint32_t { AcquisitionStart = 0, FrameStart = 1 };
enum class TriggerSource : std::uint32_t { Software = 0, Line1 = 2, Line2 = 3 };
enum class TriggerActivation : std::uint32_t { RisingEdge = 0, FallingEdge = 1 };

/// One entry of TriggerSelector. A value; thread: any.
struct TriggerSettings
{
    bool on = false;
    TriggerSource source = TriggerSource::Software;
    TriggerActivation activation = TriggerActivation::RisingEdge;
    double delayUs = 0;
    bool operator==(const TriggerSettings &) const = default;
};

/// Line0 is the opto-isolated output, Line1 the opto-isolated input, Line2 the bidirectional line without isolation.
inline constexpr std::size_t kLines = 3;

enum class LineMode : std::uint32_t { Input = 0, Output = 1 };
enum class LineSource : std::uint32_t {
    Off = 0,
    ExposureActive = 1,
    FrameTriggerWait = 2,
    AcquisitionTriggerWait = 3,
    UserOutput0 = 4,
    UserOutput1 = 5,
    Timer0Active = 6
};
/// What a line's pin is connected to outside the camera: a source of voltage, or another line's pin.
enum class Wiring : std::uint32_t { Constant = 0, PulseTrain = 1, Line0 = 2, Line2 = 3 };

/// One entry of LineSelector, and of VirtualLineSelector: the world at its pin. A value; thread: any.
struct LineSettings
{
    LineMode mode = LineMode::Input;
    bool inverter = false;
    LineSource source = LineSource::Off; ///< of an output
    double debouncerUs = 0;              ///< of an input
    Wiring wiring = Wiring::Constant;    ///< of an input
    double volts = 0;                    ///< Wiring::Constant
    double pulseVolts = 5;               ///< high level of Wiring::PulseTrain; the low one is 0 V
    double pulseWidthUs = 1000;
    double pulsePeriodUs = 10'000;
    std::uint32_t pulseCount = 0; ///< pulses of a train; 0: endless
    double supplyVolts = 12;      ///< pull-up of an output
    bool operator==(const LineSettings &) const = default;
};

enum class TimerTrigger : std::uint32_t { Off = 0, ExposureStart = 1, FrameTrigger = 2, Line1 = 3, Line2 = 4 };

/// Timer0. A value; thread: any.
struct TimerSettings
{
    TimerTrigger trigger = TimerTrigger::Off;
    double delayUs = 0;
    double durationUs = 100;
    bool operator==(const TimerSettings &) const = default;
};

/// A value; thread: any.
struct IoSettings
{
    std::array<TriggerSettings, 2> triggers; ///< by TriggerKind
    std::array<LineSettings, kLines> lines{{{.mode = LineMode::Output}, {}, {}}};
    std::array<bool, 2> userOutputs{};
    TimerSettings timer;
    TriggerKind triggerSelector = TriggerKind::FrameStart;
    std::uint32_t lineSelector = 1; ///< the input, which most people look for first
    std::uint32_t userOutputSelector = 0;
    std::uint32_t timerSelector = 0;
    std::uint32_t virtualLineSelector = 1;

    TriggerSettings &selectedTrigger() { return triggers[std::size_t(triggerSelector)]; }
    bool operator==(const IoSettings &) const = default;
};

} // namespace mv::vcam
