// SPDX-License-Identifier: GPL-3.0-or-later
// The camera's timeline: triggers, lines and timer, which image is exposed when, and the FIFO.
#pragma once

#include "camera/virtual/core/events/device_event.h"
#include "camera/virtual/core/io/exposures.h"
#include "camera/virtual/core/io/timer.h"
#include "camera/virtual/core/io/trigger.h"

#include <functional>
#include <optional>

namespace mv::vcam {

class LineBoard;
struct LineEdge;

/// A simulation of discrete events over a time that is handed in (ns on the camera's clock), so that it can be tested
/// without waiting. It is evaluated when someone looks: what was due since the last look happens then, in order of
/// time. At one instant: image read out, end of exposure, sensor ready, timer, outputs, debouncers, inputs, delayed
/// triggers, start of exposure; so an image ends before the next begins, and a trigger finds a sensor that just became
/// ready.
///
/// The settings are read where they are; one that is changed acts from the last advance() on. Call that before a
/// change. Not thread-safe: Camera locks.
class Acquisition
{
public:
    /// One exposure as the settings have it at its start.
    struct Exposure
    {
        std::shared_ptr<Frame> frame; ///< complete but for its id
        SensorTiming timing;
    };
    using Expose = std::function<Exposure(std::uint64_t counter, std::int64_t startNs)>;
    using Timing = std::function<SensorTiming()>; ///< as the settings stand

    using Report = std::function<void(EventKind kind, std::int64_t at, const EventFrame &frame)>;

    static constexpr std::size_t kFifoFrames = 8;
    /// Events of one advance(). A camera with a self-made oscillation that nobody looked at for minutes does not live
    /// through all of them: what is late then happens at once, and goes on from there.
    static constexpr int kMostEvents = 1 << 18;

    /// @p io must outlive the object; @p seed is of everything random.
    Acquisition(Expose expose, Timing timing, const IoSettings &io, std::uint64_t seed);
    ~Acquisition();
    Acquisition(const Acquisition &) = delete;
    Acquisition &operator=(const Acquisition &) = delete;

    /// @p report is called for each event of the camera, in order of time, from inside the functions below.
    void onEvent(Report report) { m_report = std::move(report); }

    /// Begins at @p now with counter 0; @p frames = 0 means without end. Frames of an earlier acquisition are
    /// forgotten. With the AcquisitionStart trigger on, it then waits for that.
    void start(std::int64_t now, std::uint64_t frames);
    /// Ends at once: what is being exposed, waits for the end of a delay or waits in the FIFO is discarded.
    void stop(std::int64_t now);
    /// Whether the levels of inputs are looked at during exposures: then every edge is lived through, also of those
    /// that trigger nothing.
    void watchInputs(bool on) { m_watchInputs = on; }
    /// Lives until @p now. Call it before changing a setting, so that the change concerns the future only.
    void advance(std::int64_t now);
    /// A trigger by software at @p now. It counts like one of a line; whether Software is the source is for the caller.
    void softwareTrigger(TriggerKind kind, std::int64_t now);

    /// True from start() until stop() or until the last frame of a limited acquisition is read out.
    bool active() const { return m_active; }
    /// The oldest frame of the FIFO, or nullptr.
    std::shared_ptr<const Frame> take();
    /// A frame may be there then, and not before; nothing if only a call can bring one.
    std::optional<std::int64_t> nextReady() const;
    /// The next moment at which anything happens by itself, or kNever.
    std::int64_t nextHappening() const { return nextDue().at; }
    /// Frames that found the FIFO full, since power-up.
    std::uint64_t dropped() const { return m_dropped; }

    const Trigger &trigger(TriggerKind kind) const { return m_triggers[std::size_t(kind)]; }
    void resetTriggerCounts(TriggerKind kind);
    /// Whether a trigger that comes now is accepted; the line sources of these names.
    bool waitsFor(TriggerKind kind) const;
    TimerStatus timerStatus() const { return m_timer.status(); }
    void resetTimer(std::int64_t now);
    void startPulses(std::size_t line, std::int64_t now);
    void stopPulses(std::size_t line, std::int64_t now);
    void resetEdges(std::size_t line, std::int64_t now);
    const LineBoard &lines() const { return *m_lines; }

private:
    // In the order in which they happen at one instant.
    enum class Event { FrameReady, ExposureEnd, SensorReady, Timer, Output, Debouncer, Input, Acquisition, Exposure };
    struct Due
    {
        std::int64_t at;
        Event event;
    };
    const TriggerSettings &settings(TriggerKind kind) const { return m_io.triggers[std::size_t(kind)]; }
    Trigger &state(TriggerKind kind) { return m_triggers[std::size_t(kind)]; }
    bool mayExpose() const { return m_active && m_open && (m_limit == 0 || m_counter < m_limit); }
    std::int64_t exposureDue() const;
    std::int64_t sensorReadyDue() const;
    std::int64_t timerDue() const;
    Due nextDue() const;
    void happen(Event event);
    void takeSettings();
    void runIdleInputs(std::int64_t now);
    bool listensTo(std::size_t line) const;
    bool sourceLevel(LineSource source) const;
    void driveOutputs();
    void signal(TriggerKind kind);
    void onLineEdge(const LineEdge &edge);
    void open();
    void expose();
    void exposureEnd();
    void frameReady();
    void finish();
    void report(EventKind kind, std::uint64_t counter, std::size_t framesBefore) const;
    void reportNextFrame(EventKind kind) const { report(kind, m_counter, m_exposures.size()); }

    const Expose m_expose;
    const Timing m_timingNow;
    Report m_report;
    const IoSettings &m_io;

    std::int64_t m_now = 0;
    SensorTiming m_timing; ///< as the settings stand since the last advance()
    IoSettings m_applied;  ///< what m_lines knows
    std::unique_ptr<LineBoard> m_lines;
    std::array<Trigger, 2> m_triggers; ///< by TriggerKind
    Timer m_timer;
    Exposures m_exposures;

    bool m_watchInputs = false;
    bool m_active = false;
    bool m_open = false; ///< active, and the AcquisitionStart trigger has come, or is off
    std::uint64_t m_limit = 0;
    std::uint64_t m_counter = 0;
    std::uint64_t m_nextId = 0;
    std::uint64_t m_dropped = 0;
    std::int64_t m_nextStart = 0; ///< of a free-running camera
    std::deque<std::shared_ptr<const Frame>> m_fifo;
};

} // namespace mv::vcam
