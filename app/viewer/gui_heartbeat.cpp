// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the heartbeat.
#include "app/viewer/gui_heartbeat.h"

#include <algorithm>

namespace mv {
namespace {

constexpr std::chrono::milliseconds interval(5);

} // namespace

GuiHeartbeat::GuiHeartbeat(QObject *parent) : QObject(parent) {}

GuiHeartbeat::~GuiHeartbeat()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void GuiHeartbeat::start()
{
    if (!m_thread.joinable())
        m_thread = std::thread(&GuiHeartbeat::run, this);
}

void GuiHeartbeat::run()
{
    std::unique_lock lock(m_mutex);
    for (quint64 number = 1; !m_stop; ++number) {
        m_askedAt = Clock::now();
        lock.unlock(); // posting takes the event queue's own lock
        QMetaObject::invokeMethod(
            this, [this, number] { answer(number); }, Qt::QueuedConnection);
        lock.lock();
        m_changed.wait(lock, [this, number] { return m_stop || m_answered == number; });
        m_changed.wait_for(lock, interval, [this] { return m_stop; });
    }
}

void GuiHeartbeat::answer(quint64 number)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_longest = std::max(m_longest.value_or(Clock::duration::zero()), Clock::now() - *m_askedAt);
        m_askedAt.reset();
        m_answered = number;
    }
    m_changed.notify_all();
}

std::optional<double> GuiHeartbeat::longestStallMs() const
{
    const std::scoped_lock lock(m_mutex);
    std::optional<Clock::duration> longest = m_longest;
    if (m_askedAt)
        longest = std::max(longest.value_or(Clock::duration::zero()), Clock::now() - *m_askedAt);
    if (!longest)
        return std::nullopt;
    return std::chrono::duration<double, std::milli>(*longest).count();
}

} // namespace mv
