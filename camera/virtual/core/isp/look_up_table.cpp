// SPDX-License-Identifier: GPL-3.0-or-later
// Sharing and changing tables.
#include "camera/virtual/core/isp/look_up_table.h"

#include <numeric>

namespace mv::vcam {

LookUpTable::LookUpTable()
{
    static const auto identity = [] {
        Values values;
        std::iota(values.begin(), values.end(), std::uint16_t(0));
        return std::make_shared<const Values>(values);
    }();
    m_values = identity;
}

void LookUpTable::set(const Values &values)
{
    m_values = std::make_shared<const Values>(values);
}

void LookUpTable::set(std::size_t index, std::uint16_t value)
{
    Values values = *m_values;
    values[index] = value;
    set(values);
}

} // namespace mv::vcam
