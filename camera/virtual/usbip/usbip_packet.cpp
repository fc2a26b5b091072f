// SPDX-License-Identifier: GPL-3.0-or-later
// Layout of USB/IP messages, and their way through a socket.
#include "camera/virtual/usbip/usbip_packet.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace mv::vcam::usbip {

namespace {

constexpr auto kBig = std::endian::big;
constexpr std::size_t kPathBytes = 256;

/// Fields one after the other.
class Writer
{
public:
    explicit Writer(std::span<std::uint8_t> bytes) : m_rest(bytes) {}
    Writer &put(std::uint64_t value, std::size_t size)
    {
        storeInteger(m_rest.first(size), value, kBig);
        m_rest = m_rest.subspan(size);
        return *this;
    }
    Writer &put(const std::string &text, std::size_t size)
    {
        std::copy_n(text.begin(), std::min(text.size(), size - 1), m_rest.begin());
        m_rest = m_rest.subspan(size);
        return *this;
    }
    Writer &skip(std::size_t size)
    {
        m_rest = m_rest.subspan(size);
        return *this;
    }

private:
    std::span<std::uint8_t> m_rest;
};

class Reader
{
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : m_rest(bytes) {}
    std::uint32_t get(std::size_t size)
    {
        const auto value = std::uint32_t(loadInteger(m_rest.first(size), kBig));
        m_rest = m_rest.subspan(size);
        return value;
    }
    std::string text(std::size_t size)
    {
        const auto bytes = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return {bytes.begin(), std::find(bytes.begin(), bytes.end(), std::uint8_t(0))};
    }

private:
    std::span<const std::uint8_t> m_rest;
};

} // namespace

std::vector<std::uint8_t> makeOperation(Operation code, std::uint32_t status)
{
    std::vector<std::uint8_t> bytes(kOperationBytes);
    Writer(bytes).put(kVersion, 2).put(std::uint16_t(code), 2).put(status, 4);
    return bytes;
}

std::optional<Operation> parseOperation(std::span<const std::uint8_t> bytes)
{
    Reader reader(bytes);
    if (reader.get(2) != kVersion)
        return std::nullopt;
    return Operation(reader.get(2));
}

std::vector<std::uint8_t> encodeDevice(const DeviceEntry &d)
{
    std::vector<std::uint8_t> bytes(kDeviceBytes);
    Writer writer(bytes);
    writer.put(d.path, kPathBytes).put(d.busId, kBusIdBytes).put(d.bus, 4).put(d.number, 4).put(d.speed, 4);
    writer.put(d.vendor, 2).put(d.product, 2).put(d.version, 2);
    writer.put(d.deviceClass, 1).put(d.deviceSubclass, 1).put(d.deviceProtocol, 1);
    writer.put(d.configuration, 1).put(d.configurations, 1).put(d.interfaces, 1);
    return bytes;
}

DeviceEntry parseDevice(std::span<const std::uint8_t> bytes)
{
    Reader reader(bytes);
    DeviceEntry d;
    d.path = reader.text(kPathBytes);
    d.busId = reader.text(kBusIdBytes);
    d.bus = reader.get(4);
    d.number = reader.get(4);
    d.speed = reader.get(4);
    d.vendor = std::uint16_t(reader.get(2));
    d.product = std::uint16_t(reader.get(2));
    d.version = std::uint16_t(reader.get(2));
    for (std::uint8_t *field :
         {&d.deviceClass, &d.deviceSubclass, &d.deviceProtocol, &d.configuration, &d.configurations, &d.interfaces})
        *field = std::uint8_t(reader.get(1));
    return d;
}

std::array<std::uint8_t, kUrbBytes> encodeUrb(const UrbHeader &header)
{
    std::array<std::uint8_t, kUrbBytes> bytes{};
    Writer writer(bytes);
    writer.put(std::uint32_t(header.command), 4).put(header.number, 4).put(header.device, 4);
    writer.put(header.in, 4).put(header.endpoint, 4);
    switch (header.command) {
    case UrbCommand::Submit:
        writer.put(0, 4).put(std::uint32_t(header.length), 4).skip(12);
        for (const std::uint8_t byte : header.setup)
            writer.put(byte, 1);
        break;
    case UrbCommand::Unlink:
        writer.put(header.unlinked, 4);
        break;
    case UrbCommand::SubmitReply:
        writer.put(std::uint32_t(header.status), 4).put(std::uint32_t(header.length), 4);
        break;
    case UrbCommand::UnlinkReply:
        writer.put(std::uint32_t(header.status), 4);
        break;
    }
    return bytes;
}

std::optional<UrbHeader> parseUrb(std::span<const std::uint8_t> bytes)
{
    Reader reader(bytes);
    UrbHeader header;
    const std::uint32_t command = reader.get(4);
    if (command < std::uint32_t(UrbCommand::Submit) || command > std::uint32_t(UrbCommand::UnlinkReply))
        return std::nullopt;
    header.command = UrbCommand(command);
    header.number = reader.get(4);
    header.device = reader.get(4);
    header.in = reader.get(4) != 0;
    header.endpoint = reader.get(4);
    const std::uint32_t first = reader.get(4), second = reader.get(4);
    switch (header.command) {
    case UrbCommand::Submit:
        header.length = std::int32_t(second);
        std::copy_n(bytes.end() - 8, 8, header.setup.begin());
        break;
    case UrbCommand::Unlink:
        header.unlinked = first;
        break;
    case UrbCommand::SubmitReply:
        header.length = std::int32_t(second);
        [[fallthrough]];
    case UrbCommand::UnlinkReply:
        header.status = std::int32_t(first);
        break;
    }
    return header;
}

bool receiveAll(int socket, std::span<std::uint8_t> dst)
{
    while (!dst.empty()) {
        const ssize_t count = ::recv(socket, dst.data(), dst.size(), MSG_WAITALL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        dst = dst.subspan(std::size_t(count));
    }
    return true;
}

bool sendAll(int socket, std::span<const std::uint8_t> first, std::span<const std::uint8_t> second)
{
    while (!first.empty() || !second.empty()) {
        iovec parts[] = {{const_cast<std::uint8_t *>(first.data()), first.size()},
                         {const_cast<std::uint8_t *>(second.data()), second.size()}};
        msghdr message{};
        message.msg_iov = parts;
        message.msg_iovlen = std::size(parts);
        const ssize_t count = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        const std::size_t ofFirst = std::min(std::size_t(count), first.size());
        first = first.subspan(ofFirst);
        second = second.subspan(std::size_t(count) - ofFirst);
    }
    return true;
}

} // namespace mv::vcam::usbip
