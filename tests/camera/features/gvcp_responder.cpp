// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest GigE Vision device.
#include "gvcp_responder.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::test {

namespace {

constexpr std::uint16_t gvcpPort = 3956;
constexpr std::uint32_t xmlAddress = 0x01000000;
constexpr std::uint32_t xmlUrl = 0x200, capabilities = 0x934;
enum Command : std::uint16_t { ReadReg = 0x80, WriteReg = 0x82, ReadMem = 0x84, WriteMem = 0x86 };
enum Status : std::uint16_t { Success = 0, NotImplemented = 0x8001, BadAlignment = 0x8005 };

std::uint32_t word(const QByteArray &bytes, qsizetype offset)
{
    return offset + 4 <= bytes.size() ? qFromBigEndian<std::uint32_t>(bytes.constData() + offset) : 0;
}

QByteArray big16(std::uint16_t value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

} // namespace

GvcpResponder::~GvcpResponder()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    if (m_socket >= 0)
        close(m_socket);
}

bool GvcpResponder::bindSomewhere()
{
    for (int host = 1; host <= 250; ++host) {
        m_address = "127.4.1." + std::to_string(1 + (host + getpid()) % 250);
        m_socket = socket(AF_INET, SOCK_DGRAM, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(gvcpPort);
        inet_pton(AF_INET, m_address.c_str(), &place.sin_addr);
        if (bind(m_socket, reinterpret_cast<sockaddr *>(&place), sizeof place) == 0)
            return true;
        close(m_socket);
        m_socket = -1;
    }
    return false;
}

bool GvcpResponder::start(const QByteArray &xml)
{
    put(xmlUrl, "Local:test.xml;" + QByteArray::number(xmlAddress, 16) + ';' + QByteArray::number(xml.size(), 16));
    put(xmlAddress, xml);
    putBig32(capabilities, 2); // WRITEMEM
    if (!bindSomewhere())
        return false;
    m_thread = std::thread([this] { run(); });
    return true;
}

void GvcpResponder::run()
{
    while (!m_stop) {
        pollfd ready{m_socket, POLLIN, 0};
        if (poll(&ready, 1, 50) <= 0)
            continue;
        QByteArray packet(1024, '\0');
        sockaddr_in from{};
        socklen_t fromSize = sizeof from;
        const auto size = recvfrom(m_socket, packet.data(), std::size_t(packet.size()), 0,
                                   reinterpret_cast<sockaddr *>(&from), &fromSize);
        if (size < 8)
            continue;
        packet.resize(size);
        const auto command = qFromBigEndian<std::uint16_t>(packet.constData() + 2);
        QByteArray data;
        const auto status = handle(command, packet.mid(8), data);
        const auto answer = big16(status) + big16(std::uint16_t(command + 1)) + big16(std::uint16_t(data.size())) +
                            packet.mid(6, 2) + data;
        sendto(m_socket, answer.constData(), std::size_t(answer.size()), 0, reinterpret_cast<sockaddr *>(&from),
               fromSize);
    }
}

std::uint16_t GvcpResponder::handle(std::uint16_t command, const QByteArray &request, QByteArray &answer)
{
    const auto address = word(request, 0);
    const int count = command == ReadMem ? int(word(request, 4) & 0xFFFF) : int(request.size()) - 4;
    if (address % 4 != 0 || (command >= ReadMem && count % 4 != 0))
        return BadAlignment;
    switch (command) {
    case ReadReg:
        ++counters.readReg;
        note({address, 4});
        answer = get(address, 4);
        return Success;
    case WriteReg:
        ++counters.writeReg;
        put(address, request.mid(4, 4));
        answer = big16(0) + big16(1);
        return Success;
    case ReadMem:
        ++counters.readMem;
        note({address, count});
        answer = request.left(4) + get(address, count);
        return Success;
    case WriteMem:
        ++counters.writeMem;
        if (m_refuseWriteMem)
            return NotImplemented;
        put(address, request.mid(4));
        answer = big16(0) + big16(std::uint16_t(count));
        return Success;
    default:
        return NotImplemented;
    }
}

void GvcpResponder::note(const Read &read)
{
    const std::lock_guard lock(m_mutex);
    m_reads.push_back(read);
}

std::vector<GvcpResponder::Read> GvcpResponder::reads()
{
    const std::lock_guard lock(m_mutex);
    return m_reads;
}

void GvcpResponder::forgetReads()
{
    const std::lock_guard lock(m_mutex);
    m_reads.clear();
}

QByteArray GvcpResponder::get(std::uint32_t address, int size)
{
    const std::lock_guard lock(m_mutex);
    QByteArray data(size, '\0');
    for (int i = 0; i < size; ++i) {
        const auto byte = m_bytes.find(address + std::uint32_t(i));
        data[i] = byte == m_bytes.end() ? '\0' : byte->second;
    }
    return data;
}

void GvcpResponder::put(std::uint32_t address, const QByteArray &data)
{
    const std::lock_guard lock(m_mutex);
    for (const char byte : data)
        m_bytes[address++] = byte;
}

void GvcpResponder::putBig32(std::uint32_t address, std::uint32_t value)
{
    QByteArray data(4, '\0');
    qToBigEndian(value, data.data());
    put(address, data);
}

std::uint32_t GvcpResponder::big32(std::uint32_t address)
{
    return word(get(address, 4), 0);
}

} // namespace mv::test
