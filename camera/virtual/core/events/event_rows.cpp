// SPDX-License-Identifier: GPL-3.0-or-later
// EventControl: which events are reported.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

namespace {

Register selectorRow(EventSettings &events)
{
    std::vector<EnumEntry> entries;
    for (const EventKindRow &kind : eventKinds())
        entries.push_back({kind.name, std::int64_t(entries.size())});
    const auto last = std::int64_t(entries.size()) - 1;
    return integerRow("EventSelector", 0x20E000, events.selector, 0, last, Lock::None, std::move(entries));
}

Register notificationRow(EventSettings &events)
{
    return {"EventNotification",
            0x20E004,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::None,
            [&events] { return std::int64_t(events.notifies(events.selector)); },
            [&events](const RegisterValue &value) {
                const auto on = std::get<std::int64_t>(value);
                const std::uint32_t bit = 1u << unsigned(events.selector);
                if (on < 0 || on > 1)
                    return Status::InvalidParameter;
                events.notify = on ? events.notify | bit : events.notify & ~bit;
                return Status::Success;
            },
            {{"Off", 0}, {"On", 1}}};
}

} // namespace

std::vector<Register> eventRows(CameraState &state)
{
    EventSettings &events = state.settings.events;
    return {
        selectorRow(events),
        notificationRow(events),
        commandRow("TestEventGenerate", 0x20E008, [&state] { state.report(EventKind::Test, state.now(), {}); }),
    };
}

} // namespace mv::vcam
