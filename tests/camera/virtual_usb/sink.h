// SPDX-License-Identifier: GPL-3.0-or-later
// A host that waits for its transfers.
#pragma once

#include "camera/virtual/u3v/usb_function.h"

#include <condition_variable>
#include <map>
#include <mutex>

namespace mv::vcam::u3v {

/// Keeps what was completed. Thread: any.
class Sink : public TransferSink
{
public:
    struct Done
    {
        int status;
        std::vector<std::uint8_t> bytes;
    };

    void completed(std::uint32_t id, const TransferResult &result) override
    {
        const std::lock_guard lock(m_mutex);
        m_done[id] = {result.status, bytesOf(result.data)};
        m_order.push_back(id);
        m_changed.notify_all();
    }
    /// The transfer's end, if it comes in time.
    std::optional<Done> wait(std::uint32_t id, std::chrono::milliseconds patience = std::chrono::seconds(10))
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, patience, [&] { return m_done.contains(id); }))
            return std::nullopt;
        return m_done.at(id);
    }
    std::vector<std::uint32_t> order()
    {
        const std::lock_guard lock(m_mutex);
        return m_order;
    }

private:
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::map<std::uint32_t, Done> m_done;
    std::vector<std::uint32_t> m_order;
};

} // namespace mv::vcam::u3v
