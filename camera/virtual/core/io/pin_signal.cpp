// SPDX-License-Identifier: GPL-3.0-or-later
// Ramps of a pin.
#include "camera/virtual/core/io/pin_signal.h"

#include "camera/virtual/core/io/io_settings.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

// An edge time spans 10 % to 90 % of the swing, a delay ends at 90 % of its own way: both directions count alike.
void PinSignal::drive(bool high, const OutputEdge &edge, std::int64_t now)
{
    const double wholeUs = edge.edgeUs / 0.8;
    const auto begin = now + std::llround((edge.delayUs - 0.9 * wholeUs) * 1000);
    while (!m_coming.empty() && m_coming.back().begin >= begin)
        m_coming.pop_back();
    m_coming.push_back({begin, (high ? 1 : -1) / (wholeUs * 1000)});
}

void PinSignal::release()
{
    m_coming.clear();
    m_from = 0;
    m_ramp = {0, 0};
}

std::int64_t PinSignal::nextRamp() const
{
    return m_coming.empty() ? kNever : m_coming.front().begin;
}

void PinSignal::beginRamp()
{
    const Ramp next = m_coming.front();
    m_coming.pop_front();
    m_from = fraction(next.begin);
    m_ramp = next;
}

double PinSignal::fraction(std::int64_t now) const
{
    return std::clamp(m_from + m_ramp.slope * double(now - m_ramp.begin), 0.0, 1.0);
}

std::int64_t PinSignal::crossing(double level, bool up, std::int64_t now) const
{
    if (up != (m_ramp.slope > 0) || m_ramp.slope == 0 || level <= 0 || !(level < 1))
        return kNever;
    const double waitNs = std::ceil((level - m_from) / m_ramp.slope);
    return std::max(now, m_ramp.begin + std::int64_t(waitNs));
}

} // namespace mv::vcam
