// SPDX-License-Identifier: GPL-3.0-or-later
// AcquisitionControl: when frames are taken, how many, how fast, how long they are exposed.
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/frame_timing.h"

namespace mv::vcam {

namespace {

FrameTiming timingOf(const CameraState &state)
{
    return frameTiming(state.settings, state.payloadBytes());
}

Register frameRateRow(Settings &settings)
{
    Register row = floatRow("AcquisitionFrameRate", 0x202018, settings.frameRateHz, kMinFrameRateHz, kMaxFrameRateHz);
    row.set = [&settings, set = row.set](const RegisterValue &value) {
        return settings.frameRateEnable ? set(value) : Status::AccessDenied; // the XML locks it likewise
    };
    return row;
}

} // namespace

std::vector<Register> acquisitionRows(CameraState &state)
{
    Settings &s = state.settings;
    using enum RegisterKind;
    return {
        integerRow("AcquisitionMode", 0x202000, s.acquisitionMode, 0, 2, Lock::WhileStreaming,
                   {{"Continuous", 0}, {"SingleFrame", 1}, {"MultiFrame", 2}}),
        commandRow("AcquisitionStart", 0x202004, [&state] { state.startAcquisition(); }),
        commandRow("AcquisitionStop", 0x202008, [&state] { state.acquisition.stop(); }),
        integerRow("AcquisitionFrameCount", 0x20200C, s.acquisitionFrameCount, 1, 255, Lock::WhileStreaming),
        integerRow("AcquisitionFrameRateEnable", 0x202010, s.frameRateEnable, 0, 1, Lock::None, booleanEntries()),
        readOnlyRow("AcquisitionStatus", 0x202014, 4, Integer,
                    [&state] { return std::int64_t(state.acquisition.active()); }),
        frameRateRow(s),
        readOnlyRow("ResultingFrameRateAbs", 0x202020, 8, Float, [&state] { return timingOf(state).resultingRateHz; }),
        floatRow("ExposureTime", 0x202028, s.exposureUs, kMinExposureUs, kMaxExposureUs),
        readOnlyRow("SensorReadoutTime", 0x202030, 8, Float, [&state] { return timingOf(state).readoutUs; }),
    };
}

} // namespace mv::vcam
