// SPDX-License-Identifier: GPL-3.0-or-later
// CRC-32, eight bytes at a step: a map has millions of them.
#include "camera/virtual/core/flat_field/crc32.h"

#include <array>

namespace mv::vcam {

namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// Table k has the effect of a byte that k further ones follow.
constexpr Tables makeTables()
{
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0u);
        tables[0][byte] = crc;
    }
    for (std::size_t k = 1; k < tables.size(); ++k)
        for (std::size_t byte = 0; byte < 256; ++byte)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xFF];
    return tables;
}

constexpr Tables kTables = makeTables();

} // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before)
{
    std::uint32_t crc = ~before;
    while (bytes.size() >= 8) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            const std::uint32_t byte = bytes[i] ^ (i < 4 ? crc >> (8 * i) & 0xFF : 0u);
            next ^= kTables[7 - i][byte];
        }
        crc = next;
        bytes = bytes.subspan(8);
    }
    for (const std::uint8_t byte : bytes)
        crc = (crc >> 8) ^ kTables[0][(crc ^ byte) & 0xFF];
    return ~crc;
}

} // namespace mv::vcam
