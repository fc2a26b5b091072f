// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP answers written by hand.
#include "discovery_packets.h"

namespace mv::test {

namespace {

void append(Bytes &bytes, std::uint64_t value, int count)
{
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>((value >> shift) & 0xff));
}

void put32(Bytes &bytes, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<std::byte>((value >> (24 - 8 * i)) & 0xff);
}

void putText(Bytes &bytes, std::size_t at, std::size_t size, const std::string &text)
{
    for (std::size_t i = 0; i < size && i < text.size(); ++i)
        bytes[at + i] = static_cast<std::byte>(text[i]);
}

} // namespace

Bytes acknowledge(std::uint16_t status, std::uint16_t command, std::uint16_t id, const Bytes &payload)
{
    Bytes packet;
    append(packet, status, 2);
    append(packet, command, 2);
    append(packet, payload.size(), 2);
    append(packet, id, 2);
    packet.insert(packet.end(), payload.begin(), payload.end());
    return packet;
}

Bytes discoveryAcknowledge(const CameraIdentity &identity, std::uint16_t id)
{
    Bytes registers(0xF8);
    put32(registers, 0x00, 0x00020000);
    put32(registers, 0x04, 0x80000001);
    put32(registers, 0x08, static_cast<std::uint32_t>(identity.mac >> 32));
    put32(registers, 0x0C, static_cast<std::uint32_t>(identity.mac));
    put32(registers, 0x24, identity.address);
    put32(registers, 0x34, identity.mask);
    put32(registers, 0x44, identity.gateway);
    putText(registers, 0x48, 32, identity.vendor);
    putText(registers, 0x68, 32, identity.model);
    putText(registers, 0x88, 32, identity.version);
    putText(registers, 0xA8, 48, identity.info);
    putText(registers, 0xD8, 16, identity.serial);
    putText(registers, 0xE8, 16, identity.userName);
    return acknowledge(0, 0x0003, id, registers);
}

Bytes registerAcknowledge(std::uint32_t value, std::uint16_t id)
{
    Bytes payload;
    append(payload, value, 4);
    return acknowledge(0, 0x0081, id, payload);
}

} // namespace mv::test
