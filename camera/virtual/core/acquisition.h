// SPDX-License-Identifier: GPL-3.0-or-later
// The sensor's timeline and its FIFO: which frame is exposed when, and what happens when nobody fetches it.
#pragma once

#include "camera/virtual/core/frame.h"

#include <deque>
#include <functional>
#include <optional>

namespace mv::vcam {

/// Pure logic over a time that is handed in (ns on the camera's clock), so that it can be tested without waiting. The
/// time line is evaluated when someone looks: frames due since the last look are exposed then, in order, as a real
/// sensor would have. Not thread-safe: Camera locks.
class Acquisition
{
public:
    /// One exposure as the settings have it at its start.
    struct Exposure
    {
        std::shared_ptr<Frame> frame; ///< complete but for its id
        std::int64_t exposureNs;      ///< the frame is ready this long after its start
        std::int64_t periodNs;        ///< the next may start this long after its start
    };
    using Expose = std::function<Exposure(std::uint64_t counter, std::int64_t startNs)>;

    static constexpr std::size_t kFifoFrames = 8;

    explicit Acquisition(Expose expose);

    /// Begins at @p now with counter 0; @p frames = 0 means without end. Frames of an earlier acquisition are
    /// forgotten.
    void start(std::int64_t now, std::uint64_t frames);
    /// Ends at once: what is being exposed or waits in the FIFO is discarded.
    void stop();
    /// Exposes what is due until @p now. Call it before changing a setting, so that the change concerns later frames
    /// only.
    void advance(std::int64_t now);

    /// True from start() until stop() or until the last frame of a limited acquisition is exposed.
    bool active() const { return m_active; }
    /// The oldest frame of the FIFO, or nullptr.
    std::shared_ptr<const Frame> take();
    /// When advance() will have something new, if ever.
    std::optional<std::int64_t> nextReady() const;
    /// Frames that found the FIFO full, since power-up.
    std::uint64_t dropped() const { return m_dropped; }

private:
    struct Exposing
    {
        std::shared_ptr<Frame> frame;
        std::int64_t readyNs;
    };
    void finishExposures(std::int64_t now);

    Expose m_expose;
    bool m_active = false;
    std::uint64_t m_limit = 0;
    std::uint64_t m_counter = 0;
    std::uint64_t m_nextId = 0;
    std::uint64_t m_dropped = 0;
    std::int64_t m_nextStart = 0;
    std::deque<Exposing> m_exposing;
    std::deque<std::shared_ptr<const Frame>> m_fifo;
};

} // namespace mv::vcam
