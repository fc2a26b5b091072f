// SPDX-License-Identifier: GPL-3.0-or-later
// The sensor: what it exposes and reads out, and when it may begin again.
#pragma once

#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/io/io_settings.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace mv::vcam {

/// How long an image takes, ns, as the settings stand.
struct SensorTiming
{
    std::int64_t exposure = 0;
    std::int64_t readout = 0;
    std::int64_t transfer = 0;    ///< over the link
    std::int64_t resetGap = 0;    ///< between two exposures
    bool overlapped = true;       ///< the next image may be exposed while this one is read out
    bool activeInReadout = false; ///< rows are exposed until they are read out: ExposureActive includes the readout
    std::int64_t framePeriod = 0; ///< of AcquisitionFrameRate; 0: none

    /// Of images without a pause.
    std::int64_t shortestPeriod() const
    {
        return std::max(transfer, overlapped ? std::max(readout, exposure + resetGap) : exposure + readout);
    }
    std::int64_t period() const { return std::max(shortestPeriod(), framePeriod); }
    /// From the start of the exposure until the last row is read out.
    std::int64_t latency() const { return exposure + readout; }
};

/// The images inside the sensor, in the order in which they began. One readout at a time, one transfer at a time. Pure
/// logic over times in ns; not thread-safe.
class Exposures
{
public:
    /// Forgets everything; the sensor is ready.
    void clear() { *this = {}; }
    bool empty() const { return m_frames.empty(); }
    std::size_t size() const { return m_frames.size(); }

    /// The first moment at which an image with @p timing may begin.
    std::int64_t earliestStart(const SensorTiming &timing) const
    {
        if (m_lastEnd == kNever)
            return 0;
        const std::int64_t rest = m_last.overlapped ? m_last.resetGap : m_last.readout;
        const std::int64_t busy = std::max(m_last.readout, m_last.transfer);
        return m_lastEnd + std::max(rest, busy - timing.exposure);
    }
    void begin(std::shared_ptr<Frame> frame, const SensorTiming &timing, std::int64_t now)
    {
        m_last = timing;
        m_lastEnd = now + timing.exposure;
        m_activeUntil = timing.activeInReadout ? now + timing.latency() : m_lastEnd;
        m_frames.push_back({std::move(frame), m_activeUntil, now + timing.latency()});
    }

    bool active() const { return m_activeUntil != kNever; }
    std::int64_t activeUntil() const { return m_activeUntil; } ///< kNever: not active
    void endActive() { m_activeUntil = kNever; }

    /// When the first exposure ends that endNext() has not told of yet, or kNever. Those of shutters that expose until
    /// the readout may overlap.
    std::int64_t nextEnd() const { return m_ended < m_frames.size() ? m_frames[m_ended].end : kNever; }
    /// That image, and how many are before it.
    std::pair<const Frame *, std::size_t> endNext()
    {
        const std::size_t before = m_ended++;
        return {m_frames[before].frame.get(), before};
    }

    /// When the oldest image has been read out, or kNever.
    std::int64_t nextReady() const { return m_frames.empty() ? kNever : m_frames.front().ready; }
    std::shared_ptr<Frame> takeReady()
    {
        auto frame = std::move(m_frames.front().frame);
        m_frames.pop_front();
        m_ended -= m_ended > 0; // an exposure ends before it has been read out
        return frame;
    }

private:
    struct InSensor
    {
        std::shared_ptr<Frame> frame;
        std::int64_t end; ///< of the exposure of its last row
        std::int64_t ready;
    };
    std::deque<InSensor> m_frames;
    std::size_t m_ended = 0; ///< the first so many have been exposed
    SensorTiming m_last;
    std::int64_t m_lastEnd = kNever; ///< of the last exposure; kNever: there was none
    std::int64_t m_activeUntil = kNever;
};

} // namespace mv::vcam
