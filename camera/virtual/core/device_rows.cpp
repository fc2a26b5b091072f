// SPDX-License-Identifier: GPL-3.0-or-later
// DeviceControl: who the camera is, its clock, its frame counts.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

#include <algorithm>

namespace mv::vcam {

namespace {

Register fixedText(std::string_view name, std::uint64_t address, std::size_t size, std::string text)
{
    return readOnlyRow(name, address, size, RegisterKind::Text, [value = std::move(text)] { return value; });
}

constexpr std::size_t kUserIdBytes = 16;
constexpr char kOtherFirmware[] = "99.0.0"; // of the fault VirtualFaultFirmware

// The last byte stays NUL, so that no reader runs past the end; control characters would break the state file.
Status setUserId(CameraState &state, const std::string &text)
{
    const bool printable = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (text.size() >= kUserIdBytes || !printable)
        return Status::InvalidParameter;
    state.settings.userId = text;
    return Status::Success;
}

Register linkThroughputRow(Settings &settings)
{
    Register row = integerRow("DeviceLinkThroughputLimit", 0x200140, settings.linkBytesPerSecond,
                              kMinLinkBytesPerSecond, kMaxLinkBytesPerSecond);
    row.size = 8;
    return row;
}

} // namespace

std::vector<Register> deviceRows(CameraState &state)
{
    using enum RegisterKind;
    return {
        fixedText("DeviceVendorName", 0x200000, 32, kVendorName),
        fixedText("DeviceModelName", 0x200020, 32, modelName(state.config.model)),
        fixedText("DeviceVersion", 0x200040, 32, MV_VERSION),
        fixedText("DeviceManufacturerInfo", 0x200060, 48, kManufacturerInfo),
        fixedText("DeviceSerialNumber", 0x200090, 16, state.config.serial),
        {"DeviceUserID", 0x2000A0, kUserIdBytes, Text, Access::ReadWrite, Lock::None,
         [&state] { return state.settings.userId; },
         [&state](const RegisterValue &value) { return setUserId(state, std::get<std::string>(value)); }},
        readOnlyRow("DeviceFirmwareVersion", 0x2000B0, 32, Text,
                    [&state] { return std::string(state.settings.faults.firmware ? kOtherFirmware : MV_VERSION); }),
        commandRow("TimestampLatch", 0x200100, [&state] { state.latchedTimestamp = state.timestamp(); }),
        commandRow("TimestampReset", 0x200104, [&state] { state.timestampOrigin = state.now(); }),
        readOnlyRow("TimestampLatchValue", 0x200108, 8, Integer, [&state] { return state.latchedTimestamp; }),
        readOnlyRow("FrameSentCount", 0x200120, 8, Integer, [&state] { return std::int64_t(state.framesSent); }),
        readOnlyRow("FrameDroppedCount", 0x200128, 8, Integer,
                    [&state] { return std::int64_t(state.acquisition.dropped() + state.framesUnsent); }),
        integerRow("DeviceTemperatureSelector", 0x200130, state.settings.temperatureSelector, 0, 0, Lock::None,
                   {{"Sensor", 0}}),
        readOnlyRow("DeviceTemperature", 0x200138, 8, Float, [&state] { return state.temperature(); }),
        linkThroughputRow(state.settings),
    };
}

} // namespace mv::vcam
