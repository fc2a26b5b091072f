// SPDX-License-Identifier: GPL-3.0-or-later
// Registers for a table of parameters.
#pragma once

#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/sensor/parameter.h"

namespace mv::vcam {

/// A row a parameter of @p owner within its limits, from @p address on, one every 8 bytes.
template<typename Owner>
std::vector<Register> parameterRows(std::span<const Parameter<Owner>> parameters, Owner &owner, std::uint64_t address)
{
    std::vector<Register> rows;
    for (const Parameter<Owner> &p : parameters) {
        if (auto field = p.field(owner); auto *real = std::get_if<double *>(&field))
            rows.push_back(floatRow(p.name, address, **real, p.lowest, p.highest));
        else
            rows.push_back(integerRow(p.name, address, *std::get<std::uint32_t *>(field), std::int64_t(p.lowest),
                                      std::int64_t(p.highest)));
        address += 8;
    }
    return rows;
}

} // namespace mv::vcam
