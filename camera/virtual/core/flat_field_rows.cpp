// SPDX-License-Identifier: GPL-3.0-or-later
// ShadingCorrection and DefectPixelCorrection.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

namespace {

/// A command that can be refused.
Register refusableRow(std::string_view name, std::uint64_t address, std::function<bool()> action)
{
    Register row = commandRow(name, address, [] {});
    row.set = [run = std::move(action)](const RegisterValue &value) {
        if (std::get<std::int64_t>(value) != 1)
            return Status::InvalidParameter;
        return run() ? Status::Success : Status::AccessDenied;
    };
    return row;
}

Register enableRow(CameraState &state)
{
    // A setting like any other, which acts once there are coefficients: a user set that holds On can be loaded before
    // them, or after they were lost.
    Register row =
        integerRow("FFCEnable", 0x20A000, state.settings.flatField.enable, 0, 1, Lock::None, {{"Off", 0}, {"On", 1}});
    return writableIf(std::move(row), [&state] { return state.flatField->coefficients() != nullptr; });
}

std::vector<Register> commandRows(CameraState &state)
{
    FlatField &flatField = *state.flatField;
    return {
        refusableRow("FFCCalibrate", 0x20A00C,
                     [&state] { return state.flatField->calibrate(state.settings, state.acquisition.active()); }),
        refusableRow("FFCAbort", 0x20A010, [&flatField] { return flatField.abort(); }),
        refusableRow("FFCSave", 0x20A028, [&flatField] { return flatField.save(); }),
        refusableRow("FFCLoad", 0x20A02C, [&flatField] { return flatField.load(); }),
        refusableRow("FFCClear", 0x20A030,
                     [&state] {
                         if (!state.flatField->clear())
                             return false;
                         state.settings.flatField.enable = {};
                         return true;
                     }),
    };
}

Register reasonRow(const FlatField &flatField)
{
    Register row = readOnlyRow("FFCRefusalReason", 0x20A01C, 4, RegisterKind::Integer,
                               [&flatField] { return std::int64_t(flatField.refusal()); });
    row.entries = {{"None", 0},
                   {"RatioAboveTwo", 1},
                   {"TooDark", 2},
                   {"TooBright", 3},
                   {"Saturated", 4},
                   {"DarkTooBright", 5},
                   {"DarkClipped", 6},
                   {"SettingsChanged", 7},
                   {"WrongOrder", 8},
                   {"NotStreaming", 9},
                   {"NotFullSensor", 10},
                   {"TestImageOn", 11},
                   {"GainOutOfRange", 12},
                   {"TooManyDefects", 13},
                   {"NotEnoughMemory", 14},
                   {"NothingStored", 15},
                   {"StoreFailed", 16}};
    return row;
}

std::vector<Register> statusRows(const FlatField &flatField)
{
    using enum RegisterKind;
    Register status =
        readOnlyRow("FFCStatus", 0x20A014, 4, Integer, [&flatField] { return std::int64_t(flatField.status()); });
    status.entries = {{"Idle", 0}, {"Running", 1}, {"Done", 2}, {"Refused", 3}};
    return {
        std::move(status),
        reasonRow(flatField),
        readOnlyRow("FFCProgress", 0x20A018, 4, Integer, [&flatField] { return std::int64_t(flatField.progress()); }),
        readOnlyRow("FFCRatio", 0x20A020, 8, Float, [&flatField] { return flatField.ratio(); }),
        readOnlyRow("FFCIsCalibrated", 0x20A034, 4, Integer,
                    [&flatField] { return std::int64_t(flatField.coefficients() != nullptr); }),
        readOnlyRow("FFCPedestal", 0x20A038, 4, Integer, [&flatField] { return flatField.pedestal(); }),
        readOnlyRow("DefectPixelCount", 0x20B004, 4, Integer,
                    [&flatField] { return std::int64_t(flatField.defects()->places().size()); }),
    };
}

} // namespace

std::vector<Register> flatFieldRows(CameraState &state)
{
    FlatFieldSettings &settings = state.settings.flatField;
    const bool implemented = state.config.model != Model::Basic;
    std::vector<Register> rows{
        enableRow(state),
        integerRow("FFCStageSelector", 0x20A004, settings.stage, 0, 2, Lock::None,
                   {{"DarkFpn", 0}, {"BrightPrnu", 1}, {"BrightShading", 2}}),
        integerRow("FFCFrameCount", 0x20A008, settings.frames, kFewestFlatFrames, kMostFlatFrames),
        writableIf(integerRow("DefectPixelCorrectionEnable", 0x20B000, settings.replaceDefects, 0, 1, Lock::None,
                              booleanEntries()),
                   [implemented] { return implemented; }),
    };
    for (auto &part : {commandRows(state), statusRows(*state.flatField)})
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

} // namespace mv::vcam
