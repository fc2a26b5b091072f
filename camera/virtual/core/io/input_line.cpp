// SPDX-License-Identifier: GPL-3.0-or-later
// Levels of an input, edge by edge.
#include "camera/virtual/core/io/input_line.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a fair bit for every (seed, line, entry).
bool coin(std::uint64_t seed, std::size_t line, std::uint64_t entry)
{
    std::uint64_t z = seed * 0x9E3779B97F4A7C15 + line * 0xD1B54A32D192ED03 + entry * 0x8CB92BA72F3D8DD7;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (z ^ (z >> 31)) >> 63;
}

std::int64_t nanoseconds(double us)
{
    return std::llround(us * 1000);
}

} // namespace

InputLine::InputLine(std::size_t line, std::uint64_t seed, EdgeCounter &scope)
    : m_line(line), m_seed(seed), m_scope(scope)
{}

void InputLine::configure(const LineSettings &settings, const WiredPin &wired)
{
    if (settings == m_settings && wired == m_wired)
        return;
    if (settings.wiring != Wiring::PulseTrain)
        m_pulses.stop();
    const bool moved = settings.wiring != m_settings.wiring || settings.volts != m_settings.volts ||
                       settings.pulseVolts != m_settings.pulseVolts || settings.inverter != m_settings.inverter ||
                       wired != m_wired;
    m_settings = settings;
    m_wired = wired;
    m_timing = {nanoseconds(settings.pulseWidthUs), nanoseconds(settings.pulsePeriodUs), settings.pulseCount};
    m_debounceNs = nanoseconds(settings.debouncerUs);
    // Only then: a ramp that is on its way has its zone from its last crossing, which rounding must not undo.
    m_recheck = m_recheck || moved;
}

void InputLine::wake(std::int64_t now)
{
    setZone(levelOf(volts(now), thresholds(m_line)));
    m_level = m_raw != m_settings.inverter;
    m_since = kNever;
    m_recheck = false;
}

double InputLine::volts(std::int64_t now) const
{
    switch (m_settings.wiring) {
    case Wiring::Constant:
        return m_settings.volts;
    case Wiring::PulseTrain:
        return m_pulses.high() ? m_settings.pulseVolts : 0;
    case Wiring::Line0:
    case Wiring::Line2:
        break;
    }
    return m_wired.signal ? m_wired.signal->fraction(now) * m_wired.supplyVolts : 0;
}

void InputLine::setZone(LineLevel zone)
{
    if (zone == LineLevel::Unsure && m_zone != LineLevel::Unsure)
        m_raw = coin(m_seed, m_line, m_entries++);
    else if (zone != LineLevel::Unsure)
        m_raw = zone != LineLevel::Logic0;
    m_zone = zone;
}

std::int64_t InputLine::nextExpiry() const
{
    return m_since == kNever ? kNever : m_since + m_debounceNs;
}

// The ramp crosses one threshold after the other; where it is now, the zone says.
std::int64_t InputLine::wiredCrossing(std::int64_t now) const
{
    if (!m_wired.signal || m_wired.supplyVolts <= 0)
        return kNever;
    const Thresholds limits = thresholds(m_line);
    const auto crossing = [this, now](double volts, bool up) {
        return m_wired.signal->crossing(volts / m_wired.supplyVolts, up, now);
    };
    switch (m_zone) {
    case LineLevel::Logic0:
        return crossing(limits.low, true);
    case LineLevel::Unsure:
        return std::min(crossing(limits.high, true), crossing(limits.low, false));
    default:
        return crossing(limits.high, false);
    }
}

std::int64_t InputLine::nextWave(std::int64_t now) const
{
    if (m_recheck)
        return now;
    return isWired() ? wiredCrossing(now) : m_pulses.next(m_timing);
}

Edge InputLine::wave(std::int64_t now)
{
    const Thresholds limits = thresholds(m_line);
    if (m_recheck) {
        m_recheck = false;
        setZone(levelOf(volts(now), limits));
    } else if (!isWired()) {
        m_pulses.step(m_timing, now);
        setZone(levelOf(volts(now), limits));
    } else if (m_zone == LineLevel::Unsure) {
        setZone(m_wired.signal->crossing(0.5, true, now) != kNever ? LineLevel::Logic1 : LineLevel::Logic0);
    } else {
        setZone(LineLevel::Unsure);
    }
    return setLevel(m_raw != m_settings.inverter, now);
}

Edge InputLine::setLevel(bool level, std::int64_t now)
{
    if (level == m_level)
        m_since = kNever;
    else if (m_since == kNever)
        m_since = now;
    return m_since != kNever && m_debounceNs == 0 ? pass(now) : Edge::None;
}

Edge InputLine::expire(std::int64_t now)
{
    return pass(now);
}

Edge InputLine::pass(std::int64_t now)
{
    m_level = !m_level;
    m_since = kNever;
    m_scope.count(m_level, now);
    return m_level ? Edge::Rising : Edge::Falling;
}

// The next thing that happens, and when it did.
std::int64_t InputLine::step(std::int64_t from)
{
    const std::int64_t expiry = nextExpiry(), edge = nextWave(from);
    const std::int64_t at = std::max(from, std::min(expiry, edge));
    expiry <= edge ? expire(at) : wave(at);
    return at;
}

void InputLine::runAlone(std::int64_t from, std::int64_t now)
{
    const std::uint64_t settled = m_pulses.begun() + std::uint64_t(kWindow); // what came before the train has faded
    bool concluded = false;
    while (std::min(nextExpiry(), nextWave(from)) <= now) {
        from = step(from);
        if (!concluded && m_pulses.begun() == settled) {
            concluded = true;
            conclude(from, now);
        }
    }
}

void InputLine::conclude(std::int64_t from, std::int64_t now)
{
    // One window is measured, one is left to be gone through.
    const std::int64_t windows = m_pulses.pulsesUntil(m_timing, now) / kWindow - 2;
    if (windows <= 0)
        return;
    const EdgeCounter before = m_scope;
    const std::uint64_t end = m_pulses.begun() + std::uint64_t(kWindow);
    while (m_pulses.begun() < end)
        from = step(from);
    // Of a train whose voltage is unsure the window may have an edge more of one kind; a level cannot rise twice.
    const std::uint64_t edges = std::min(m_scope.rising - before.rising, m_scope.falling - before.falling);
    m_pulses.skip(m_timing, windows * kWindow);
    m_since = m_since == kNever ? kNever : m_since + windows * kWindow * m_timing.period;
    m_scope.rising += std::uint64_t(windows) * edges; // when the last ones were, the window that is left tells
    m_scope.falling += std::uint64_t(windows) * edges;
}

} // namespace mv::vcam
