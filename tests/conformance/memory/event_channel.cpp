// SPDX-License-Identifier: GPL-3.0-or-later
// Events one by one, whatever they come over.
#include "tests/conformance/memory/event_channel.h"

#include <thread>

namespace mv::test {

std::uint64_t WireEvent::frameCounter() const
{
    std::uint64_t counter = 0;
    for (std::size_t i = 0; i < 8; ++i)
        counter |= std::uint64_t(data.at(i)) << (8 * i);
    return counter;
}

EventChannel::EventChannel(WireCamera &camera, std::uint32_t timeoutMs, std::uint32_t retries)
    : m_camera(camera)
    , m_receiver(testWire() == Wire::Usb ? makeUsbReceiver(camera) : makeGigeReceiver(camera, timeoutMs, retries))
{}

void EventChannel::notify(const char *event)
{
    m_camera.set("EventSelector", event);
    m_camera.set("EventNotification", "On");
}

std::optional<WireEvent> EventChannel::next(std::chrono::milliseconds patience)
{
    if (m_waiting.empty() && m_receiver)
        m_waiting = m_receiver->receive(patience, m_acknowledge);
    else if (m_waiting.empty())
        std::this_thread::sleep_for(patience);
    if (m_waiting.empty())
        return std::nullopt;
    const WireEvent event = m_waiting.front();
    m_waiting.erase(m_waiting.begin());
    return event;
}

std::vector<WireEvent> EventChannel::all(std::chrono::milliseconds silence)
{
    std::vector<WireEvent> events;
    while (auto event = next(silence))
        events.push_back(*event);
    return events;
}

} // namespace mv::test
