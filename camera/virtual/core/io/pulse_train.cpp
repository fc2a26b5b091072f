// SPDX-License-Identifier: GPL-3.0-or-later
// The edges of a pulse train, one by one.
#include "camera/virtual/core/io/pulse_train.h"

#include <algorithm>

namespace mv::vcam {

void PulseTrain::start(std::int64_t now)
{
    *this = PulseTrain();
    m_running = true;
    m_first = now + kLeadNs;
}

void PulseTrain::stop()
{
    m_running = false;
    m_high = false;
}

std::int64_t PulseTrain::next(const PulseTiming &timing) const
{
    if (!m_running)
        return kNever;
    if (m_begun == 0)
        return m_first;
    if (m_high && fallsBefore(timing))
        return m_rise + timing.width;
    return more(timing) ? m_rise + timing.period : kNever;
}

void PulseTrain::step(const PulseTiming &timing, std::int64_t now)
{
    if (m_begun > 0 && m_high && fallsBefore(timing)) {
        m_high = false;
        m_running = more(timing);
        return;
    }
    m_rise = std::max(m_begun == 0 ? m_first : m_rise + timing.period, now);
    m_high = true;
    ++m_begun;
}

std::int64_t PulseTrain::pulsesUntil(const PulseTiming &timing, std::int64_t now) const
{
    if (!m_running || m_begun == 0 || now <= m_rise)
        return 0;
    const std::int64_t inTime = (now - m_rise) / timing.period;
    return timing.count == 0 ? inTime : std::min(inTime, std::int64_t(timing.count - std::min(m_begun, timing.count)));
}

void PulseTrain::skip(const PulseTiming &timing, std::int64_t pulses)
{
    m_rise += pulses * timing.period;
    m_begun += std::uint64_t(pulses);
}

} // namespace mv::vcam
