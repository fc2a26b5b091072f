// SPDX-License-Identifier: GPL-3.0-or-later
// The three lines of the camera's port, and the wires between them.
#pragma once

#include "camera/virtual/core/io/input_line.h"
#include "camera/virtual/core/io/output_line.h"

namespace mv::vcam {

/// What an input line showed, behind its debouncer.
struct LineEdge
{
    std::size_t line;
    Edge edge;
};

/// Pure logic over times in ns; not thread-safe. Outputs first: what an input is wired to moves before the input looks.
class LineBoard
{
public:
    LineBoard(const IoSettings &settings, std::uint64_t seed);
    LineBoard(const LineBoard &) = delete; // the lines refer to m_scopes
    LineBoard &operator=(const LineBoard &) = delete;

    /// The settings from @p now on.
    void configure(const IoSettings &settings, std::int64_t now);
    bool isOutput(std::size_t line) const { return m_modes[line] == LineMode::Output; }
    /// What the source of an output says at @p now.
    void drive(std::size_t line, bool source, std::int64_t now);

    /// Outputs: what the camera puts out, before the driver. Inputs: what it sees, behind the debouncer.
    bool level(std::size_t line) const;
    std::uint32_t allLevels() const; ///< bit n = level of line n
    /// What the voltage at the pin means. An output whose supply is below kLowestSureSupply is unsure (Table 3-2).
    LineLevel lineLevel(std::size_t line) const;
    const EdgeCounter &scope(std::size_t line) const { return m_scopes[line]; }
    void resetScope(std::size_t line) { m_scopes[line] = {}; }

    void startPulses(std::size_t line, std::int64_t now);
    void stopPulses(std::size_t line);
    std::int64_t pulseStart(std::size_t line) const { return m_inputs[line].pulses().startTime(); }

    /// The next event of each kind at or after @p now, or kNever; happen... does it.
    std::int64_t nextOutput(std::int64_t now) const;
    std::int64_t nextExpiry() const;
    std::int64_t nextWave(std::int64_t now) const;
    void happenOutput(std::int64_t now);
    LineEdge happenExpiry(std::int64_t now);
    LineEdge happenWave(std::int64_t now);
    /// InputLine::runAlone of a line on whose edges nobody acts.
    void runAlone(std::size_t line, std::int64_t from, std::int64_t now);

private:
    std::array<EdgeCounter, kLines> m_scopes;
    std::array<LineMode, kLines> m_modes;
    std::array<double, kLines> m_supplies;
    std::array<OutputLine, kLines> m_outputs;
    std::array<InputLine, kLines> m_inputs;
};

} // namespace mv::vcam
