// SPDX-License-Identifier: GPL-3.0-or-later
// A curve of 4096 points, 12 bits in and 12 bits out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace mv::vcam {

/// The values of LUTValueAll. A value: copies share their memory until one of them is changed. Thread: any, each copy
/// by one.
class LookUpTable
{
public:
    static constexpr std::size_t kSize = 4096;
    static constexpr std::uint16_t kHighest = 4095;
    using Values = std::array<std::uint16_t, kSize>;

    LookUpTable(); ///< every value is its index

    std::span<const std::uint16_t, kSize> values() const { return *m_values; }
    /// @p values must be at most kHighest.
    void set(const Values &values);
    void set(std::size_t index, std::uint16_t value);

    bool operator==(const LookUpTable &other) const
    {
        return m_values == other.m_values || *m_values == *other.m_values;
    }

private:
    std::shared_ptr<const Values> m_values;
};

} // namespace mv::vcam
