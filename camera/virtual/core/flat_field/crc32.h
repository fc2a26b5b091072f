// SPDX-License-Identifier: GPL-3.0-or-later
// The checksum of everything that this camera stores.
#pragma once

#include <cstdint>
#include <span>

namespace mv::vcam {

/// CRC-32 as in zip and PNG (polynomial 0x04C11DB7, reflected, start and end inverted): "123456789" gives CBF43926.
/// @p before: the CRC of what went before, to go on with. Thread: any.
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

} // namespace mv::vcam
