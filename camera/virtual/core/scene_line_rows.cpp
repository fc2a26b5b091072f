// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualScene, its lines: what the pins are wired to, and an oscilloscope at them.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/io/line_board.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

namespace {

LineSettings &selectedLine(IoSettings &io)
{
    return io.lines[io.virtualLineSelector];
}

// Line0 is never an input, and no pin can be wired to itself.
Register wiringRow(IoSettings &io)
{
    Register row =
        selectedEntryRow<Wiring>("VirtualLineInput", 0x2D1004, [&io]() -> Wiring & { return selectedLine(io).wiring; },
                                 {{"Constant", 0}, {"PulseTrain", 1}, {"Line0", 2}, {"Line2", 3}});
    row.set = [&io, set = row.set](const RegisterValue &value) {
        const bool isConstant = std::get<std::int64_t>(value) == std::int64_t(Wiring::Constant);
        const bool isItself =
            io.virtualLineSelector == 2 && std::get<std::int64_t>(value) == std::int64_t(Wiring::Line2);
        return (io.virtualLineSelector == 0 && !isConstant) || isItself ? Status::InvalidParameter : set(value);
    };
    return row;
}

Register numberRow(IoSettings &io, std::string_view name, std::uint64_t address, double LineSettings::*field,
                   double min, double max)
{
    return selectedFloatRow(
        name, address, [&io, field]() -> double & { return selectedLine(io).*field; }, min, max);
}

Register pulseCountRow(IoSettings &io)
{
    constexpr std::int64_t kMost = 1'000'000;
    return {"VirtualPulseCount",
            0x2D1028,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::None,
            [&io] { return std::int64_t(selectedLine(io).pulseCount); },
            [&io](const RegisterValue &value) {
                const auto count = std::get<std::int64_t>(value);
                if (count < 0 || count > kMost)
                    return Status::InvalidParameter;
                selectedLine(io).pulseCount = std::uint32_t(count);
                return Status::Success;
            },
            {},
            [] { return rangeText(0, kMost); }};
}

std::vector<Register> worldRows(IoSettings &io)
{
    return {
        integerRow("VirtualLineSelector", 0x2D1000, io.virtualLineSelector, 0, kLines - 1, Lock::None,
                   {{"Line0", 0}, {"Line1", 1}, {"Line2", 2}}),
        wiringRow(io),
        numberRow(io, "VirtualLineVoltage", 0x2D1008, &LineSettings::volts, 0, 60),
        numberRow(io, "VirtualPulseVoltage", 0x2D1010, &LineSettings::pulseVolts, 0, 60),
        numberRow(io, "VirtualPulseWidth", 0x2D1018, &LineSettings::pulseWidthUs, 1, 1e7),
        numberRow(io, "VirtualPulsePeriod", 0x2D1020, &LineSettings::pulsePeriodUs, 10, 1e7),
        pulseCountRow(io),
        numberRow(io, "VirtualSupplyVoltage", 0x2D1040, &LineSettings::supplyVolts, 0, 30),
    };
}

std::vector<Register> pulseRows(CameraState &state)
{
    IoSettings &io = state.settings.io;
    const auto hasGenerator = [&io] {
        return selectedLine(io).wiring == Wiring::PulseTrain && selectedLine(io).mode == LineMode::Input;
    };
    const auto start = [&state, &io] { state.acquisition.startPulses(io.virtualLineSelector, state.now()); };
    const auto stop = [&state, &io] { state.acquisition.stopPulses(io.virtualLineSelector, state.now()); };
    return {
        writableIf(commandRow("VirtualPulseStart", 0x2D102C, start), hasGenerator),
        writableIf(commandRow("VirtualPulseStop", 0x2D1030, stop), hasGenerator),
        readOnlyRow(
            "VirtualPulseStartTime", 0x2D1038, 8, RegisterKind::Integer,
            [&state, &io] { return state.onOwnClock(state.acquisition.lines().pulseStart(io.virtualLineSelector)); }),
    };
}

std::vector<Register> scopeRows(CameraState &state)
{
    IoSettings &io = state.settings.io;
    const auto row = [&state, &io](std::string_view name, std::uint64_t address, auto get) {
        return readOnlyRow(name, address, 8, RegisterKind::Integer,
                           [&state, &io, get] { return get(state.acquisition.lines().scope(io.virtualLineSelector)); });
    };
    return {
        row("VirtualEdgeRisingCount", 0x2D1048, [](const EdgeCounter &c) { return std::int64_t(c.rising); }),
        row("VirtualEdgeFallingCount", 0x2D1050, [](const EdgeCounter &c) { return std::int64_t(c.falling); }),
        row("VirtualEdgeRisingTime", 0x2D1058, [&state](const EdgeCounter &c) { return state.onOwnClock(c.risingAt); }),
        row("VirtualEdgeFallingTime", 0x2D1060,
            [&state](const EdgeCounter &c) { return state.onOwnClock(c.fallingAt); }),
        commandRow("VirtualEdgeReset", 0x2D1068,
                   [&state, &io] { state.acquisition.resetEdges(io.virtualLineSelector, state.now()); }),
    };
}

} // namespace

std::vector<Register> sceneLineRows(CameraState &state)
{
    std::vector<Register> rows = worldRows(state.settings.io);
    std::ranges::move(pulseRows(state), std::back_inserter(rows));
    std::ranges::move(scopeRows(state), std::back_inserter(rows));
    return rows;
}

} // namespace mv::vcam
