// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a GigE camera's bootstrap registers over a socket of our own: before Aravis may open it, and while it is open.
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace mv {

/// GVCP reads from a connected UDP socket. Reading needs no control privilege (GigE Vision: secondary applications may
/// read unless access is exclusive), so this tells whether a camera lives without touching the ArvDevice, whose mutex a
/// dead camera holds for 2.5 s at a time. Addresses in host byte order. Thread: one at a time.
class DeviceProbe
{
public:
    /// How a question was answered.
    enum class Answer {
        Value,   ///< success
        Refused, ///< an error acknowledge: it lives; status() says what
        Pending, ///< PENDING_ACK: it lives and asks for time
        Garbage, ///< something came that is no GVCP acknowledge
        Silence, ///< nothing came
        NoRoute, ///< the host cannot reach it, or nothing listens there (ICMP); reason() says what
    };

    DeviceProbe() = default;
    ~DeviceProbe();
    DeviceProbe(const DeviceProbe &) = delete;
    DeviceProbe &operator=(const DeviceProbe &) = delete;

    /// Binds to @p host (which proves that the address is ours) and connects to @p device. 0 or an errno.
    int open(std::uint32_t device, std::uint32_t host);

    /// Blocking reads: @p tries questions, @p timeout each, longer (10 s in all) when the camera asks for
    /// time, again when it says it is busy. Anything that is not
    /// the answer is passed over.
    struct Patience
    {
        int tries = 3;
        std::chrono::milliseconds timeout{200};
    };
    Answer readRegister(std::uint32_t address, std::uint32_t &value, Patience patience);
    /// @p size up to 512, a multiple of 4.
    Answer readMemory(std::uint32_t address, std::uint16_t size, QByteArray &bytes, Patience patience);

    /// The two halves of readRegister() for whoever must not block: ask, then look what has come.
    int askRegister(std::uint32_t address);
    struct Heard
    {
        Answer answer = Answer::Silence;
        std::uint32_t value = 0;
    };
    /// The most telling thing that has come since; waits at most @p timeout, or until @p stopFd can be read.
    Heard listen(std::chrono::milliseconds timeout, int stopFd);

    std::uint16_t status() const { return m_status; }
    /// The longest that an answer to a blocking read has taken.
    std::chrono::milliseconds slowest() const { return m_slowest; }
    QString reason() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Question
    {
        std::uint16_t ackCommand = 0;
        std::uint16_t id = 0;
        std::size_t size = 0;
    };
    Answer ask(std::span<std::byte> packet, Question question, std::span<std::byte> data, Patience patience);
    Answer await(const Question &question, std::span<std::byte> data, Clock::time_point until,
                 Clock::time_point giveUp);
    Answer judge(std::span<const std::byte> packet, const Question &question, std::span<std::byte> data);
    int send(std::span<const std::byte> packet);
    std::uint16_t nextId();

    int m_fd = -1;
    int m_errno = 0;
    std::uint16_t m_id = 0;
    std::uint16_t m_status = 0;
    std::chrono::milliseconds m_pending{0};
    std::chrono::milliseconds m_slowest{0};
};

} // namespace mv
