// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of a slow device.
#include "camera/virtual/gige/delay_line.h"

#include <algorithm>

namespace mv::vcam::gige {

std::int64_t DelayLine::put(const UdpSocket::Datagram &datagram, std::int64_t delayMs, std::int64_t nowMs)
{
    const bool known = std::ranges::any_of(m_waiting, [&datagram](const Waiting &waiting) {
        return waiting.datagram.from == datagram.from && waiting.datagram.bytes == datagram.bytes;
    });
    if (!known && m_waiting.size() < kLongest) {
        const std::int64_t start = m_waiting.empty() ? nowMs : std::max(nowMs, m_waiting.back().dueMs);
        m_waiting.push_back({start + delayMs, datagram});
    }
    return m_waiting.back().dueMs;
}

std::optional<UdpSocket::Datagram> DelayLine::take(std::int64_t nowMs)
{
    if (m_waiting.empty() || m_waiting.front().dueMs > nowMs)
        return std::nullopt;
    auto datagram = std::move(m_waiting.front().datagram);
    m_waiting.pop_front();
    return datagram;
}

std::optional<std::int64_t> DelayLine::nextDueMs() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.front().dueMs);
}

} // namespace mv::vcam::gige
