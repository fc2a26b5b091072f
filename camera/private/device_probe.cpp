// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a GigE camera's bootstrap registers over a socket of our own (GigE Vision, GVCP chapter; all fields big endian).
#include "camera/private/device_probe.h"

#include "camera/private/gvcp_packet.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

namespace mv {

namespace {

constexpr std::size_t headerSize = 8;
constexpr std::uint16_t readMemoryCommand = 0x0084;
constexpr std::uint16_t readMemoryAckCommand = 0x0085;
constexpr std::uint16_t pendingAckCommand = 0x0089;
// A camera may ask for up to 65 s, again and again; a probe that waits that long is of no use to anyone. Counted from
// the question on, over all its repetitions.
constexpr std::chrono::milliseconds longestPending{10'000};
constexpr std::chrono::milliseconds busyPause{200};
constexpr int busyTries = 5;

sockaddr_in endpoint(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address);
    result.sin_port = htons(port);
    return result;
}

std::array<std::byte, 16> readMemoryPacket(std::uint32_t address, std::uint16_t size, std::uint16_t id)
{
    std::array<std::byte, 16> packet{std::byte{0x42}, std::byte{0x01}};
    qToBigEndian<std::uint16_t>(readMemoryCommand, packet.data() + 2);
    qToBigEndian<std::uint16_t>(8, packet.data() + 4);
    qToBigEndian<std::uint16_t>(id, packet.data() + 6);
    qToBigEndian<std::uint32_t>(address, packet.data() + 8);
    qToBigEndian<std::uint16_t>(size, packet.data() + 14);
    return packet;
}

} // namespace

DeviceProbe::~DeviceProbe()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

int DeviceProbe::open(std::uint32_t device, std::uint32_t host)
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const sockaddr_in from = endpoint(host, 0);
    const sockaddr_in to = endpoint(device, gvcp::devicePort);
    if (m_fd < 0 || ::bind(m_fd, reinterpret_cast<const sockaddr *>(&from), sizeof from) != 0 ||
        ::connect(m_fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0)
        m_errno = errno;
    else
        m_errno = 0;
    return m_errno;
}

DeviceProbe::Answer DeviceProbe::readRegister(std::uint32_t address, std::uint32_t &value, Patience patience)
{
    const std::uint16_t id = nextId();
    auto packet = gvcp::readRegisterCommand(address, id);
    std::array<std::byte, 4> data{};
    const Answer answer = ask(packet, {gvcp::readRegisterAckCommand, id, data.size()}, data, patience);
    if (answer == Answer::Value)
        value = qFromBigEndian<std::uint32_t>(data.data());
    return answer;
}

DeviceProbe::Answer DeviceProbe::readMemory(std::uint32_t address, std::uint16_t size, QByteArray &bytes,
                                            Patience patience)
{
    const std::uint16_t id = nextId();
    auto packet = readMemoryPacket(address, size, id);
    std::array<std::byte, 4 + 512> data{}; // the acknowledge repeats the address
    const std::size_t length = 4 + std::min<std::size_t>(size, 512);
    const Answer answer = ask(packet, {readMemoryAckCommand, id, length}, std::span(data).first(length), patience);
    if (answer == Answer::Value)
        bytes = QByteArray(reinterpret_cast<const char *>(data.data() + 4), static_cast<qsizetype>(length - 4));
    return answer;
}

int DeviceProbe::askRegister(std::uint32_t address)
{
    const auto packet = gvcp::readRegisterCommand(address, nextId());
    return send(packet);
}

DeviceProbe::Heard DeviceProbe::listen(std::chrono::milliseconds timeout, int stopFd)
{
    std::array<pollfd, 2> files = {{{m_fd, POLLIN, 0}, {stopFd, POLLIN, 0}}};
    ::poll(files.data(), files.size(), static_cast<int>(timeout.count()));
    Heard heard;
    std::array<std::byte, 600> buffer;
    for (;;) {
        const ssize_t size = ::recv(m_fd, buffer.data(), buffer.size(), 0);
        if (size < 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN && errno != EWOULDBLOCK && heard.answer == Answer::Silence) {
                m_errno = errno;
                heard.answer = Answer::NoRoute;
            }
            return heard;
        }
        // Any acknowledge shows that it lives, also a late one: the ids of earlier questions count too.
        const auto packet = std::span(buffer).first(static_cast<std::size_t>(size));
        const auto header = gvcp::parseAckHeader(packet);
        if (const auto value = gvcp::parseReadRegisterAck(packet))
            heard = {Answer::Value, *value};
        else if (header && heard.answer != Answer::Value)
            heard.answer = header->command == pendingAckCommand ? Answer::Pending : Answer::Refused;
        else if (heard.answer == Answer::Silence)
            heard.answer = Answer::Garbage;
    }
}

