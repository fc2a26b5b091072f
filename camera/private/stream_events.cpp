// SPDX-License-Identifier: GPL-3.0-or-later
// Turns lost and incomplete frames into few lines of the event log.
#include "camera/private/stream_events.h"

#include "camera/event_log.h"
#include "camera/private/device_hub.h"
#include "camera/private/stream_ledger.h"

namespace mv {

StreamEvents::StreamEvents(std::shared_ptr<DeviceHub> hub, std::uint64_t number)
    : m_hub(std::move(hub)), m_number(number)
{}

StreamEvents::~StreamEvents()
{
    tellLost(monotonicNs());
    tellIncomplete(monotonicNs());
}

void StreamEvents::lost(std::uint64_t count, std::uint64_t firstId)
{
    m_lost.add(count, firstId);
    const std::int64_t now = monotonicNs();
    if (m_lost.due(now))
        tellLost(now);
}

void StreamEvents::incomplete(std::optional<std::uint64_t> id)
{
    m_incomplete.add(1, id);
    const std::int64_t now = monotonicNs();
    if (m_incomplete.due(now))
        tellIncomplete(now);
}

void StreamEvents::Pending::add(std::uint64_t more, std::optional<std::uint64_t> id)
{
    if (count == 0)
        firstId = id;
    count += more;
}

bool StreamEvents::Pending::due(std::int64_t nowNs) const
{
    constexpr std::int64_t second = 1'000'000'000;
    return toldNs == 0 || nowNs - toldNs >= second;
}

void StreamEvents::tellLost(std::int64_t nowNs)
{
    if (m_lost.count == 0)
        return;
    m_hub->log(m_number, EventSeverity::Warning, EventKind::FramesLost,
               {QString::number(m_lost.count), QString::number(m_lost.firstId.value_or(0))});
    m_lost = {.count = 0, .firstId = {}, .toldNs = nowNs};
}

void StreamEvents::tellIncomplete(std::int64_t nowNs)
{
    if (m_incomplete.count == 0)
        return;
    m_hub->log(m_number, EventSeverity::Warning, EventKind::FrameIncomplete,
               {m_incomplete.firstId ? QString::number(*m_incomplete.firstId) : QStringLiteral("?")});
    m_incomplete = {.count = 0, .firstId = {}, .toldNs = nowNs};
}

} // namespace mv
