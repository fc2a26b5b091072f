// SPDX-License-Identifier: GPL-3.0-or-later
// DigitalIOControl: the lines of the camera's port.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/io/line_board.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

namespace {

constexpr std::uint32_t kBidirectional = 2;

Register modeRow(IoSettings &io)
{
    Register row = selectedEntryRow<LineMode>("LineMode", 0x205004,
                                              [&io]() -> LineMode & { return io.lines[io.lineSelector].mode; },
                                              {{"Input", 0}, {"Output", 1}});
    // No condition that may hold at another time: the other lines are built for one direction.
    row.set = [&io, set = row.set](const RegisterValue &value) {
        return io.lineSelector == kBidirectional ? set(value) : Status::AccessDenied;
    };
    return row;
}

Register sourceRow(IoSettings &io)
{
    return writableIf(selectedEntryRow<LineSource>("LineSource", 0x205014,
                                                   [&io]() -> LineSource & { return io.lines[io.lineSelector].source; },
                                                   {{"Off", 0},
                                                    {"ExposureActive", 1},
                                                    {"FrameTriggerWait", 2},
                                                    {"AcquisitionTriggerWait", 3},
                                                    {"UserOutput0", 4},
                                                    {"UserOutput1", 5},
                                                    {"Timer0Active", 6}}),
                      [&io] { return io.lines[io.lineSelector].mode == LineMode::Output; });
}

Register debouncerRow(IoSettings &io)
{
    return writableIf(selectedFloatRow(
                          "LineDebouncerTimeAbs", 0x205018,
                          [&io]() -> double & { return io.lines[io.lineSelector].debouncerUs; }, 0, 1'000'000),
                      [&io] { return io.lines[io.lineSelector].mode == LineMode::Input; });
}

// Read-only rows with names for their values.
std::vector<Register> statusRows(CameraState &state)
{
    const IoSettings &io = state.settings.io;
    const LineBoard &lines = state.acquisition.lines();
    using enum RegisterKind;
    Register format = readOnlyRow("LineFormat", 0x205008, 4, Integer,
                                  [&io] { return std::int64_t(io.lineSelector == kBidirectional); });
    format.entries = {{"OptoCoupled", 0}, {"TTL", 1}};
    Register level = readOnlyRow("LineLevel", 0x20502C, 4, Integer,
                                 [&io, &lines] { return std::int64_t(lines.lineLevel(io.lineSelector)); });
    level.entries = {{"Logic0", 0}, {"Logic1", 1}, {"Unsure", 2}, {"OverVoltage", 3}};
    return {
        std::move(format),
        std::move(level),
        readOnlyRow("LineStatus", 0x205010, 4, Integer,
                    [&io, &lines] { return std::int64_t(lines.level(io.lineSelector)); }),
        readOnlyRow("LineStatusAll", 0x205020, 4, Integer, [&lines] { return std::int64_t(lines.allLevels()); }),
    };
}

} // namespace

std::vector<Register> lineRows(CameraState &state)
{
    IoSettings &io = state.settings.io;
    std::vector<Register> rows{
        integerRow("LineSelector", 0x205000, io.lineSelector, 0, kLines - 1, Lock::None,
                   {{"Line0", 0}, {"Line1", 1}, {"Line2", 2}}),
        modeRow(io),
        selectedEntryRow<bool>(
            "LineInverter", 0x20500C, [&io]() -> bool & { return io.lines[io.lineSelector].inverter; },
            booleanEntries()),
        sourceRow(io),
        debouncerRow(io),
        integerRow("UserOutputSelector", 0x205024, io.userOutputSelector, 0, 1, Lock::None,
                   {{"UserOutput0", 0}, {"UserOutput1", 1}}),
        selectedEntryRow<bool>(
            "UserOutputValue", 0x205028, [&io]() -> bool & { return io.userOutputs[io.userOutputSelector]; },
            booleanEntries()),
    };
    std::ranges::move(statusRows(state), std::back_inserter(rows));
    return rows;
}

} // namespace mv::vcam