QString DeviceProbe::reason() const
{
    return QString::fromLocal8Bit(std::strerror(m_errno));
}

DeviceProbe::Answer DeviceProbe::ask(std::span<std::byte> packet, Question question, std::span<std::byte> data,
                                     Patience patience)
{
    Answer worst = Answer::Silence;
    int busy = 0;
    const auto asked = Clock::now();
    const auto giveUp = asked + longestPending;
    for (int i = 0; i < patience.tries && Clock::now() < giveUp; ++i) {
        if (send(packet) != 0) {
            worst = Answer::NoRoute;
            continue;
        }
        const Answer answer = await(question, data, Clock::now() + patience.timeout, giveUp);
        if (answer == Answer::Refused && m_status == gvcp::busy && ++busy < busyTries) {
            std::this_thread::sleep_for(busyPause);
            --i; // it answers, so this was no try in vain
            continue;
        }
        if (answer == Answer::Value || answer == Answer::Refused) {
            m_slowest = std::max(m_slowest, std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - asked));
            return answer;
        }
        if (answer != Answer::Silence)
            worst = answer;
    }
    return worst;
}

DeviceProbe::Answer DeviceProbe::await(const Question &question, std::span<std::byte> data, Clock::time_point until,
                                       Clock::time_point giveUp)
{
    Answer answer = Answer::Silence;
    std::array<std::byte, 600> buffer;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        pollfd file{m_fd, POLLIN, 0};
        if (left.count() <= 0)
            return answer;
        if (::poll(&file, 1, static_cast<int>(left.count())) <= 0)
            continue;
        const ssize_t size = ::recv(m_fd, buffer.data(), buffer.size(), 0);
        if (size < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (size < 0) {
            m_errno = errno;
            return Answer::NoRoute;
        }
        const Answer heard = judge(std::span(buffer).first(static_cast<std::size_t>(size)), question, data);
        if (heard == Answer::Value || heard == Answer::Refused)
            return heard;
        if (heard == Answer::Pending)
            until = std::min(Clock::now() + m_pending, giveUp);
        // What it asked for counts for more than a stray packet after it.
        if (answer != Answer::Pending)
            answer = heard;
    }
}

DeviceProbe::Answer DeviceProbe::judge(std::span<const std::byte> packet, const Question &question,
                                       std::span<std::byte> data)
{
    const auto header = gvcp::parseAckHeader(packet);
    if (!header)
        return Answer::Garbage;
    if (header->command == pendingAckCommand && packet.size() >= headerSize + 4) {
        const std::chrono::milliseconds asked{qFromBigEndian<std::uint16_t>(packet.data() + headerSize + 2)};
        m_pending = std::min(asked, longestPending);
        return Answer::Pending;
    }
    if (header->command != question.ackCommand || header->id != question.id)
        return Answer::Garbage;
    m_status = header->status;
    if (m_status != 0)
        return Answer::Refused;
    if (packet.size() != headerSize + question.size)
        return Answer::Garbage;
    std::copy_n(packet.begin() + headerSize, question.size, data.begin());
    return Answer::Value;
}

int DeviceProbe::send(std::span<const std::byte> packet)
{
    ssize_t sent;
    do {
        sent = ::send(m_fd, packet.data(), packet.size(), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    m_errno = sent < 0 ? errno : 0;
    return m_errno;
}

std::uint16_t DeviceProbe::nextId()
{
    m_id = static_cast<std::uint16_t>(m_id == 0xffff ? 1 : m_id + 1); // 0 is no valid id
    return m_id;
}

} // namespace mv
