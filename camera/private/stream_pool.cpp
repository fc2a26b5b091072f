// SPDX-License-Identifier: GPL-3.0-or-later
// The driver's buffers on their way out to frames and back.
#include "camera/private/stream_pool.h"

#include <arv.h>

namespace mv {

StreamPool::StreamPool(ArvStream *stream, int buffers) : m_stream(stream), m_buffers(buffers) {}

std::shared_ptr<const void> StreamPool::lend(ArvBuffer *buffer)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stream != nullptr && m_lent + 1 > m_buffers - driverKeeps())
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
    if (m_stream == nullptr) {
        g_object_unref(buffer);
        return;
    }
    // Aravis 0.8.26 hands out a buffer with its old status when a payload type is unknown to it: id 0 shows which.
    arv_buffer_set_frame_id(buffer, 0);
    arv_stream_push_buffer(m_stream, buffer);
}

void StreamPool::detach()
{
    const std::lock_guard lock(m_mutex);
    m_stream = nullptr;
}

int StreamPool::lent() const
{
    const std::lock_guard lock(m_mutex);
    return m_lent;
}

} // namespace mv
