// SPDX-License-Identifier: GPL-3.0-or-later
// Where lost and closed camera handles are disposed of without holding up anyone.
#include "camera/private/graveyard.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

#include <unistd.h>

namespace mv {

namespace {

// How long the end of the process waits: enough for every live camera, too short for a dead one, which nobody misses.
constexpr std::chrono::milliseconds patienceAtExit{1500};

} // namespace

Graveyard &Graveyard::instance()
{
    // Never destroyed: burials may outlast the static objects of the process.
    static Graveyard &graveyard = *new Graveyard;
    return graveyard;
}

Graveyard::Graveyard()
{
    // A burial that goes on longer has threads of Aravis and libusb below it, which the destructors of static objects
    // would pull the ground from under: the process then ends without them.
    ::on_exit(
        [](int status, void *) {
            if (instance().waitUntilEmpty(patienceAtExit))
                return;
            std::fflush(nullptr);
            ::_exit(status);
        },
        nullptr);
}

void Graveyard::bury(const QString &key, std::function<void()> dispose)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_burials[key];
    }
    std::thread([this, key, dispose = std::move(dispose)]() mutable {
        dispose();
        dispose = nullptr; // what it captured goes before anyone is told that it has gone
        finished(key);
    }).detach();
}

void Graveyard::finished(const QString &key)
{
    // Notified under the lock: after it, at the end of the process, nothing of this thread is needed any more.
    const std::lock_guard lock(m_mutex);
    const auto burial = m_burials.find(key);
    if (--burial->second == 0)
        m_burials.erase(burial);
    m_changed.notify_all();
}

bool Graveyard::holds(const QString &key) const
{
    const std::lock_guard lock(m_mutex);
    return m_burials.contains(key);
}

bool Graveyard::waitUntilGone(const QString &key, std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, timeout, [&] { return !m_burials.contains(key); });
}

bool Graveyard::waitUntilEmpty(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, timeout, [this] { return m_burials.empty(); });
}

} // namespace mv
