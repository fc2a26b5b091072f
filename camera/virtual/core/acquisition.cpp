// SPDX-License-Identifier: GPL-3.0-or-later
// Living through the events of the camera as they fall due.
#include "camera/virtual/core/acquisition.h"

#include "camera/virtual/core/io/line_board.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

std::int64_t nanoseconds(double us)
{
    return std::llround(us * 1000);
}

std::size_t lineOf(TriggerSource source)
{
    return source == TriggerSource::Line1 ? 1 : 2;
}

} // namespace

Acquisition::Acquisition(Expose expose, Timing timing, const IoSettings &io, std::uint64_t seed)
    : m_expose(std::move(expose))
    , m_timingNow(std::move(timing))
    , m_io(io)
    , m_applied(io)
    , m_lines(std::make_unique<LineBoard>(io, seed))
{}

Acquisition::~Acquisition() = default;

void Acquisition::start(std::int64_t now, std::uint64_t frames)
{
    advance(now);
    finish();
    m_active = true;
    m_limit = frames;
    m_counter = 0;
    m_nextId = 0;
    if (!settings(TriggerKind::AcquisitionStart).on)
        open();
    driveOutputs();
}

void Acquisition::stop(std::int64_t now)
{
    advance(now);
    finish();
    driveOutputs();
}

void Acquisition::finish()
{
    m_active = m_open = false;
    m_exposures.clear();
    m_fifo.clear();
    for (Trigger &trigger : m_triggers)
        trigger.due = kNever;
}

void Acquisition::open()
{
    m_open = true;
    m_nextStart = m_now;
    reportNextFrame(EventKind::AcquisitionStart);
}

void Acquisition::softwareTrigger(TriggerKind kind, std::int64_t now)
{
    advance(now);
    signal(kind);
    driveOutputs();
}

void Acquisition::resetTriggerCounts(TriggerKind kind)
{
    state(kind).received = state(kind).missed = 0;
}

void Acquisition::resetTimer(std::int64_t now)
{
    advance(now);
    m_timer.reset();
    driveOutputs();
}

void Acquisition::startPulses(std::size_t line, std::int64_t now)
{
    advance(now);
    m_lines->startPulses(line, m_now);
}

void Acquisition::stopPulses(std::size_t line, std::int64_t now)
{
    advance(now);
    m_lines->stopPulses(line);
}

void Acquisition::resetEdges(std::size_t line, std::int64_t now)
{
    advance(now);
    m_lines->resetScope(line);
}

void Acquisition::advance(std::int64_t now)
{
    now = std::max(now, m_now);
    takeSettings();
    runIdleInputs(now);
    for (int left = kMostEvents; left > 0; --left) {
        const Due due = nextDue();
        if (due.at > now)
            break;
        m_now = std::max(m_now, due.at);
        happen(due.event);
        driveOutputs();
    }
    m_now = now;
}

void Acquisition::takeSettings()
{
    m_timing = m_timingNow();
    if (m_io != m_applied) {
        m_applied = m_io;
        m_lines->configure(m_io, m_now);
    }
    if (!settings(TriggerKind::FrameStart).on)
        state(TriggerKind::FrameStart).due = kNever;
    if (!settings(TriggerKind::AcquisitionStart).on) {
        state(TriggerKind::AcquisitionStart).due = kNever;
        if (m_active && !m_open)
            open();
    }
    driveOutputs();
}

bool Acquisition::listensTo(std::size_t line) const
{
    if (m_active && m_watchInputs)
        return true;
    for (const TriggerSettings &trigger : m_io.triggers) {
        if (m_active && trigger.on && trigger.source != TriggerSource::Software && lineOf(trigger.source) == line)
            return true;
    }
    return m_io.timer.trigger == (line == 1 ? TimerTrigger::Line1 : TimerTrigger::Line2);
}

void Acquisition::runIdleInputs(std::int64_t now)
{
    for (const std::size_t line : {1, 2}) {
        if (!listensTo(line))
            m_lines->runAlone(line, m_now, now);
    }
}

bool Acquisition::waitsFor(TriggerKind kind) const
{
    if (trigger(kind).pending() || !settings(kind).on)
        return false;
    if (kind == TriggerKind::AcquisitionStart)
        return m_active && !m_open;
    return mayExpose() && m_exposures.earliestStart(m_timing) <= m_now;
}

bool Acquisition::sourceLevel(LineSource source) const
{
    switch (source) {
    case LineSource::Off:
        return false;
    case LineSource::ExposureActive:
        return m_exposures.active();
    case LineSource::FrameTriggerWait:
        return waitsFor(TriggerKind::FrameStart);
    case LineSource::AcquisitionTriggerWait:
        return waitsFor(TriggerKind::AcquisitionStart);
    case LineSource::UserOutput0:
    case LineSource::UserOutput1:
        return m_io.userOutputs[source == LineSource::UserOutput1];
    case LineSource::Timer0Active:
        return m_timer.status() == TimerStatus::Active;
    }
    return false;
}

void Acquisition::driveOutputs()
{
    for (std::size_t line = 0; line < kLines; ++line) {
        if (m_lines->isOutput(line))
            m_lines->drive(line, sourceLevel(m_io.lines[line].source), m_now);
    }
}

std::int64_t Acquisition::exposureDue() const
{
    if (!mayExpose())
        return kNever;
    const bool triggered = settings(TriggerKind::FrameStart).on;
    const std::int64_t wanted = triggered ? trigger(TriggerKind::FrameStart).due : m_nextStart;
    return std::max(wanted, m_exposures.earliestStart(m_timing));
}

