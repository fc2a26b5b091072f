// SPDX-License-Identifier: GPL-3.0-or-later
// The feature registers, one function a category. A feature is added as a row here and a node in the XML.
#pragma once

#include "camera/virtual/core/register_map.h"

namespace mv::vcam {

class CameraState;

inline constexpr std::uint64_t kXmlAddress = 0x100000;
inline constexpr std::uint64_t kFeatureAddress = 0x200000; ///< every address below belongs to the wire, or is the XML

inline constexpr std::uint64_t kFaultAddress = 0x2F0000; ///< VirtualFault..., which no fault makes unreachable
inline constexpr std::uint64_t kFaultEnd = 0x2F1000;

/// The rows refer to @p state, which must outlive them.
std::vector<Register> deviceRows(CameraState &state);      // 0x200000
std::vector<Register> imageRows(CameraState &state);       // 0x201000
std::vector<Register> acquisitionRows(CameraState &state); // 0x202000
std::vector<Register> streamRows(CameraState &state);      // 0x203000 chunk data, 0x204000 payload
std::vector<Register> lineRows(CameraState &state);        // 0x205000
std::vector<Register> timerRows(CameraState &state);       // 0x206000
std::vector<Register> analogRows(CameraState &state);      // 0x207000
std::vector<Register> lutRows(CameraState &state);         // 0x208000, table at 0x500000
std::vector<Register> colorRows(CameraState &state);       // 0x209000
std::vector<Register> flatFieldRows(CameraState &state);   // 0x20A000 shading, 0x20B000 defects
std::vector<Register> fileRows(CameraState &state);        // 0x20C000, buffer at 0x600000
std::vector<Register> userSetRows(CameraState &state);     // 0x20D000
std::vector<Register> eventRows(CameraState &state);       // 0x20E000
std::vector<Register> sceneRows(CameraState &state);       // 0x2D0000
std::vector<Register> sceneLineRows(CameraState &state);   // 0x2D1000
std::vector<Register> sensorRows(CameraState &state);      // 0x2E0000
std::vector<Register> faultRows(CameraState &state);       // 0x2F0000
std::vector<Register> gateRows(CameraState &state);        // 0x2F1000
std::vector<Register> allFeatureRows(CameraState &state);

/// Register::range of numbers; no step for 1.
std::string rangeText(std::int64_t min, std::int64_t max, std::int64_t step = 1);

/// A RW integer register over @p field within [min, max].
template<typename T>
Register integerRow(std::string_view name, std::uint64_t address, T &field, std::int64_t min, std::int64_t max,
                    Lock lock = Lock::None, std::vector<EnumEntry> entries = {})
{
    return {name,
            address,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            lock,
            [&field] { return std::int64_t(field); },
            [&field, min, max](const RegisterValue &value) {
                const auto integer = std::get<std::int64_t>(value);
                if (integer < min || integer > max)
                    return Status::InvalidParameter;
                field = T(integer);
                return Status::Success;
            },
            std::move(entries),
            [min, max] { return rangeText(min, max); }};
}

/// A RW double register over @p field within [min, max]; refuses what is not a number.
Register floatRow(std::string_view name, std::uint64_t address, double &field, double min, double max);
/// A RO register.
Register readOnlyRow(std::string_view name, std::uint64_t address, std::size_t size, RegisterKind kind,
                     std::function<RegisterValue()> get);
/// A write-only register whose one legal value, 1, executes @p action.
Register commandRow(std::string_view name, std::uint64_t address, std::function<void()> action);

/// The entries of an automatic mode: Off, Once, Continuous.
const std::vector<EnumEntry> &autoEntries();
/// The entries of a switch.
std::vector<EnumEntry> booleanEntries();

} // namespace mv::vcam
