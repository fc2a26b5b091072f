// SPDX-License-Identifier: GPL-3.0-or-later
// Edges of an output.
#include "camera/virtual/core/io/output_line.h"

namespace mv::vcam {

OutputLine::OutputLine(std::size_t line, EdgeCounter &scope) : m_line(line), m_scope(scope) {}

void OutputLine::configure(const LineSettings &settings)
{
    m_inverter = settings.inverter;
    m_supplyVolts = settings.supplyVolts;
}

void OutputLine::release()
{
    m_level = m_driven = m_high = false;
    m_pin.release();
}

void OutputLine::drive(bool source, std::int64_t now)
{
    m_level = source != m_inverter;
    const bool wanted = m_level && m_supplyVolts > 0; // without a supply there is nothing to pull the pin up
    if (wanted == m_driven)
        return;
    m_driven = wanted;
    const OutputEdges edges = outputEdges(m_line, m_supplyVolts);
    m_pin.drive(wanted, wanted ? edges.rising : edges.falling, now);
}

std::int64_t OutputLine::nextCrossing(std::int64_t now) const
{
    return m_high ? m_pin.crossing(0.1, false, now) : m_pin.crossing(0.9, true, now);
}

std::int64_t OutputLine::nextEvent(std::int64_t now) const
{
    return std::min(m_pin.nextRamp(), nextCrossing(now));
}

void OutputLine::happen(std::int64_t now)
{
    if (nextCrossing(now) <= m_pin.nextRamp()) {
        m_high = !m_high;
        m_scope.count(m_high, now);
    } else {
        m_pin.beginRamp();
    }
}

} // namespace mv::vcam
