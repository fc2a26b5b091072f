// SPDX-License-Identifier: GPL-3.0-or-later
// ImageFormatControl: region of interest and pixel format.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam {

namespace {

// Size and offset of one direction: together they must stay on the sensor, each on its step.
Register sideRow(std::string_view name, std::uint64_t address, std::uint32_t &field, std::uint32_t min,
                 std::uint32_t step, const std::function<std::uint32_t()> &max)
{
    return {name,
            address,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::WhileStreaming,
            [&field] { return std::int64_t(field); },
            [&field, min, step, max](const RegisterValue &value) {
                const auto side = std::get<std::int64_t>(value);
                if (side < min || side > max() || side % step != 0)
                    return Status::InvalidParameter;
                field = std::uint32_t(side);
                return Status::Success;
            },
            {},
            [min, step, max] { return rangeText(min, max(), step); }};
}

Register pixelFormatRow(CameraState &state)
{
    std::vector<EnumEntry> entries;
    for (const PixelFormat &format : pixelFormats()) {
        if (state.offers(format))
            entries.push_back({format.name, format.code});
    }
    return {"PixelFormat",
            0x201020,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::WhileStreaming,
            [&state] { return std::int64_t(state.settings.pixelFormat); },
            [&state](const RegisterValue &value) {
                const PixelFormat *format = findPixelFormat(std::uint32_t(std::get<std::int64_t>(value)));
                if (!format || !state.offers(*format))
                    return Status::InvalidParameter;
                state.settings.pixelFormat = format->code;
                return Status::Success;
            },
            std::move(entries)};
}

Register constant(std::string_view name, std::uint64_t address, std::int64_t value)
{
    return readOnlyRow(name, address, 4, RegisterKind::Integer, [value] { return value; });
}

} // namespace

std::vector<Register> imageRows(CameraState &state)
{
    Settings &s = state.settings;
    const std::uint32_t sensorWidth = state.config.sensorWidth;
    const std::uint32_t sensorHeight = state.config.sensorHeight;
    return {
        constant("SensorWidth", 0x201000, sensorWidth),
        constant("SensorHeight", 0x201004, sensorHeight),
        constant("WidthMax", 0x201008, sensorWidth),
        constant("HeightMax", 0x20100C, sensorHeight),
        sideRow("Width", 0x201010, s.width, kMinWidth, kWidthStep,
                [&s, sensorWidth] { return sensorWidth - s.offsetX; }),
        sideRow("Height", 0x201014, s.height, kMinHeight, kHeightStep,
                [&s, sensorHeight] { return sensorHeight - s.offsetY; }),
        sideRow("OffsetX", 0x201018, s.offsetX, 0, kWidthStep, [&s, sensorWidth] { return sensorWidth - s.width; }),
        sideRow("OffsetY", 0x20101C, s.offsetY, 0, kHeightStep, [&s, sensorHeight] { return sensorHeight - s.height; }),
        pixelFormatRow(state),
        constant("ModelIsColor", 0x201024, state.config.model == Model::Color ? 1 : 0),
    };
}

} // namespace mv::vcam
