// SPDX-License-Identifier: GPL-3.0-or-later
// A number of GenApi: 64 bits with a sign, or a double, and never one where the other is meant.
#pragma once

#include <QtGlobal>

#include <cmath>
#include <optional>
#include <variant>

namespace mv {

/// Thread: any (a value).
class GenApiNumber
{
public:
    GenApiNumber(qint64 value) : m_value(value) {}
    GenApiNumber(double value) : m_value(value) {}

    bool isReal() const { return m_value.index() == 1; }
    double toReal() const { return isReal() ? std::get<double>(m_value) : double(std::get<qint64>(m_value)); }
    /// What stands behind the point is cut off; nothing if the number does not fit into 64 bits or is none.
    std::optional<qint64> toInteger() const { return isReal() ? truncated(std::get<double>(m_value)) : integer(); }

    static std::optional<qint64> truncated(double value)
    {
        // 2^63 is a double, the largest qint64 is not.
        constexpr double limit = 9223372036854775808.0;
        return value >= -limit && value < limit ? std::optional(qint64(value)) : std::nullopt;
    }

private:
    std::optional<qint64> integer() const { return std::get<qint64>(m_value); }

    std::variant<qint64, double> m_value;
};

} // namespace mv
