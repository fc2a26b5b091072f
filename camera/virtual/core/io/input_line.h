// SPDX-License-Identifier: GPL-3.0-or-later
// An input: voltage at the pin -> logic level -> inverter -> debouncer.
#pragma once

#include "camera/virtual/core/io/edge_counter.h"
#include "camera/virtual/core/io/pin_signal.h"
#include "camera/virtual/core/io/pulse_train.h"

namespace mv::vcam {

enum class Edge { None, Rising, Falling };

/// What the pin is wired to when that is another line: nothing is behind the pointer while that line is no output.
struct WiredPin
{
    const PinSignal *signal = nullptr;
    double supplyVolts = 0;
    bool operator==(const WiredPin &) const = default;
};

/// An edge passes the debouncer LineDebouncerTimeAbs after it came, if the level stayed for all of that time; a level
/// that lasts exactly as long passes. In the unsure band the level is a coin toss, drawn anew at each entry. Pure logic
/// over times in ns; not thread-safe.
class InputLine
{
public:
    InputLine(std::size_t line, std::uint64_t seed, EdgeCounter &scope);

    /// The settings from now on. A changed voltage is looked at by the next wave().
    void configure(const LineSettings &settings, const WiredPin &wired);
    /// The line becomes an input: it takes the level that is there, without an edge.
    void wake(std::int64_t now);

    bool level() const { return m_level; }
    LineLevel lineLevel() const { return m_zone; }
    PulseTrain &pulses() { return m_pulses; }
    const PulseTrain &pulses() const { return m_pulses; }
    /// Something outside changed the voltage; the next wave() looks at it.
    void recheck() { m_recheck = true; }

    /// When the debouncer lets an edge pass, and when the voltage does something. It may be past, if a time was
    /// shortened: then it happens now.
    std::int64_t nextExpiry() const;
    std::int64_t nextWave(std::int64_t now) const;
    Edge expire(std::int64_t now);
    Edge wave(std::int64_t now);

    /// Whatever happens after @p from until @p now, provided that nobody acts on this line's edges and it is not wired
    /// to another line. A long stretch of a pulse train is not gone through pulse by pulse: from kWindow pulses the
    /// rest is concluded, which is exact unless the voltage is unsure.
    void runAlone(std::int64_t from, std::int64_t now);
    bool isWired() const { return m_settings.wiring == Wiring::Line0 || m_settings.wiring == Wiring::Line2; }

    static constexpr std::int64_t kWindow = 64; ///< pulses

private:
    double volts(std::int64_t now) const;
    void setZone(LineLevel zone);
    Edge setLevel(bool level, std::int64_t now);
    Edge pass(std::int64_t now);
    std::int64_t wiredCrossing(std::int64_t now) const;
    std::int64_t step(std::int64_t from);
    void conclude(std::int64_t from, std::int64_t now);

    const std::size_t m_line;
    const std::uint64_t m_seed;
    EdgeCounter &m_scope;
    LineSettings m_settings;
    WiredPin m_wired;
    PulseTiming m_timing{1'000'000, 10'000'000, 0};
    std::int64_t m_debounceNs = 0;

    PulseTrain m_pulses;
    bool m_recheck = false;
    LineLevel m_zone = LineLevel::Logic0;
    std::uint64_t m_entries = 0;   ///< into the unsure band
    bool m_raw = false;            ///< before the inverter
    bool m_level = false;          ///< behind the debouncer
    std::int64_t m_since = kNever; ///< when the level before the debouncer left m_level
};

} // namespace mv::vcam
