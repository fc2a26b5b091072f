// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching events for the host.
#include "camera/virtual/u3v/event_source.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/events/device_event.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/u3v/gencp_packet.h"

namespace mv::vcam::u3v {

namespace {
constexpr auto kFetchTimeout = std::chrono::milliseconds(500);
constexpr std::size_t kEntryBytes = 12, kFrameBytes = 8;
} // namespace

std::vector<std::uint8_t> eventMessage(const DeviceEvent &event, std::uint16_t id)
{
    const EventKindRow &kind = event.row();
    std::vector<std::uint8_t> entry(kEntryBytes + (kind.hasFrame ? kFrameBytes : 0));
    const std::span bytes(entry);
    storeInteger(bytes.subspan(0, 2), entry.size(), std::endian::little);
    storeInteger(bytes.subspan(2, 2), kind.id, std::endian::little);
    storeInteger(bytes.subspan(4, 8), event.timestampNs, std::endian::little);
    if (kind.hasFrame)
        storeInteger(bytes.subspan(kEntryBytes), event.frame.counter, std::endian::little);
    return makeGencpEvent(id, entry);
}

void EventSource::enable(bool on)
{
    m_camera.listenToEvents(on);
    {
        const std::lock_guard lock(m_mutex);
        m_on = on;
    }
    interrupt();
}

void EventSource::interrupt()
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_interrupts;
    }
    m_changed.notify_all();
    m_camera.interruptEvents();
}

std::vector<Slice> EventSource::next()
{
    {
        std::unique_lock lock(m_mutex);
        const std::uint64_t interrupts = m_interrupts;
        if (!m_on)
            m_changed.wait_for(lock, kFetchTimeout, [&] { return m_on || m_interrupts != interrupts; });
        if (!m_on)
            return {};
    }
    const auto event = m_camera.nextEvent(std::chrono::steady_clock::now() + kFetchTimeout);
    if (!event || m_camera.faults().silent)
        return {};
    return {sliceOf(eventMessage(*event, m_id++))};
}

} // namespace mv::vcam::u3v
