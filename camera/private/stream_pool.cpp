// SPDX-License-Identifier: GPL-3.0-or-later
// The driver's buffers on their way out to frames and back.
#include "camera/private/stream_pool.h"

#include <arv.h>

#include <utility>

namespace mv {

StreamPool::StreamPool(ArvStream *stream, const Rules &rules) : m_rules(rules), m_stream(stream) {}

std::shared_ptr<const void> StreamPool::lend(ArvBuffer *buffer)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_phase == Phase::Streaming && m_lent + 1 > m_rules.buffers - m_rules.driverKeeps)
            return nullptr;
        ++m_lent;
    }
    return {buffer, [pool = shared_from_this()](ArvBuffer *returned) {
                const std::lock_guard lock(pool->m_mutex);
                --pool->m_lent;
                pool->settle(returned);
            }};
}

void StreamPool::giveBack(ArvBuffer *buffer)
{
    const std::lock_guard lock(m_mutex);
    settle(buffer);
}

void StreamPool::settle(ArvBuffer *buffer)
{
    if (m_phase == Phase::Ended) {
        g_object_unref(buffer);
        return;
    }
    m_waiting.push_back(buffer);
    if (m_phase == Phase::Ending || static_cast<int>(m_waiting.size()) <= m_rules.holdBack)
        return;
    ArvBuffer *next = m_waiting.front();
    m_waiting.pop_front();
    // Aravis 0.8.26 hands out a buffer with its old status when a payload type is unknown to it: the id shows which.
    arv_buffer_set_frame_id(next, m_rules.unwrittenId);
    arv_stream_push_buffer(m_stream, next);
}

void StreamPool::close()
{
    const std::lock_guard lock(m_mutex);
    m_phase = Phase::Ending;
    m_stream = nullptr;
}

void StreamPool::detach()
{
    const std::lock_guard lock(m_mutex);
    m_phase = Phase::Ended;
    for (ArvBuffer *buffer : std::exchange(m_waiting, {}))
        g_object_unref(buffer);
}

int StreamPool::away() const
{
    const std::lock_guard lock(m_mutex);
    return m_lent + static_cast<int>(m_waiting.size());
}

} // namespace mv
