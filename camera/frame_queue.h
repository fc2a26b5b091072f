// SPDX-License-Identifier: GPL-3.0-or-later
// From the stream thread to whoever must see every frame: bounded, lossless until it says it ended.
#pragma once

#include "camera/imaging/frame.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace mv {

/// Frames in order, copied into memory of its own (they outlive the driver's buffers), at most @p capBytes of them.
/// When the next frame would pass the cap the queue closes itself: nothing that was accepted is lost, nothing later is
/// taken, and overflowedAt() names the first frame that did not fit (also when memory itself runs out). A frame counts
/// as its payload, but no less than sizeof(Frame), so that a flood of empty frames is bounded too. Thread: push from
/// the stream thread, pop from one other.
class FrameQueue
{
public:
    explicit FrameQueue(std::size_t capBytes);

    /// False once the queue is closed (the frame was not taken).
    bool push(const FramePtr &frame);
    /// The next frame; nullptr when @p timeout passed, or the queue is closed and empty.
    FramePtr pop(std::chrono::milliseconds timeout);
    /// Take no more frames; those already in stay.
    void close();
    bool closed() const;
    std::optional<std::uint64_t> overflowedAt() const;
    std::size_t size() const;
    std::size_t bytes() const;

private:
    const std::size_t m_capBytes;
    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::deque<FramePtr> m_frames;
    std::size_t m_bytes = 0;
    bool m_closed = false;
    std::optional<std::uint64_t> m_overflowedAt;
};

} // namespace mv
