// SPDX-License-Identifier: GPL-3.0-or-later
// The device thread's queue of commands: priority, merging, cancel.
#include "camera/private/device_queue.h"

#include <algorithm>

namespace mv {

bool DeviceQueue::push(CommandPtr command)
{
    std::vector<CommandPtr> pointless;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return false;
        std::erase_if(m_waiting, [&](const CommandPtr &earlier) {
            const bool cancelled = earlier->cancelledBy(*command);
            if (cancelled)
                pointless.push_back(earlier);
            return cancelled;
        });
        merge(*command);
        m_waiting.push_back(std::move(command));
    }
    m_changed.notify_one();
    // Outside the lock: a continuation of the caller may run in here.
    for (const CommandPtr &earlier : pointless)
        earlier->refuse(Error{ErrorCode::Cancelled, {}, {}});
    return true;
}

void DeviceQueue::merge(Command &command)
{
    for (auto it = m_waiting.rbegin(); it != m_waiting.rend(); ++it) {
        if ((*it)->changesNothing())
            continue;
        if (command.absorb(**it))
            m_waiting.erase(std::next(it).base());
        return;
    }
}

CommandPtr DeviceQueue::next(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, timeout, [this] { return m_closed || !m_waiting.empty(); });
    while (!m_closed && !m_waiting.empty()) {
        const auto first = std::min_element(m_waiting.begin(), m_waiting.end(),
                                            [](const auto &a, const auto &b) { return a->priority < b->priority; });
        CommandPtr command = *first;
        m_waiting.erase(first);
        if (command->wanted())
            return command;
    }
    return nullptr;
}

std::vector<CommandPtr> DeviceQueue::close()
{
    std::vector<CommandPtr> left;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        left.assign(m_waiting.begin(), m_waiting.end());
        m_waiting.clear();
    }
    m_changed.notify_all();
    return left;
}

bool DeviceQueue::closed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

std::size_t DeviceQueue::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

} // namespace mv
