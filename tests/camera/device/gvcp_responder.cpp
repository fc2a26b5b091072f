// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny GigE Vision device for tests (GigE Vision, GVCP chapter; all fields big endian).
#include "gvcp_responder.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace mv::test {

namespace {

constexpr std::uint16_t readRegister = 0x0080;
constexpr std::uint16_t writeRegister = 0x0082;
constexpr std::uint16_t readMemory = 0x0084;
constexpr std::uint16_t writeMemory = 0x0086;
constexpr std::uint16_t pendingAck = 0x0089;
constexpr std::uint16_t accessDenied = 0x8006;
constexpr std::uint16_t busy = 0x8007;
constexpr std::uint16_t notImplemented = 0x8001;

constexpr std::uint32_t controlPrivilege = 0x0A00;
constexpr std::uint32_t descriptionAddress = 0x100000;

QByteArray big16(std::uint16_t value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray big32(std::uint32_t value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

std::uint32_t word(const QByteArray &bytes, qsizetype at)
{
    return at + 4 <= bytes.size() ? qFromBigEndian<std::uint32_t>(bytes.constData() + at) : 0;
}

QByteArray acknowledge(std::uint16_t status, std::uint16_t command, std::uint16_t id, const QByteArray &data)
{
    return big16(status) + big16(command) + big16(static_cast<std::uint16_t>(data.size())) + big16(id) + data;
}

} // namespace

GvcpResponder::GvcpResponder(const QString &address)
{
    put32(0x0000, 0x00020000); // GigE Vision 2.0
    put32(0x0004, 0x80000001); // big endian, UTF-8
    put32(0x0904, 1);          // one stream channel
    put32(0x093C, 0);
    put32(0x0940, 1'000'000'000);
    setDescription(plainDescription());
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(3956);
    inet_pton(AF_INET, address.toLatin1().constData(), &at.sin_addr);
    m_fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::bind(m_fd, reinterpret_cast<const sockaddr *>(&at), sizeof at) != 0) {
        ::close(m_fd);
        m_fd = -1;
        return;
    }
    m_thread = std::thread([this] { run(); });
}

GvcpResponder::~GvcpResponder()
{
    vanish();
}

void GvcpResponder::vanish()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

void GvcpResponder::setDelay(std::chrono::milliseconds delay, bool pending)
{
    m_delayMs = static_cast<int>(delay.count());
    m_pending = pending;
}

void GvcpResponder::turnAfter(int answers, Manner manner)
{
    m_nextManner = manner;
    m_untilTurn = answers;
}

void GvcpResponder::setUrl(const QByteArray &url, std::uint32_t at)
{
    const std::lock_guard lock(m_mutex);
    for (int i = 0; i < 512; ++i)
        m_bytes[at + static_cast<std::uint32_t>(i)] =
            i < url.size() ? static_cast<std::uint8_t>(url[i]) : std::uint8_t{0};
}

void GvcpResponder::setDescription(const QByteArray &file, const QByteArray &name)
{
    setUrl("Local:" + name + ';' + QByteArray::number(descriptionAddress, 16) + ';' +
           QByteArray::number(file.size(), 16));
    const std::lock_guard lock(m_mutex);
    m_descriptionEnd = descriptionAddress + static_cast<std::uint32_t>(file.size());
    m_bytes.erase(m_bytes.lower_bound(descriptionAddress), m_bytes.end());
    for (qsizetype i = 0; i < file.size(); ++i)
        m_bytes[descriptionAddress + static_cast<std::uint32_t>(i)] = static_cast<std::uint8_t>(file[i]);
}

void GvcpResponder::put32(std::uint32_t address, std::uint32_t value)
{
    const std::lock_guard lock(m_mutex);
    for (std::uint32_t i = 0; i < 4; ++i)
        m_bytes[address + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

std::uint32_t GvcpResponder::get32(std::uint32_t address) const
{
    const std::lock_guard lock(m_mutex);
    return word(memory(address, 4), 0);
}

void GvcpResponder::run()
{
    while (!m_stopping) {
        pollfd file{m_fd, POLLIN, 0};
        if (::poll(&file, 1, 10) <= 0) {
            repeatPending();
            continue;
        }
        char buffer[2048];
        sockaddr_in from{};
        socklen_t length = sizeof from;
        const ssize_t size = ::recvfrom(m_fd, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr *>(&from), &length);
        if (size < 0)
            continue;
        ++m_requests;
        if (m_answersLeft == 0)
            continue;
        if (m_answersLeft > 0)
            --m_answersLeft;
        const QByteArray request(buffer, size);
        if (m_untilTurn >= 0 && m_untilTurn-- == 0)
            m_manner = m_nextManner.load();
        if (m_delayMs > 0 && m_pending) {
            const auto asked = static_cast<std::uint32_t>(m_delayMs + 500);
            send(acknowledge(0, pendingAck, qFromBigEndian<std::uint16_t>(buffer + 6), big32(asked)), &from, length);
        }
        for (int left = m_delayMs; left > 0 && !m_stopping; left -= 10)
            std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, 10)));
        const QByteArray reply = answer(request, ntohs(from.sin_port));
        if (m_manner == Manner::OnlyPending)
            m_unanswered[ntohs(from.sin_port)] = reply;
        if (!reply.isEmpty())
            send(reply, &from, length);
    }
}

void GvcpResponder::repeatPending()
{
    for (const auto &[port, pending] : m_unanswered) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(static_cast<std::uint16_t>(port));
        send(pending, &to, sizeof to);
    }
}

