// SPDX-License-Identifier: GPL-3.0-or-later
// Integers to and from bytes in a stated byte order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mv::vcam {

/// Writes the low dst.size() bytes (at most 8) of @p value in @p order. Thread: any.
inline void storeInteger(std::span<std::uint8_t> dst, std::uint64_t value, std::endian order)
{
    for (std::size_t i = 0; i < dst.size(); ++i) {
        const std::size_t at = order == std::endian::little ? i : dst.size() - 1 - i;
        dst[at] = std::uint8_t(value >> (8 * i));
    }
}

/// Reads src.size() bytes (at most 8) as an unsigned integer in @p order. Thread: any.
inline std::uint64_t loadInteger(std::span<const std::uint8_t> src, std::endian order)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < src.size(); ++i) {
        const std::size_t at = order == std::endian::little ? i : src.size() - 1 - i;
        value |= std::uint64_t(src[at]) << (8 * i);
    }
    return value;
}

} // namespace mv::vcam
