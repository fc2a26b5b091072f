// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera can report besides images.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mv::vcam {

/// Entries of EventSelector.
enum class EventKind : std::uint32_t {
    ExposureEnd = 0,
    FrameTrigger = 1,
    FrameStart = 2,
    AcquisitionStart = 3,
    AcquisitionTrigger = 4,
    ReadOut = 5,
    Test = 6
};

/// One row a kind, in the order of EventKind.
struct EventKindRow
{
    std::string_view name; ///< entry of EventSelector; the feature is "Event" + name
    std::uint16_t id;      ///< as the XML's <EventID> says, hexadecimal there
    bool hasFrame;         ///< it comes with DeviceEvent::frame as its data
};
std::span<const EventKindRow> eventKinds();

/// The frame that an event is about, or that comes next. Frame::id is not known before the frame has been read out: it
/// is what the frame will get if no frame before it is dropped.
struct EventFrame
{
    std::uint64_t counter = 0; ///< Frame::counter
    std::uint64_t id = 0;      ///< Frame::id
};

/// A value; thread: any.
struct DeviceEvent
{
    EventKind kind = EventKind::Test;
    std::uint64_t timestampNs = 0; ///< on the camera's clock
    EventFrame frame;
    std::uint64_t acquisition = 0; ///< Frame::acquisition

    const EventKindRow &row() const { return eventKinds()[std::size_t(kind)]; }
};

/// EventNotification, a bit a kind, and what chooses among them. A value; thread: any.
struct EventSettings
{
    EventKind selector = EventKind::ExposureEnd;
    std::uint32_t notify = 0;

    bool notifies(EventKind kind) const { return notify >> unsigned(kind) & 1; }
};

} // namespace mv::vcam
