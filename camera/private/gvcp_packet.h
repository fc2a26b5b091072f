// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP packets as far as discovery needs them: built and parsed as values, no socket.
#pragma once

#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mv::gvcp {

/// The UDP port of every GigE Vision device (GigE Vision, GVCP).
inline constexpr std::uint16_t devicePort = 3956;
/// Bootstrap register Control Channel Privilege: bit 0 exclusive access, bit 1 control access.
inline constexpr std::uint32_t controlChannelPrivilege = 0x0A00;
inline constexpr std::uint32_t privilegeTaken = 0x3;

using Packet = std::span<const std::byte>;

/// What an acknowledge is about: the first 8 bytes, big endian.
struct AckHeader
{
    std::uint16_t status = 0; ///< 0 = success, 0x8006 = access denied, 0x8007 = busy
    std::uint16_t command = 0;
    std::uint16_t id = 0; ///< the request's id
};
inline constexpr std::uint16_t discoveryAckCommand = 0x0003;
inline constexpr std::uint16_t readRegisterAckCommand = 0x0081;
inline constexpr std::uint16_t accessDenied = 0x8006;
inline constexpr std::uint16_t busy = 0x8007;

/// A DISCOVERY_ACK: the first 0xF8 bytes of the bootstrap registers. Addresses in host byte order, 0 = none.
struct DiscoveryAck
{
    std::uint64_t mac = 0; ///< 48 bits
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0;
    QString vendor;
    QString model;
    QString version;
    QString manufacturerInfo;
    QString serial;
    QString userName;

    bool operator==(const DiscoveryAck &) const = default;
};

/// DISCOVERY_CMD that asks for an acknowledge and allows it to be broadcast, so that a camera of a foreign subnet
/// can be heard. @p id is never 0.
std::array<std::byte, 8> discoveryCommand(std::uint16_t id);
/// READREG_CMD for one register.
std::array<std::byte, 12> readRegisterCommand(std::uint32_t address, std::uint16_t id);

/// The header, if @p packet is an acknowledge whose length field tells the truth. Says nothing of the payload.
std::optional<AckHeader> parseAckHeader(Packet packet);
/// The device in a successful DISCOVERY_ACK of exactly 0xF8 bytes; empty for anything else.
std::optional<DiscoveryAck> parseDiscoveryAck(Packet packet);
/// The value in a successful READREG_ACK for one register; empty for anything else.
std::optional<std::uint32_t> parseReadRegisterAck(Packet packet);

/// The text of a fixed-size register: up to the first NUL, UTF-8 or else Latin-1, without what cannot be printed
/// (control characters, direction marks), trimmed. A device can put anything there, and it ends up on screens.
QString registerText(Packet bytes);

/// "192.168.0.1"; empty for 0.
QString addressText(std::uint32_t address);
/// "aa:bb:cc:dd:ee:ff"; empty for 0.
QString macText(std::uint64_t mac);
/// The value of a dotted IPv4 address in its full form ("127.0.0.1", not "127.1"); empty for anything else.
std::optional<std::uint32_t> parseAddress(const QString &text);

} // namespace mv::gvcp
