// SPDX-License-Identifier: GPL-3.0-or-later
// The device thread's queue of commands: priority, merging, cancel.
#pragma once

#include "camera/private/device_command.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace mv {

/// Thread: push() and close() any, next() the device thread.
class DeviceQueue
{
public:
    /// False once closed: the command was not taken. A write takes the place of the write to the same feature that
    /// waits directly before it (reads between do not matter), so that a dragged slider costs one register write, and
    /// no write is moved past another one, a command, a start or a stop.
    bool push(CommandPtr command);
    /// The most urgent command that somebody still waits for; nullptr when @p timeout passed or the queue is closed.
    CommandPtr next(std::chrono::milliseconds timeout);
    /// Ends next(); returns what still waited.
    std::vector<CommandPtr> close();
    bool closed() const;
    std::size_t size() const;

private:
    void merge(Command &command);

    mutable std::mutex m_mutex; // guards all below
    std::condition_variable m_changed;
    std::deque<CommandPtr> m_waiting;
    bool m_closed = false;
};

} // namespace mv
