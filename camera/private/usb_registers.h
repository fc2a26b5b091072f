// SPDX-License-Identifier: GPL-3.0-or-later
// USB3 Vision's bootstrap registers, as far as they are needed (USB3 Vision 1.1, 4.4; GenCP 1.1, 3.2).
#pragma once

#include <cstdint>

namespace mv::u3v {

// ABRM
constexpr std::uint64_t maxResponseTime = 0x1CC; // ms, 32 bit
constexpr std::uint64_t manifestTable = 0x1D0;   // address, 64 bit
constexpr std::uint64_t sbrmAddress = 0x1D8;     // 64 bit
// SBRM
constexpr std::uint64_t maxCommand = 0x14;
constexpr std::uint64_t maxAcknowledge = 0x18;
constexpr std::uint64_t sirmAddress = 0x20; // 64 bit
constexpr std::uint64_t eirmAddress = 0x2C; // 64 bit
constexpr std::uint64_t eirmLength = 0x34;
// SIRM
constexpr std::uint64_t streamInfo = 0x00; // alignment: 1 << bits 24–31
constexpr std::uint64_t streamControl = 0x04;
constexpr std::uint32_t streamEnable = 1;
constexpr std::uint64_t requiredPayload = 0x08; // 64 bit
constexpr std::uint64_t requiredLeader = 0x10;
constexpr std::uint64_t requiredTrailer = 0x14;
// EIRM
constexpr std::uint64_t eventControl = 0x00;
constexpr std::uint32_t eventEnable = 1;

} // namespace mv::u3v
