// SPDX-License-Identifier: GPL-3.0-or-later
// Events on their way from the time line to a wire.
#pragma once

#include "camera/virtual/core/events/device_event.h"

#include <deque>
#include <optional>

namespace mv::vcam {

/// First in, first out, for as long as somebody listens. Knows no wire; not thread-safe: Camera locks.
class EventQueue
{
public:
    /// A listener that is slower than the camera loses the newest.
    static constexpr std::size_t kMostEvents = 256;

    /// Whether somebody listens. Closed, it forgets what waits and takes nothing.
    void setOpen(bool open);
    bool isOpen() const { return m_open; }
    void push(const DeviceEvent &event);
    std::optional<DeviceEvent> take();
    /// Events that found the queue full, since power-up.
    std::uint64_t dropped() const { return m_dropped; }

private:
    std::deque<DeviceEvent> m_events;
    bool m_open = false;
    std::uint64_t m_dropped = 0;
};

} // namespace mv::vcam
