// SPDX-License-Identifier: GPL-3.0-or-later
// An output: level of its source -> inverter -> driver -> voltage at the pin.
#pragma once

#include "camera/virtual/core/io/edge_counter.h"
#include "camera/virtual/core/io/pin_signal.h"

namespace mv::vcam {

/// Pure logic over times in ns; not thread-safe.
class OutputLine
{
public:
    OutputLine(std::size_t line, EdgeCounter &scope);

    void configure(const LineSettings &settings);
    /// The line becomes an output, or ceases to be one: low, nothing on its way.
    void release();
    /// What the source says at @p now, before the inverter.
    void drive(bool source, std::int64_t now);

    bool level() const { return m_level; } ///< behind the inverter, before the driver
    const PinSignal &pin() const { return m_pin; }

    /// The pin's next ramp, or its crossing of 90 % (up) or 10 % (down).
    std::int64_t nextEvent(std::int64_t now) const;
    void happen(std::int64_t now);

private:
    std::int64_t nextCrossing(std::int64_t now) const;

    const std::size_t m_line;
    EdgeCounter &m_scope;
    bool m_inverter = false;
    double m_supplyVolts = 0;
    bool m_level = false;
    bool m_driven = false; ///< what the pin was last told
    bool m_high = false;   ///< the pin has passed 90 %, and not 10 % since
    PinSignal m_pin;
};

} // namespace mv::vcam
