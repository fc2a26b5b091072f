// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny GigE Vision device for tests: memory behind GVCP, and every way to misbehave.
#pragma once

#include <QByteArray>
#include <QString>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

namespace mv::test {

/// Answers GVCP at port 3956 of one loopback address, in a thread of its own. It has no stream. Settings may be changed
/// while it runs. Thread: any.
class GvcpResponder
{
public:
    enum class Manner {
        Correct,
        Silent,      ///< reads what comes and says nothing
        Garbage,     ///< answers with bytes that are no GVCP
        WrongId,     ///< answers well, but to another question
        Refusing,    ///< access denied, whatever is asked
        Short,       ///< acknowledges without the data
        Busy,        ///< busy, whatever is asked
        OnlyPending, ///< asks for more time, whatever is asked, again and again
    };

    /// A plain description with Width, PayloadSize and the acquisition commands is at hand.
    explicit GvcpResponder(const QString &address);
    ~GvcpResponder();

    bool listening() const { return m_fd >= 0; }
    /// Stops answering and closes the port, as a killed process does.
    void vanish();

    void setManner(Manner manner) { m_manner = manner; }
    /// Each access takes so long; with @p pending a PENDING_ACK comes first.
    void setDelay(std::chrono::milliseconds delay, bool pending);
    /// What OnlyPending asks for, 65 s at most.
    void setPendingTime(std::chrono::milliseconds time) { m_pendingMs = static_cast<int>(time.count()); }
    /// From this many more answers on it is silent (a camera that dies in the middle).
    void dieAfter(int answers) { m_answersLeft = answers; }
    /// After this many more answers the manner changes.
    void turnAfter(int answers, Manner manner);
    void setUrl(const QByteArray &url, std::uint32_t at = 0x200);
    /// The file that the URL points to; @p name decides how it is read (.xml, .zip).
    void setDescription(const QByteArray &file, const QByteArray &name = "test.xml");
    void put32(std::uint32_t address, std::uint32_t value);
    std::uint32_t get32(std::uint32_t address) const;
    int requests() const { return m_requests; }
    /// Those after the last part of the description.
    int requestsSinceDescription() const { return m_requests - m_requestsAtDescription; }
    /// When a part of the description was read last.
    std::chrono::steady_clock::time_point descriptionRead() const
    {
        return std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(m_descriptionReadNs.load()));
    }

    static QByteArray plainDescription();

private:
    void run();
    QByteArray answer(const QByteArray &request, std::uint32_t from);
    QByteArray execute(std::uint16_t command, const QByteArray &data, std::uint16_t &status);
    QByteArray memory(std::uint32_t address, std::uint32_t size) const;
    bool writable(std::uint32_t address, std::uint32_t from);
    void repeatPending();
    void send(const QByteArray &packet, const void *to, unsigned length);

    int m_fd = -1;
    std::atomic<bool> m_stopping = false;
    std::atomic<Manner> m_manner = Manner::Correct;
    std::atomic<int> m_delayMs = 0;
    std::atomic<bool> m_pending = false;
    std::atomic<int> m_pendingMs = 0xffff;
    std::atomic<int> m_answersLeft = -1;
    std::atomic<int> m_untilTurn = -1;
    std::atomic<Manner> m_nextManner = Manner::Correct;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_requestsAtDescription = 0;
    std::atomic<std::chrono::steady_clock::rep> m_descriptionReadNs = 0;
    std::map<std::uint32_t, QByteArray> m_unanswered; // the thread's: by the asker's port, what OnlyPending says

    mutable std::mutex m_mutex; // guards all below
    std::map<std::uint32_t, std::uint8_t> m_bytes;
    std::uint32_t m_descriptionEnd = 0;
    std::uint32_t m_controller = 0; // its port, 0 = nobody
    std::thread m_thread;
};

/// 127.5.x.y of one's own, from the process id and a counter.
QString nextAddress();

} // namespace mv::test
