// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded, lossless until it says it ended.
#include "camera/frame_queue.h"

#include <algorithm>
#include <new>
#include <utility>

namespace mv {

namespace {

std::size_t chargeOf(const Frame &frame)
{
    return std::max(frame.payload().size(), sizeof(Frame));
}

/// A copy in memory of its own, or nullptr when memory runs out.
FramePtr copyOf(const Frame &frame)
{
    try {
        return frame.detached();
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

} // namespace

FrameQueue::FrameQueue(std::size_t capBytes) : m_capBytes(capBytes) {}

bool FrameQueue::push(const FramePtr &frame)
{
    if (!frame)
        return false;
    const std::size_t charge = chargeOf(*frame);
    // Copied outside the lock, so that the reader does not wait for it. Room found here stays: only push() takes room.
    FramePtr copy = bytes() + charge <= m_capBytes && !closed() ? copyOf(*frame) : nullptr;

    const std::scoped_lock lock(m_mutex);
    if (m_closed)
        return false;
    if (copy) {
        m_frames.push_back(std::move(copy));
        m_bytes += charge;
    } else {
        m_overflowedAt = frame->info().frameId;
        m_closed = true;
    }
    m_changed.notify_all();
    return !m_closed;
}

FramePtr FrameQueue::pop(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, timeout, [this] { return m_closed || !m_frames.empty(); });
    if (m_frames.empty())
        return nullptr;
    FramePtr frame = std::move(m_frames.front());
    m_frames.pop_front();
    m_bytes -= chargeOf(*frame);
    return frame;
}

void FrameQueue::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
}

bool FrameQueue::closed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_closed;
}

std::optional<std::uint64_t> FrameQueue::overflowedAt() const
{
    const std::scoped_lock lock(m_mutex);
    return m_overflowedAt;
}

std::size_t FrameQueue::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_frames.size();
}

std::size_t FrameQueue::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

} // namespace mv
