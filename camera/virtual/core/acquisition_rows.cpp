// SPDX-License-Identifier: GPL-3.0-or-later
// AcquisitionControl: when frames are taken, how many, how fast, how long they are exposed.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

namespace {

Register frameRateRow(Settings &settings)
{
    return writableIf(
        floatRow("AcquisitionFrameRate", 0x202018, settings.frameRateHz, kMinFrameRateHz, kMaxFrameRateHz),
        [&settings] { return settings.frameRateEnable; });
}

const std::vector<EnumEntry> kRateLimits{
    {"Exposure", 0}, {"SensorReadout", 1}, {"LinkThroughput", 2}, {"AcquisitionFrameRate", 3}, {"Trigger", 4}};

std::vector<Register> frameRows(CameraState &state)
{
    Settings &s = state.settings;
    using enum RegisterKind;
    Register limit = readOnlyRow("ResultingFrameRateLimit", 0x202038, 4, Integer,
                                 [&state] { return std::int64_t(state.timing().limit); });
    limit.entries = kRateLimits;
    return {
        integerRow("AcquisitionMode", 0x202000, s.acquisitionMode, 0, 2, Lock::WhileStreaming,
                   {{"Continuous", 0}, {"SingleFrame", 1}, {"MultiFrame", 2}}),
        commandRow("AcquisitionStart", 0x202004, [&state] { state.startAcquisition(); }),
        commandRow("AcquisitionStop", 0x202008, [&state] { state.acquisition.stop(state.now()); }),
        integerRow("AcquisitionFrameCount", 0x20200C, s.acquisitionFrameCount, 1, 255, Lock::WhileStreaming),
        integerRow("AcquisitionFrameRateEnable", 0x202010, s.frameRateEnable, 0, 1, Lock::None, booleanEntries()),
        readOnlyRow("AcquisitionStatus", 0x202014, 4, Integer,
                    [&state] { return std::int64_t(state.acquisition.active()); }),
        frameRateRow(s),
        readOnlyRow("ResultingFrameRateAbs", 0x202020, 8, Float, [&state] { return state.timing().resultingRateHz(); }),
        writableIf(floatRow("ExposureTime", 0x202028, s.exposureUs, kMinExposureUs, kMaxExposureUs),
                   [&s] { return s.autos.exposure == AutoMode::Off; }),
        readOnlyRow("SensorReadoutTime", 0x202030, 8, Float, [&state] { return state.timing().readoutUs(); }),
        std::move(limit),
        integerRow("ExposureAuto", 0x202080, s.autos.exposure, 0, 2, Lock::None, autoEntries()),
    };
}

std::vector<Register> triggerRows(CameraState &state)
{
    IoSettings &io = state.settings.io;
    using enum RegisterKind;
    const auto row = [&state](std::string_view name, std::uint64_t address, auto get) {
        return readOnlyRow(name, address, 8, Integer,
                           [&state, get] { return get(state.acquisition.trigger(state.settings.io.triggerSelector)); });
    };
    const auto trigger = [&state] {
        state.acquisition.softwareTrigger(state.settings.io.triggerSelector, state.now());
    };
    const auto isSoftware = [&io] { return io.selectedTrigger().source == TriggerSource::Software; };
    return {
        integerRow("TriggerSelector", 0x202040, io.triggerSelector, 0, 1, Lock::None,
                   {{"AcquisitionStart", 0}, {"FrameStart", 1}}),
        selectedEntryRow<bool>("TriggerMode", 0x202044, [&io]() -> bool & { return io.selectedTrigger().on; },
                               {{"Off", 0}, {"On", 1}}),
        selectedEntryRow<TriggerSource>("TriggerSource", 0x202048,
                                        [&io]() -> TriggerSource & { return io.selectedTrigger().source; },
                                        {{"Software", 0}, {"Line1", 2}, {"Line2", 3}}),
        selectedEntryRow<TriggerActivation>("TriggerActivation", 0x20204C,
                                            [&io]() -> TriggerActivation & { return io.selectedTrigger().activation; },
                                            {{"RisingEdge", 0}, {"FallingEdge", 1}}),
        selectedFloatRow(
            "TriggerDelay", 0x202050, [&io]() -> double & { return io.selectedTrigger().delayUs; }, 0, 1'000'000),
        writableIf(commandRow("TriggerSoftware", 0x202058, trigger), isSoftware),
        row("TriggerCount", 0x202060, [](const Trigger &t) { return std::int64_t(t.received); }),
        row("TriggerMissedCount", 0x202068, [](const Trigger &t) { return std::int64_t(t.missed); }),
        commandRow("TriggerCountReset", 0x202070,
                   [&state] { state.acquisition.resetTriggerCounts(state.settings.io.triggerSelector); }),
        row("TriggerTimestamp", 0x202078, [&state](const Trigger &t) { return state.onOwnClock(t.acceptedAt); }),
    };
}

} // namespace

std::vector<Register> acquisitionRows(CameraState &state)
{
    std::vector<Register> rows = frameRows(state);
    std::ranges::move(triggerRows(state), std::back_inserter(rows));
    return rows;
}

} // namespace mv::vcam