// Only for FrameTriggerWait to rise at its time.
std::int64_t Acquisition::sensorReadyDue() const
{
    if (!mayExpose() || !settings(TriggerKind::FrameStart).on || trigger(TriggerKind::FrameStart).pending())
        return kNever;
    const std::int64_t ready = m_exposures.earliestStart(m_timing);
    return ready > m_now ? ready : kNever;
}

std::int64_t Acquisition::timerDue() const
{
    return m_timer.next(nanoseconds(m_io.timer.delayUs), nanoseconds(m_io.timer.durationUs));
}

Acquisition::Due Acquisition::nextDue() const
{
    const Due all[] = {{m_exposures.nextReady(), Event::FrameReady},
                       {std::min(m_exposures.activeUntil(), m_exposures.nextEnd()), Event::ExposureEnd},
                       {sensorReadyDue(), Event::SensorReady},
                       {timerDue(), Event::Timer},
                       {m_lines->nextOutput(m_now), Event::Output},
                       {m_lines->nextExpiry(), Event::Debouncer},
                       {m_lines->nextWave(m_now), Event::Input},
                       {trigger(TriggerKind::AcquisitionStart).due, Event::Acquisition},
                       {exposureDue(), Event::Exposure}};
    // The first of several at one instant. What is late (a shortened delay) happens now, in the same order.
    return *std::ranges::min_element(all, {}, [this](const Due &due) { return std::max(due.at, m_now); });
}

void Acquisition::happen(Event event)
{
    switch (event) {
    case Event::FrameReady:
        return frameReady();
    case Event::ExposureEnd:
        return exposureEnd();
    case Event::SensorReady:
        return; // driveOutputs() sees it
    case Event::Timer:
        return m_timer.step(m_now);
    case Event::Output:
        return m_lines->happenOutput(m_now);
    case Event::Debouncer:
        return onLineEdge(m_lines->happenExpiry(m_now));
    case Event::Input:
        return onLineEdge(m_lines->happenWave(m_now));
    case Event::Acquisition:
        state(TriggerKind::AcquisitionStart).due = kNever;
        return open();
    case Event::Exposure:
        return expose();
    }
}

void Acquisition::signal(TriggerKind kind)
{
    if (!m_active || !settings(kind).on)
        return;
    const bool accepted = state(kind).receive(m_now, nanoseconds(settings(kind).delayUs), waitsFor(kind));
    if (accepted)
        reportNextFrame(kind == TriggerKind::FrameStart ? EventKind::FrameTrigger : EventKind::AcquisitionTrigger);
    if (accepted && kind == TriggerKind::FrameStart && m_io.timer.trigger == TimerTrigger::FrameTrigger)
        m_timer.trigger(m_now);
}

// An edge that is both triggers is not the frame trigger of the acquisition that it starts: that starts behind it.
void Acquisition::onLineEdge(const LineEdge &edge)
{
    if (edge.edge == Edge::None)
        return;
    for (const TriggerKind kind : {TriggerKind::FrameStart, TriggerKind::AcquisitionStart}) {
        const TriggerSettings &own = settings(kind);
        const Edge wanted = own.activation == TriggerActivation::RisingEdge ? Edge::Rising : Edge::Falling;
        if (own.source != TriggerSource::Software && lineOf(own.source) == edge.line && edge.edge == wanted)
            signal(kind);
    }
    const TimerTrigger timer = edge.line == 1 ? TimerTrigger::Line1 : TimerTrigger::Line2;
    if (edge.edge == Edge::Rising && m_io.timer.trigger == timer)
        m_timer.trigger(m_now);
}

void Acquisition::expose()
{
    state(TriggerKind::FrameStart).due = kNever;
    reportNextFrame(EventKind::FrameStart);
    Exposure exposure = m_expose(m_counter++, m_now);
    m_nextStart = m_now + exposure.timing.period();
    m_exposures.begin(std::move(exposure.frame), exposure.timing, m_now);
    if (m_io.timer.trigger == TimerTrigger::ExposureStart)
        m_timer.trigger(m_now);
}

void Acquisition::report(EventKind kind, std::uint64_t counter, std::size_t framesBefore) const
{
    if (m_report)
        m_report(kind, m_now, {counter, m_nextId + framesBefore});
}

void Acquisition::exposureEnd()
{
    if (m_exposures.activeUntil() <= m_now)
        m_exposures.endActive();
    while (m_exposures.nextEnd() <= m_now) {
        const auto [frame, before] = m_exposures.endNext();
        report(EventKind::ExposureEnd, frame->counter, before);
    }
}

void Acquisition::frameReady()
{
    exposureEnd(); // of rows that are exposed until they are read out
    auto frame = m_exposures.takeReady();
    report(EventKind::ReadOut, frame->counter, 0);
    if (m_fifo.size() < kFifoFrames) {
        frame->id = m_nextId++;
        m_fifo.push_back(std::move(frame));
    } else {
        ++m_dropped;
    }
    if (m_limit != 0 && m_counter == m_limit && m_exposures.empty())
        m_active = m_open = false;
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
    if (!m_exposures.empty())
        return m_exposures.nextReady();
    const std::int64_t next =
        mayExpose() || waitsFor(TriggerKind::AcquisitionStart) || trigger(TriggerKind::AcquisitionStart).pending()
            ? nextDue().at
            : kNever;
    // Whatever is the next event, an image that it leads to has yet to be exposed and read out.
    return next == kNever ? std::nullopt : std::optional(std::max(next, m_now) + m_timing.latency());
}

} // namespace mv::vcam
