// SPDX-License-Identifier: GPL-3.0-or-later
// Who has which interface of the device for himself.
#pragma once

#include <map>
#include <mutex>
#include <vector>

namespace mv::vcam::usbip {

/// Clients are told apart by a pointer. Thread: any.
class Claims
{
public:
    /// True if @p client has @p interface now.
    bool claim(unsigned interface, const void *client)
    {
        const std::lock_guard lock(m_mutex);
        return m_holders.try_emplace(interface, client).first->second == client;
    }
    /// False if @p client had not claimed it.
    bool release(unsigned interface, const void *client)
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_holders.find(interface);
        if (it == m_holders.end() || it->second != client)
            return false;
        m_holders.erase(it);
        return true;
    }
    /// Everything that @p client had.
    std::vector<unsigned> releaseAll(const void *client)
    {
        const std::lock_guard lock(m_mutex);
        std::vector<unsigned> released;
        for (const auto &[interface, holder] : m_holders) {
            if (holder == client)
                released.push_back(interface);
        }
        std::erase_if(m_holders, [client](const auto &entry) { return entry.second == client; });
        return released;
    }

private:
    std::mutex m_mutex; // guards m_holders
    std::map<unsigned, const void *> m_holders;
};

} // namespace mv::vcam::usbip
