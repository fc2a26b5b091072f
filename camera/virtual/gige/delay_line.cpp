// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of a slow device.
#include "camera/virtual/gige/delay_line.h"

#include <algorithm>

namespace mv::vcam::gige {

std::int64_t DelayLine::put(const UdpSocket::Datagram &datagram, std::int64_t delayMs, std::int64_t nowMs)
{
    std::int64_t due = nowMs + delayMs;
    for (const Waiting &waiting : m_waiting) {
        if (waiting.datagram.from != datagram.from)
            continue;
        if (waiting.datagram.bytes == datagram.bytes)
            return waiting.dueMs;
        due = std::max(due, waiting.dueMs + delayMs);
    }
    if (m_waiting.size() < kLongest) {
        const auto later = [due](const Waiting &waiting) { return waiting.dueMs > due; };
        m_waiting.insert(std::ranges::find_if_not(m_waiting, later), {due, datagram});
    }
    return due;
}

std::optional<UdpSocket::Datagram> DelayLine::take(std::int64_t nowMs)
{
    if (m_waiting.empty() || m_waiting.back().dueMs > nowMs)
        return std::nullopt;
    auto datagram = std::move(m_waiting.back().datagram);
    m_waiting.pop_back();
    return datagram;
}

std::optional<std::int64_t> DelayLine::nextDueMs() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.back().dueMs);
}

} // namespace mv::vcam::gige
