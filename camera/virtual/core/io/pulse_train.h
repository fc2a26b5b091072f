// SPDX-License-Identifier: GPL-3.0-or-later
// A pulse generator at an input's pin.
#pragma once

#include "camera/virtual/core/io/io_settings.h"

namespace mv::vcam {

/// ns. A width of a period or more is a level that stays high.
struct PulseTiming
{
    std::int64_t width, period;
    std::uint64_t count; ///< 0: endless
};

/// Pulses one after the other, with the timing that is handed in at each step, so that it can change between two edges.
/// Pure logic over times in ns; not thread-safe.
class PulseTrain
{
public:
    /// From start() to the first rising edge: time to begin an acquisition.
    static constexpr std::int64_t kLeadNs = 1'000'000;

    /// A new train; one that runs is cut off.
    void start(std::int64_t now);
    void stop();

    bool high() const { return m_high; }
    /// Of the first rising edge of the last train; kNever: there was none.
    std::int64_t startTime() const { return m_first; }
    std::uint64_t begun() const { return m_begun; } ///< pulses of this train

    /// When step() has something to do.
    std::int64_t next(const PulseTiming &timing) const;
    /// What is due at next(); if that is past because the period was shortened, the pulse begins @p now.
    void step(const PulseTiming &timing, std::int64_t now);

    /// Whole pulses that begin after the present one until @p now.
    std::int64_t pulsesUntil(const PulseTiming &timing, std::int64_t now) const;
    /// As if @p pulses had gone by since.
    void skip(const PulseTiming &timing, std::int64_t pulses);

private:
    bool more(const PulseTiming &timing) const { return timing.count == 0 || m_begun < timing.count; }
    bool fallsBefore(const PulseTiming &timing) const { return timing.width < timing.period || !more(timing); }

    bool m_running = false;
    bool m_high = false;
    std::int64_t m_first = kNever;
    std::int64_t m_rise = 0; ///< of the present pulse
    std::uint64_t m_begun = 0;
};

} // namespace mv::vcam
