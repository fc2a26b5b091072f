// SPDX-License-Identifier: GPL-3.0-or-later
// LUTControl: the look-up table, a value at a time or as a whole.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

#include <utility>

namespace mv::vcam {

namespace {

constexpr std::size_t kTableBytes = 2 * LookUpTable::kSize;

Register valueRow(Settings &settings)
{
    const auto index = [&settings] { return settings.ispSelectors.lutIndex; };
    Register row{"LUTValue", 0x20800C, 4, RegisterKind::Integer, Access::ReadWrite};
    row.get = [&settings, index] { return std::int64_t(settings.isp.lut.values()[index()]); };
    row.set = [&settings, index](const RegisterValue &value) {
        const auto entry = std::get<std::int64_t>(value);
        if (entry < 0 || entry > LookUpTable::kHighest)
            return Status::InvalidParameter;
        settings.isp.lut.set(index(), std::uint16_t(entry));
        return Status::Success;
    };
    row.range = [] { return rangeText(0, LookUpTable::kHighest); };
    return row;
}

std::string bytesOf(const LookUpTable &table)
{
    std::string bytes;
    bytes.reserve(kTableBytes);
    for (const std::uint16_t value : table.values()) {
        bytes.push_back(char(value & 0xFF));
        bytes.push_back(char(value >> 8));
    }
    return bytes;
}

/// Every value must be one of 12 bits.
Status setTable(LookUpTable &table, const std::string &bytes)
{
    LookUpTable::Values values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto low = std::uint8_t(bytes[2 * i]), high = std::uint8_t(bytes[2 * i + 1]);
        values[i] = std::uint16_t(low | high << 8);
        if (values[i] > LookUpTable::kHighest)
            return Status::InvalidParameter;
    }
    table.set(values);
    return Status::Success;
}

} // namespace

std::vector<Register> lutRows(CameraState &state)
{
    Settings &s = state.settings;
    Register table{"LUTValueAll", 0x500000, kTableBytes, RegisterKind::Bytes, Access::ReadWrite};
    table.get = [&s] { return bytesOf(s.isp.lut); };
    table.set = [&s](const RegisterValue &value) { return setTable(s.isp.lut, std::get<std::string>(value)); };
    return {
        integerRow("LUTSelector", 0x208000, s.ispSelectors.lut, 0, 0, Lock::None, {{"Luminance", 0}}),
        writableIf(integerRow("LUTEnable", 0x208004, s.isp.lutEnable, 0, 1, Lock::None, booleanEntries()),
                   [&s] { return !s.isp.gammaActive(); }),
        integerRow("LUTIndex", 0x208008, s.ispSelectors.lutIndex, 0, LookUpTable::kHighest),
        valueRow(s),
        readOnlyRow("LUTIsAvailable", 0x208010, 4, RegisterKind::Integer,
                    [&s] { return std::int64_t(!s.isp.gammaActive()); }),
        std::move(table),
    };
}

} // namespace mv::vcam
