// SPDX-License-Identifier: GPL-3.0-or-later
// Exposing frames as they fall due.
#include "camera/virtual/core/acquisition.h"

#include <algorithm>

namespace mv::vcam {

Acquisition::Acquisition(Expose expose) : m_expose(std::move(expose)) {}

void Acquisition::start(std::int64_t now, std::uint64_t frames)
{
    m_exposing.clear();
    m_fifo.clear();
    m_active = true;
    m_limit = frames;
    m_counter = 0;
    m_nextId = 0;
    m_nextStart = now;
}

void Acquisition::stop()
{
    m_active = false;
    m_exposing.clear();
    m_fifo.clear();
}

void Acquisition::finishExposures(std::int64_t now)
{
    while (!m_exposing.empty() && m_exposing.front().readyNs <= now) {
        auto frame = std::move(m_exposing.front().frame);
        m_exposing.pop_front();
        if (m_fifo.size() < kFifoFrames) {
            frame->id = m_nextId++;
            m_fifo.push_back(std::move(frame));
        } else {
            ++m_dropped;
        }
    }
}

void Acquisition::advance(std::int64_t now)
{
    while (m_active && m_nextStart <= now && (m_limit == 0 || m_counter < m_limit)) {
        Exposure exposure = m_expose(m_counter, m_nextStart);
        // In start order: an exposure never outlasts the period (frame_timing), so readiness keeps the order too.
        finishExposures(m_nextStart);
        m_exposing.push_back({std::move(exposure.frame), m_nextStart + exposure.exposureNs});
        m_nextStart += exposure.periodNs;
        ++m_counter;
    }
    finishExposures(now);
    if (m_limit != 0 && m_counter == m_limit && m_exposing.empty())
        m_active = false;
}

std::shared_ptr<const Frame> Acquisition::take()
{
    while (!m_fifo.empty() && m_fifo.front()->pixelsState() == PixelsState::Failed) {
        m_fifo.pop_front();
        ++m_dropped;
    }
    if (m_fifo.empty() || m_fifo.front()->pixelsState() == PixelsState::Pending)
        return nullptr;
    auto frame = std::move(m_fifo.front());
    m_fifo.pop_front();
    return frame;
}

std::optional<std::int64_t> Acquisition::nextReady() const
{
    if (!m_exposing.empty())
        return m_exposing.front().readyNs;
    if (!m_active || (m_limit != 0 && m_counter >= m_limit))
        return std::nullopt;
    return m_nextStart;
}

} // namespace mv::vcam
