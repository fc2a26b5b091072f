// SPDX-License-Identifier: GPL-3.0-or-later
// Measures how long the GUI's event loop stands still.
#pragma once

#include <QObject>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace mv {

/// A thread of its own posts a ping to the GUI's event loop every few milliseconds and takes the time until it is
/// answered. Thread: GUI; the measuring thread touches nothing but its own clock.
class GuiHeartbeat : public QObject
{
    Q_OBJECT

public:
    explicit GuiHeartbeat(QObject *parent = nullptr);
    ~GuiHeartbeat() override;

    /// From now on; a second call changes nothing.
    void start();
    /// The longest round trip since start(), one under way included; empty before.
    std::optional<double> longestStallMs() const;

private:
    using Clock = std::chrono::steady_clock;

    void run();
    void answer(quint64 number);

    mutable std::mutex m_mutex; // guards all below but m_thread
    std::condition_variable m_changed;
    bool m_stop = false;
    quint64 m_answered = 0;
    std::optional<Clock::time_point> m_askedAt; // while a ping is under way
    std::optional<Clock::duration> m_longest;
    std::thread m_thread;
};

} // namespace mv