QByteArray GvcpResponder::answer(const QByteArray &request, std::uint32_t from)
{
    if (request.size() < 8 || m_manner == Manner::Silent)
        return {};
    if (m_manner == Manner::Garbage)
        return QByteArrayLiteral("HTTP/1.1 400 Bad Request\r\n\r\n");
    const auto command = qFromBigEndian<std::uint16_t>(request.constData() + 2);
    auto id = qFromBigEndian<std::uint16_t>(request.constData() + 6);
    const auto ackCommand = static_cast<std::uint16_t>(command + 1);
    if (m_manner == Manner::Busy)
        return acknowledge(busy, ackCommand, id, {});
    if (m_manner == Manner::OnlyPending)
        return acknowledge(0, pendingAck, id, big32(static_cast<std::uint32_t>(m_pendingMs.load())));
    const std::lock_guard lock(m_mutex);
    const bool writes = command == writeRegister || command == writeMemory;
    if (m_manner == Manner::Refusing || (writes && !writable(word(request, 8), from)))
        return acknowledge(accessDenied, ackCommand, id, {});
    std::uint16_t status = 0;
    QByteArray data = execute(command, request.mid(8), status);
    if (writes && word(request, 8) == controlPrivilege)
        m_controller = (word(request, 12) & 3) != 0 ? from : 0;
    if (m_manner == Manner::Short)
        data.clear();
    if (m_manner == Manner::WrongId)
        id = static_cast<std::uint16_t>(id + 1);
    return acknowledge(status, ackCommand, id, data);
}

bool GvcpResponder::writable(std::uint32_t address, std::uint32_t from)
{
    return m_controller == from || (m_controller == 0 && address == controlPrivilege);
}

QByteArray GvcpResponder::execute(std::uint16_t command, const QByteArray &data, std::uint16_t &status)
{
    const std::uint32_t address = word(data, 0);
    switch (command) {
    case readRegister:
        return memory(address, 4);
    case readMemory:
        if (address >= descriptionAddress && address < m_descriptionEnd) {
            m_descriptionReadNs = std::chrono::steady_clock::now().time_since_epoch().count();
            m_requestsAtDescription = m_requests.load();
        }
        return big32(address) + memory(address, word(data, 4) & 0xffff);
    case writeRegister:
    case writeMemory:
        for (qsizetype i = 4; i < data.size(); ++i)
            m_bytes[address + static_cast<std::uint32_t>(i - 4)] = static_cast<std::uint8_t>(data[i]);
        return big32(1);
    default:
        status = notImplemented;
        return {};
    }
}

QByteArray GvcpResponder::memory(std::uint32_t address, std::uint32_t size) const
{
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    for (auto it = m_bytes.lower_bound(address); it != m_bytes.end() && it->first - address < size; ++it)
        bytes[static_cast<qsizetype>(it->first - address)] = static_cast<char>(it->second);
    return bytes;
}

void GvcpResponder::send(const QByteArray &packet, const void *to, unsigned length)
{
    ::sendto(m_fd, packet.constData(), static_cast<std::size_t>(packet.size()), 0, static_cast<const sockaddr *>(to),
             length);
}

QByteArray GvcpResponder::plainDescription()
{
    const auto integer = [](const char *name, const char *address, const char *access) {
        return QByteArray("<IntReg Name=\"") + name + "\"><Address>" + address +
               "</Address><Length>4</Length><AccessMode>" + access +
               "</AccessMode><pPort>Device</pPort><Sign>Unsigned</Sign><Endianess>BigEndian</Endianess></IntReg>";
    };
    const auto command = [](const char *name, const char *reg) {
        return QByteArray("<Command Name=\"") + name + "\"><pValue>" + reg +
               "</pValue><CommandValue>1</CommandValue></Command>";
    };
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
           "<RegisterDescription ModelName=\"Responder\" VendorName=\"Test\" StandardNameSpace=\"GEV\" "
           "SchemaMajorVersion=\"1\" SchemaMinorVersion=\"1\" SchemaSubMinorVersion=\"0\" MajorVersion=\"1\" "
           "MinorVersion=\"0\" SubMinorVersion=\"0\" xmlns=\"http://www.genicam.org/GenApi/Version_1_1\">"
           "<Category Name=\"Root\"><pFeature>Width</pFeature><pFeature>Height</pFeature><pFeature>Level</pFeature>"
           "<pFeature>PayloadSize</pFeature><pFeature>AcquisitionStart</pFeature><pFeature>AcquisitionStop</pFeature>"
           "</Category>" +
           integer("Width", "0x200000", "RW") + integer("Height", "0x200004", "RW") +
           integer("Level", "0x200008", "RW") + integer("PayloadSize", "0x20000C", "RO") +
           integer("StartReg", "0x200010", "WO") + integer("StopReg", "0x200014", "WO") +
           integer("TLParamsLocked", "0x200018", "RW") + command("AcquisitionStart", "StartReg") +
           command("AcquisitionStop", "StopReg") + "<Port Name=\"Device\"/></RegisterDescription>";
}

QString nextAddress()
{
    static std::atomic<int> counter = 0;
    const int number = static_cast<int>(::getpid()) * 16 + counter++;
    return QStringLiteral("127.5.%1.%2").arg((number / 254) % 255).arg(1 + number % 254);
}

} // namespace mv::test
