// SPDX-License-Identifier: GPL-3.0-or-later
// One slot, newest wins.
#include "camera/frame_mailbox.h"

#include <utility>

namespace mv {

// In every function the frame that goes is let go after the lock: its release hands a buffer back to the driver.

void FrameMailbox::setNotifier(std::function<void()> notifier)
{
    std::function<void()> old; // dies after the lock, with what it captured
    const std::scoped_lock lock(m_mutex);
    old = std::exchange(m_notifier, std::move(notifier));
    m_notified = false; // the new one knows of nothing yet
}

void FrameMailbox::put(FramePtr frame)
{
    if (!frame)
        return;
    const std::scoped_lock lock(m_mutex);
    std::swap(m_frame, frame); // a parameter outlives the function's locals
    if (frame)
        ++m_skipped;
    if (m_notifier && !std::exchange(m_notified, true))
        m_notifier();
}

FramePtr FrameMailbox::take()
{
    const std::scoped_lock lock(m_mutex);
    m_notified = false;
    return std::exchange(m_frame, nullptr);
}

void FrameMailbox::clear()
{
    FramePtr old;
    const std::scoped_lock lock(m_mutex);
    std::swap(m_frame, old);
    if (old)
        ++m_skipped;
}

std::uint64_t FrameMailbox::skipped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_skipped;
}

bool FrameMailbox::holdsFrame() const
{
    const std::scoped_lock lock(m_mutex);
    return m_frame != nullptr;
}

void FrameMailbox::resetCounters()
{
    const std::scoped_lock lock(m_mutex);
    m_skipped = 0;
}

} // namespace mv
