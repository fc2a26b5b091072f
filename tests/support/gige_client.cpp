// SPDX-License-Identifier: GPL-3.0-or-later
// Datagrams of the bare GigE Vision client.
#include "tests/support/gige_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::test {

namespace {

constexpr std::uint16_t kGvcpPort = 3956;
constexpr int kLargeBuffer = 32 * 1024 * 1024; // the host cuts it to what it allows

sockaddr_in addressOf(const std::string &text, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, text.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("no IPv4 address: " + text);
    return address;
}

} // namespace

void putBig(Bytes &out, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        out.push_back(std::uint8_t(value >> (8 * i)));
}

std::uint64_t getBig(const Bytes &in, std::size_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i)
        value = value << 8 | in.at(offset + i);
    return value;
}

DatagramSocket::DatagramSocket(const std::string &localAddress) : m_fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
{
    const int on = 1;
    ::setsockopt(m_fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    setReceiveBuffer(kLargeBuffer);
    const auto address = addressOf(localAddress, 0);
    if (::bind(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot bind to " + localAddress);
}

DatagramSocket::~DatagramSocket()
{
    ::close(m_fd);
}

std::uint16_t DatagramSocket::port() const
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &length);
    return ntohs(address.sin_port);
}

void DatagramSocket::setReceiveBuffer(int bytes)
{
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

void DatagramSocket::send(const std::string &address, std::uint16_t port, const Bytes &datagram)
{
    const auto to = addressOf(address, port);
    ::sendto(m_fd, datagram.data(), datagram.size(), 0, reinterpret_cast<const sockaddr *>(&to), sizeof to);
}

std::optional<Bytes> DatagramSocket::receive(std::chrono::milliseconds timeout)
{
    pollfd fd{m_fd, POLLIN, 0};
    if (::poll(&fd, 1, int(timeout.count())) <= 0)
        return std::nullopt;
    Bytes datagram(65536);
    const ssize_t count = ::recv(m_fd, datagram.data(), datagram.size(), MSG_DONTWAIT);
    if (count < 0)
        return std::nullopt;
    datagram.resize(std::size_t(count));
    return datagram;
}

Bytes ReceivedFrame::payload() const
{
    Bytes all;
    for (const auto &[id, bytes] : packets)
        all.insert(all.end(), bytes.begin(), bytes.end());
    return all;
}

GigeClient::GigeClient(std::string address) : m_address(std::move(address)) {}

Bytes GigeClient::makeCommand(std::uint16_t code, const Bytes &payload, std::uint16_t id, std::uint8_t flags)
{
    Bytes datagram{0x42, flags};
    putBig(datagram, code, 2);
    putBig(datagram, payload.size(), 2);
    putBig(datagram, id, 2);
    datagram.insert(datagram.end(), payload.begin(), payload.end());
    return datagram;
}

std::optional<Ack> GigeClient::raw(const Bytes &datagram, std::chrono::milliseconds timeout)
{
    m_control.send(m_address, kGvcpPort, datagram);
    const auto answer = m_control.receive(timeout);
    if (!answer || answer->size() < 8)
        return std::nullopt;
    return Ack{std::uint16_t(getBig(*answer, 0, 2)), std::uint16_t(getBig(*answer, 2, 2)),
               std::uint16_t(getBig(*answer, 6, 2)), Bytes(answer->begin() + 8, answer->end())};
}

Ack GigeClient::command(std::uint16_t code, const Bytes &payload, std::uint8_t flags)
{
    m_id = m_id == 0xFFFF ? 1 : std::uint16_t(m_id + 1);
    return raw(makeCommand(code, payload, m_id, flags)).value_or(Ack());
}

Ack GigeClient::readRegister(std::uint32_t address)
{
    Bytes payload;
    putBig(payload, address, 4);
    return command(0x0080, payload);
}

Ack GigeClient::writeRegister(std::uint32_t address, std::uint32_t value)
{
    Bytes payload;
    putBig(payload, address, 4);
    putBig(payload, value, 4);
    return command(0x0082, payload);
}

Ack GigeClient::readMemory(std::uint32_t address, std::uint32_t count)
{
    Bytes payload;
    putBig(payload, address, 4);
    putBig(payload, count, 4);
    return command(0x0084, payload);
}

Ack GigeClient::writeMemory(std::uint32_t address, const Bytes &data)
{
    Bytes payload;
    putBig(payload, address, 4);
    payload.insert(payload.end(), data.begin(), data.end());
    return command(0x0086, payload);
}

std::uint32_t GigeClient::bootstrap(std::uint32_t address)
{
    const Ack ack = readRegister(address);
    return ack.payload.size() == 4 ? std::uint32_t(getBig(ack.payload, 0, 4)) : 0;
}

std::uint64_t GigeClient::feature(std::uint32_t address, unsigned bytes)
{
    Ack ack = readMemory(address, bytes);
    if (ack.payload.size() != 4 + bytes)
        return 0;
    std::reverse(ack.payload.begin() + 4, ack.payload.end());
    return getBig(ack.payload, 4, bytes);
}

std::uint16_t GigeClient::setFeature(std::uint32_t address, std::uint64_t value, unsigned bytes)
{
    Bytes data;
    putBig(data, value, bytes);
    std::reverse(data.begin(), data.end());
    return writeMemory(address, data).status;
}

void GigeClient::openStream(std::uint32_t packetSize)
{
    writeRegister(0xD04, packetSize);
    writeRegister(0xD18, 0x7F000001);
    writeRegister(0xD00, m_stream.port());
}

std::optional<ReceivedFrame> GigeClient::receiveFrame(std::chrono::milliseconds timeout)
{
    ReceivedFrame frame;
    while (const auto packet = m_stream.receive(timeout)) {
        if (packet->size() < 8 || getBig(*packet, 0, 2) & 0x8000)
            continue;
        const auto id = std::uint32_t(getBig(*packet, 5, 3));
        frame.blockId = std::uint16_t(getBig(*packet, 2, 2));
        if ((*packet)[4] == 3)
            frame.packets[id] = Bytes(packet->begin() + 8, packet->end());
        if ((*packet)[4] == 1) {
            frame.payloadType = std::uint16_t(getBig(*packet, 10, 2));
            frame.timestamp = getBig(*packet, 12, 8);
            frame.pixelFormat = std::uint32_t(getBig(*packet, 20, 4));
            frame.width = std::uint32_t(getBig(*packet, 24, 4));
            frame.height = std::uint32_t(getBig(*packet, 28, 4));
            frame.offsetX = std::uint32_t(getBig(*packet, 32, 4));
            frame.offsetY = std::uint32_t(getBig(*packet, 36, 4));
        }
        if ((*packet)[4] == 2) {
            frame.lastPacket = id;
            return frame;
        }
    }
    return std::nullopt;
}

void GigeClient::requestResend(std::uint16_t block, std::uint32_t first, std::uint32_t last)
{
    Bytes payload;
    putBig(payload, 0, 2);
    putBig(payload, block, 2);
    putBig(payload, first, 4);
    putBig(payload, last, 4);
    m_control.send(m_address, kGvcpPort, makeCommand(0x0040, payload, 0x1234, 0));
}

} // namespace mv::test
