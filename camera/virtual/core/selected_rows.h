// SPDX-License-Identifier: GPL-3.0-or-later
// Rows whose field depends on a selector, and rows that are not always there.
#pragma once

#include "camera/virtual/core/register_map.h"

#include <algorithm>

namespace mv::vcam {

/// The field that the selector chooses at present.
template<typename T> using Selected = std::function<T &()>;

/// A RW integer register that takes the values of @p entries and no other.
template<typename T>
Register selectedEntryRow(std::string_view name, std::uint64_t address, Selected<T> field,
                          std::vector<EnumEntry> entries)
{
    auto set = [field, entries](const RegisterValue &value) {
        const auto integer = std::get<std::int64_t>(value);
        if (std::ranges::find(entries, integer, &EnumEntry::value) == entries.end())
            return Status::InvalidParameter;
        field() = T(integer);
        return Status::Success;
    };
    return {name,
            address,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::None,
            [field] { return std::int64_t(field()); },
            std::move(set),
            std::move(entries)};
}

/// A RW double register within [min, max].
Register selectedFloatRow(std::string_view name, std::uint64_t address, const Selected<double> &field, double min,
                          double max);

/// @p row, but writing is refused (AccessDenied) unless @p allowed: what the XML says with pIsAvailable or pIsLocked.
Register writableIf(Register row, std::function<bool()> allowed);

} // namespace mv::vcam
