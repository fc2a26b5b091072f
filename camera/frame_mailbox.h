// SPDX-License-Identifier: GPL-3.0-or-later
// From the stream thread to the view: the newest frame wins, at most one notification is pending.
#pragma once

#include "camera/imaging/frame.h"

#include <cstdint>
#include <functional>
#include <mutex>

namespace mv {

/// One slot. put() from the stream thread replaces what nobody took (the old frame goes straight back to the driver
/// and counts as skipped); take() from the viewer's thread empties it. The notifier is called by put() at most once
/// between two take()s, in the thread of put() and with the mailbox locked, so that none is running once
/// setNotifier() has returned: it must only post, and not call the mailbox. Thread: any.
class FrameMailbox
{
public:
    /// Set before frames flow, cleared (nullptr) before what it captures dies.
    void setNotifier(std::function<void()> notifier);
    void put(FramePtr frame);
    /// The newest frame, or nullptr. After it the next put() notifies again.
    FramePtr take();
    /// Drop what is there (stream stopped); it counts as skipped.
    void clear();
    /// Frames that were replaced or dropped before anyone took them, since reset().
    std::uint64_t skipped() const;
    bool holdsFrame() const;
    void resetCounters();

private:
    mutable std::mutex m_mutex; // guards all below
    FramePtr m_frame;
    std::function<void()> m_notifier;
    bool m_notified = false;
    std::uint64_t m_skipped = 0;
};

} // namespace mv
