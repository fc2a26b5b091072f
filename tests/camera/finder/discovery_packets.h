// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP answers written by hand, from the standard's layout, without a line of the code under test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mv::test {

using Bytes = std::vector<std::byte>;

/// What a camera would say of itself.
struct CameraIdentity
{
    std::uint64_t mac = 0x02'00'5e'10'20'30;
    std::uint32_t address = 0x7f030001; ///< 127.3.0.1
    std::uint32_t mask = 0xff000000;
    std::uint32_t gateway = 0;
    std::string vendor = "Vendor";
    std::string model = "Model";
    std::string version = "1.2.3";
    std::string info = "information";
    std::string serial = "F0001";
    std::string userName = "bench";
};

/// An acknowledge with @p payload and a true length field.
Bytes acknowledge(std::uint16_t status, std::uint16_t command, std::uint16_t id, const Bytes &payload);
/// DISCOVERY_ACK, 8 + 0xF8 bytes. Texts longer than their register fill it without a NUL.
Bytes discoveryAcknowledge(const CameraIdentity &identity, std::uint16_t id);
/// READREG_ACK with one value.
Bytes registerAcknowledge(std::uint32_t value, std::uint16_t id);

} // namespace mv::test
