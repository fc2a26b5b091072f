// SPDX-License-Identifier: GPL-3.0-or-later
// The table of events, and their queue.
#include "camera/virtual/core/events/event_queue.h"

namespace mv::vcam {

std::span<const EventKindRow> eventKinds()
{
    static constexpr EventKindRow kRows[] = {
        {"ExposureEnd", 0x9001, true},
        {"FrameTrigger", 0x9002, true},
        {"FrameStart", 0x9003, true},
        {"AcquisitionStart", 0x9004, true},
        {"AcquisitionTrigger", 0x9005, true},
        {"ReadOut", 0x9006, true},
        {"Test", 0x4FFF, false},
    };
    return kRows;
}

void EventQueue::setOpen(bool open)
{
    m_open = open;
    if (!open)
        m_events.clear();
}

void EventQueue::push(const DeviceEvent &event)
{
    if (!m_open)
        return;
    if (m_events.size() < kMostEvents)
        m_events.push_back(event);
    else
        ++m_dropped;
}

std::optional<DeviceEvent> EventQueue::take()
{
    if (m_events.empty())
        return std::nullopt;
    const DeviceEvent event = m_events.front();
    m_events.pop_front();
    return event;
}

} // namespace mv::vcam
