// SPDX-License-Identifier: GPL-3.0-or-later
// GVCP packets as far as discovery needs them (GigE Vision, GVCP chapter; all fields big endian).
#include "camera/private/gvcp_packet.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>

namespace mv::gvcp {

namespace {

constexpr std::size_t headerSize = 8;
constexpr std::size_t discoverySize = 0xF8;

// Where the bootstrap registers lie that a DISCOVERY_ACK carries.
constexpr std::size_t macAt = 0x008; // high 16 bits in the low half of the first word, then 32 bits
constexpr std::size_t addressAt = 0x024;
constexpr std::size_t maskAt = 0x034;
constexpr std::size_t gatewayAt = 0x044;

struct TextField
{
    QString DiscoveryAck::*target;
    std::size_t offset;
    std::size_t size;
};
constexpr std::array<TextField, 6> textFields = {{
    {&DiscoveryAck::vendor, 0x048, 32},
    {&DiscoveryAck::model, 0x068, 32},
    {&DiscoveryAck::version, 0x088, 32},
    {&DiscoveryAck::manufacturerInfo, 0x0A8, 48},
    {&DiscoveryAck::serial, 0x0D8, 16},
    {&DiscoveryAck::userName, 0x0E8, 16},
}};

std::uint16_t read16(Packet bytes, std::size_t at)
{
    return static_cast<std::uint16_t>((std::to_integer<unsigned>(bytes[at]) << 8) |
                                      std::to_integer<unsigned>(bytes[at + 1]));
}

std::uint32_t read32(Packet bytes, std::size_t at)
{
    return (static_cast<std::uint32_t>(read16(bytes, at)) << 16) | read16(bytes, at + 2);
}

template<std::size_t N> void write16(std::array<std::byte, N> &bytes, std::size_t at, std::uint16_t value)
{
    bytes[at] = static_cast<std::byte>(value >> 8);
    bytes[at + 1] = static_cast<std::byte>(value & 0xff);
}

template<std::size_t N> std::array<std::byte, N> command(std::uint8_t flags, std::uint16_t code, std::uint16_t id)
{
    std::array<std::byte, N> packet{};
    packet[0] = std::byte{0x42}; // the key that opens every command
    packet[1] = static_cast<std::byte>(flags);
    write16(packet, 2, code);
    write16(packet, 4, static_cast<std::uint16_t>(N - headerSize));
    write16(packet, 6, id);
    return packet;
}

/// The payload of a successful acknowledge of @p code with exactly @p size bytes.
std::optional<Packet> payload(Packet packet, std::uint16_t code, std::size_t size)
{
    const auto header = parseAckHeader(packet);
    if (!header || header->status != 0 || header->command != code || packet.size() != headerSize + size)
        return std::nullopt;
    return packet.subspan(headerSize);
}

} // namespace

std::array<std::byte, 8> discoveryCommand(std::uint16_t id)
{
    return command<8>(0x11, 0x0002, id); // flags: acknowledge wanted, broadcast acknowledge allowed
}

std::array<std::byte, 12> readRegisterCommand(std::uint32_t address, std::uint16_t id)
{
    auto packet = command<12>(0x01, 0x0080, id);
    write16(packet, 8, static_cast<std::uint16_t>(address >> 16));
    write16(packet, 10, static_cast<std::uint16_t>(address & 0xffff));
    return packet;
}

std::optional<AckHeader> parseAckHeader(Packet packet)
{
    if (packet.size() < headerSize || packet.size() != headerSize + read16(packet, 4))
        return std::nullopt;
    return AckHeader{.status = read16(packet, 0), .command = read16(packet, 2), .id = read16(packet, 6)};
}

std::optional<DiscoveryAck> parseDiscoveryAck(Packet packet)
{
    const auto data = payload(packet, discoveryAckCommand, discoverySize);
    if (!data)
        return std::nullopt;
    DiscoveryAck ack;
    ack.mac = (static_cast<std::uint64_t>(read16(*data, macAt + 2)) << 32) | read32(*data, macAt + 4);
    ack.address = read32(*data, addressAt);
    ack.mask = read32(*data, maskAt);
    ack.gateway = read32(*data, gatewayAt);
    for (const TextField &field : textFields)
        ack.*field.target = registerText(data->subspan(field.offset, field.size));
    return ack;
}

std::optional<std::uint32_t> parseReadRegisterAck(Packet packet)
{
    const auto data = payload(packet, readRegisterAckCommand, 4);
    return data ? std::optional(read32(*data, 0)) : std::nullopt;
}

QString registerText(Packet bytes)
{
    const auto end = std::find(bytes.begin(), bytes.end(), std::byte{0});
    const QByteArrayView text(reinterpret_cast<const char *>(bytes.data()), end - bytes.begin());
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString decoded = utf8(text);
    if (utf8.hasError())
        decoded = QString::fromLatin1(text);
    QString printable;
    for (const char32_t character : decoded.toUcs4()) {
        if (QChar::isPrint(character))
            printable += QString::fromUcs4(&character, 1);
    }
    return printable.trimmed();
}

QString addressText(std::uint32_t address)
{
    if (address == 0)
        return {};
    return QStringLiteral("%1.%2.%3.%4")
        .arg(address >> 24)
        .arg((address >> 16) & 0xff)
        .arg((address >> 8) & 0xff)
        .arg(address & 0xff);
}

QString macText(std::uint64_t mac)
{
    if (mac == 0)
        return {};
    QStringList bytes;
    for (int shift = 40; shift >= 0; shift -= 8)
        bytes << QStringLiteral("%1").arg((mac >> shift) & 0xff, 2, 16, QLatin1Char('0'));
    return bytes.join(QLatin1Char(':'));
}

std::optional<std::uint32_t> parseAddress(const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('.'));
    if (parts.size() != 4)
        return std::nullopt;
    std::uint32_t address = 0;
    for (const QString &part : parts) {
        const bool digits = !part.isEmpty() && part.size() <= 3 &&
                            std::all_of(part.begin(), part.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        const unsigned value = digits ? part.toUInt() : 256;
        if (value > 255)
            return std::nullopt;
        address = (address << 8) | value;
    }
    return address;
}

} // namespace mv::gvcp
