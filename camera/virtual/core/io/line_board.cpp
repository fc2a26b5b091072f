// SPDX-License-Identifier: GPL-3.0-or-later
// Modes and wires of the lines.
#include "camera/virtual/core/io/line_board.h"

#include <algorithm>

namespace mv::vcam {

namespace {

constexpr std::size_t lineOf(Wiring wiring)
{
    return wiring == Wiring::Line0 ? 0 : 2;
}

} // namespace

LineBoard::LineBoard(const IoSettings &settings, std::uint64_t seed)
    : m_modes{settings.lines[0].mode, settings.lines[1].mode, settings.lines[2].mode}
    , m_supplies{}
    , m_outputs{OutputLine(0, m_scopes[0]), OutputLine(1, m_scopes[1]), OutputLine(2, m_scopes[2])}
    , m_inputs{InputLine(0, seed, m_scopes[0]), InputLine(1, seed, m_scopes[1]), InputLine(2, seed, m_scopes[2])}
{
    configure(settings, 0);
}

void LineBoard::configure(const IoSettings &settings, std::int64_t now)
{
    std::array<bool, kLines> turned{};
    for (std::size_t line = 0; line < kLines; ++line) {
        turned[line] = settings.lines[line].mode != m_modes[line];
        m_modes[line] = settings.lines[line].mode;
        m_supplies[line] = settings.lines[line].supplyVolts;
        m_outputs[line].configure(settings.lines[line]);
        if (turned[line]) {
            m_outputs[line].release();
            m_inputs[line].pulses().stop();
        }
    }
    for (std::size_t line = 0; line < kLines; ++line) {
        const LineSettings &own = settings.lines[line];
        WiredPin wired;
        if ((own.wiring == Wiring::Line0 || own.wiring == Wiring::Line2) && isOutput(lineOf(own.wiring)))
            wired = {&m_outputs[lineOf(own.wiring)].pin(), m_supplies[lineOf(own.wiring)]};
        m_inputs[line].configure(own, wired);
        if (turned[line] && !isOutput(line))
            m_inputs[line].wake(now);
    }
}

void LineBoard::drive(std::size_t line, bool source, std::int64_t now)
{
    m_outputs[line].drive(source, now);
}

bool LineBoard::level(std::size_t line) const
{
    return isOutput(line) ? m_outputs[line].level() : m_inputs[line].level();
}

std::uint32_t LineBoard::allLevels() const
{
    std::uint32_t bits = 0;
    for (std::size_t line = 0; line < kLines; ++line)
        bits |= std::uint32_t(level(line)) << line;
    return bits;
}

LineLevel LineBoard::lineLevel(std::size_t line) const
{
    if (!isOutput(line))
        return m_inputs[line].lineLevel();
    if (m_supplies[line] < kLowestSureSupply)
        return LineLevel::Unsure;
    return m_outputs[line].level() ? LineLevel::Logic1 : LineLevel::Logic0;
}

void LineBoard::startPulses(std::size_t line, std::int64_t now)
{
    m_inputs[line].pulses().start(now);
    m_inputs[line].recheck();
}

void LineBoard::stopPulses(std::size_t line)
{
    m_inputs[line].pulses().stop();
    m_inputs[line].recheck();
}

std::int64_t LineBoard::nextOutput(std::int64_t now) const
{
    std::int64_t next = kNever;
    for (std::size_t line = 0; line < kLines; ++line)
        next = isOutput(line) ? std::min(next, m_outputs[line].nextEvent(now)) : next;
    return next;
}

std::int64_t LineBoard::nextExpiry() const
{
    std::int64_t next = kNever;
    for (std::size_t line = 0; line < kLines; ++line)
        next = isOutput(line) ? next : std::min(next, m_inputs[line].nextExpiry());
    return next;
}

std::int64_t LineBoard::nextWave(std::int64_t now) const
{
    std::int64_t next = kNever;
    for (std::size_t line = 0; line < kLines; ++line)
        next = isOutput(line) ? next : std::min(next, m_inputs[line].nextWave(now));
    return next;
}

void LineBoard::happenOutput(std::int64_t now)
{
    const std::int64_t due = nextOutput(now);
    for (std::size_t line = 0; line < kLines; ++line) {
        if (isOutput(line) && m_outputs[line].nextEvent(now) == due)
            return m_outputs[line].happen(now);
    }
}

LineEdge LineBoard::happenExpiry(std::int64_t now)
{
    const std::int64_t due = nextExpiry();
    std::size_t line = 0;
    while (isOutput(line) || m_inputs[line].nextExpiry() != due)
        ++line;
    return {line, m_inputs[line].expire(now)};
}

LineEdge LineBoard::happenWave(std::int64_t now)
{
    const std::int64_t due = nextWave(now);
    std::size_t line = 0;
    while (isOutput(line) || m_inputs[line].nextWave(now) != due)
        ++line;
    return {line, m_inputs[line].wave(now)};
}

void LineBoard::runAlone(std::size_t line, std::int64_t from, std::int64_t now)
{
    if (!isOutput(line) && !m_inputs[line].isWired())
        m_inputs[line].runAlone(from, now);
}

} // namespace mv::vcam
