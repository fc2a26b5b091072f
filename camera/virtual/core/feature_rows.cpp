// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows of all categories share.
#include "camera/virtual/core/feature_rows.h"

#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/selected_rows.h"

#include <iterator>

namespace mv::vcam {

std::string rangeText(std::int64_t min, std::int64_t max, std::int64_t step)
{
    const std::string range = "from " + std::to_string(min) + " to " + std::to_string(max);
    return step == 1 ? range : range + " in steps of " + std::to_string(step);
}

Register floatRow(std::string_view name, std::uint64_t address, double &field, double min, double max)
{
    return selectedFloatRow(
        name, address, [&field]() -> double & { return field; }, min, max);
}

Register readOnlyRow(std::string_view name, std::uint64_t address, std::size_t size, RegisterKind kind,
                     std::function<RegisterValue()> get)
{
    return {name, address, size, kind, Access::ReadOnly, Lock::None, std::move(get)};
}

Register commandRow(std::string_view name, std::uint64_t address, std::function<void()> action)
{
    return {name,
            address,
            4,
            RegisterKind::Integer,
            Access::WriteOnly,
            Lock::None,
            {},
            [run = std::move(action)](const RegisterValue &value) {
                if (std::get<std::int64_t>(value) != 1)
                    return Status::InvalidParameter;
                run();
                return Status::Success;
            }};
}

std::vector<EnumEntry> booleanEntries()
{
    return {{"false", 0}, {"true", 1}, {"False", 0}, {"True", 1}, {"Off", 0}, {"On", 1}};
}

std::vector<Register> allFeatureRows(CameraState &state)
{
    std::vector<Register> all;
    for (auto *category :
         {deviceRows, imageRows, acquisitionRows, analogRows, lutRows, colorRows, lineRows, timerRows, streamRows,
          flatFieldRows, fileRows, userSetRows, eventRows, sceneRows, sceneLineRows, sensorRows, faultRows, gateRows}) {
        auto rows = category(state);
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    return all;
}

} // namespace mv::vcam
