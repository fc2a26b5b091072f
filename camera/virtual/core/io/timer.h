// SPDX-License-Identifier: GPL-3.0-or-later
// Timer0: a pulse of set length, a set time after an event.
#pragma once

#include "camera/virtual/core/io/io_settings.h"

namespace mv::vcam {

enum class TimerStatus : std::uint32_t { Idle = 0, Delay = 1, Active = 2 };

/// Times in ns; delay and duration are looked at when they count, so that a change acts at once. Not thread-safe.
class Timer
{
public:
    TimerStatus status() const { return m_status; }
    /// Starts the delay. A timer that runs takes no notice.
    void trigger(std::int64_t now)
    {
        if (m_status == TimerStatus::Idle)
            enter(TimerStatus::Delay, now);
    }
    void reset() { m_status = TimerStatus::Idle; }

    /// When its status changes by itself, or kNever.
    std::int64_t next(std::int64_t delayNs, std::int64_t durationNs) const
    {
        if (m_status == TimerStatus::Idle)
            return kNever;
        return m_since + (m_status == TimerStatus::Delay ? delayNs : durationNs);
    }
    void step(std::int64_t now)
    {
        enter(m_status == TimerStatus::Delay ? TimerStatus::Active : TimerStatus::Idle, now);
    }

private:
    void enter(TimerStatus status, std::int64_t now)
    {
        m_status = status;
        m_since = now;
    }

    TimerStatus m_status = TimerStatus::Idle;
    std::int64_t m_since = 0;
};

} // namespace mv::vcam
