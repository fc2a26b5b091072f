// SPDX-License-Identifier: GPL-3.0-or-later
// The voltage at an output's pin: a level inside the camera, late and with slopes.
#pragma once

#include "camera/virtual/core/io/electrical.h"

#include <deque>

namespace mv::vcam {

/// A voltage that moves in straight lines between 0 and 1 (the supply voltage). An edge inside the camera becomes a
/// ramp that begins later; a ramp that would begin before an earlier one is overtaken cancels it (a pulse that is
/// shorter than the difference of the two delays never comes out), and one that begins in the middle of another turns
/// the voltage round. Pure logic over times in ns; not thread-safe.
class PinSignal
{
public:
    /// The level inside becomes @p high at @p now.
    void drive(bool high, const OutputEdge &edge, std::int64_t now);
    /// At 0, nothing on its way.
    void release();

    /// When the next ramp begins, or kNever.
    std::int64_t nextRamp() const;
    /// Begins the ramp that is due.
    void beginRamp();

    double fraction(std::int64_t now) const;
    /// When the voltage crosses @p level going up (or down) in the ramp that runs, not before @p now; or kNever.
    std::int64_t crossing(double level, bool up, std::int64_t now) const;

private:
    struct Ramp
    {
        std::int64_t begin;
        double slope; ///< per ns; positive: up
    };
    double m_from = 0; ///< the fraction when the ramp that runs began
    Ramp m_ramp{0, 0};
    std::deque<Ramp> m_coming; ///< in time order
};

} // namespace mv::vcam
