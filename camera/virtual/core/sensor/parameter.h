// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of sensor and scene as tables: what each is called, where it is and which values it can have.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace mv::vcam {

/// One number of an @p Owner (SensorParams or Scene). The one place for its limits: what the model refuses, what the
/// camera's registers accept and what a gate fault may reach all come from here. A value; thread: any.
template<typename Owner> struct Parameter
{
    using Field = std::variant<double *, std::uint32_t *>;

    std::string_view name; ///< of the feature that sets it
    double lowest, highest;
    Field (*field)(Owner &);

    double value(Owner &owner) const
    {
        return std::visit([](auto *number) { return double(*number); }, field(owner));
    }
    void clamp(Owner &owner) const
    {
        std::visit(
            [this](auto *number) {
                using Number = std::remove_pointer_t<decltype(number)>;
                *number = Number(std::clamp(double(*number), lowest, highest));
            },
            field(owner));
    }
};

/// A sentence saying that @p name must lie within its limits.
std::string limitsSentence(std::string_view name, double lowest, double highest);

/// limitsSentence() of the first parameter that is out of its limits or not a number.
template<typename Owner> std::optional<std::string> problemIn(std::span<const Parameter<Owner>> parameters, Owner owner)
{
    for (const Parameter<Owner> &parameter : parameters) {
        const double value = parameter.value(owner);
        if (!(value >= parameter.lowest && value <= parameter.highest))
            return limitsSentence(parameter.name, parameter.lowest, parameter.highest);
    }
    return std::nullopt;
}

} // namespace mv::vcam
