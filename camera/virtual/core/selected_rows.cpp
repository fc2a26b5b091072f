// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers behind selectors, and conditions.
#include "camera/virtual/core/selected_rows.h"
#include "camera/virtual/core/camera_state.h"

#include <sstream>

namespace mv::vcam {

Register selectedFloatRow(std::string_view name, std::uint64_t address, const Selected<double> &field, double min,
                          double max)
{
    return {name,
            address,
            8,
            RegisterKind::Float,
            Access::ReadWrite,
            Lock::None,
            [field] { return field(); },
            [field, min, max](const RegisterValue &value) {
                const double real = std::get<double>(value);
                if (!(real >= min && real <= max)) // also refuses NaN
                    return Status::InvalidParameter;
                field() = real;
                return Status::Success;
            },
            {},
            [min, max] {
                std::ostringstream text;
                text << "from " << min << " to " << max;
                return text.str();
            }};
}

Register writableIf(Register row, std::function<bool()> allowed)
{
    if (row.allowed) // both must hold
        allowed = [first = std::move(row.allowed), second = std::move(allowed)] { return first() && second(); };
    row.allowed = std::move(allowed);
    return row;
}

} // namespace mv::vcam
