// SPDX-License-Identifier: GPL-3.0-or-later
// Volts to logic levels, and how fast an output's pin follows its logic.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mv::vcam {

/// What a voltage means to an input. Unsure: the circuit may read either level.
enum class LineLevel : std::uint32_t { Logic0 = 0, Logic1 = 1, Unsure = 2, OverVoltage = 3 };

/// V. Logic 0 up to @p low, logic 1 above @p high, unsure in between.
struct Thresholds
{
    double low, high;
};

inline constexpr double kOverVoltage = 30;       ///< V; above it an input might be damaged (Tables 3-2, 3-3)
inline constexpr double kLowestSureSupply = 3.3; ///< V; below it Line2 as an output may err (Table 3-2)

/// Line1: Table 3-3 of the manual (opto-isolator). Line2: section 3.7.1 has 0.8 V for a low level and shows a TTL
/// circuit; TTL has 2.0 V for a high one.
Thresholds thresholds(std::size_t line);
LineLevel levelOf(double volts, const Thresholds &limits);

/// An output's edge, us, as the manual's 3.7.3 defines it: from the level inside the camera to 90 % (rising) or 10 %
/// (falling) of the voltage at the pin, and the time that the pin takes between 10 % and 90 %.
struct OutputEdge
{
    double delayUs, edgeUs;
};
struct OutputEdges
{
    OutputEdge rising, falling;
};

/// Line0: Table 3-4, linear in the supply voltage between its rows and beyond them (docs/decisions/004). Line2 has no
/// opto-coupler: 1 us and edges of 0.2 us, of the order that makers state for direct-coupled outputs ("rarely 1 us").
/// It must not be 0: two wired lines would make a loop without time.
OutputEdges outputEdges(std::size_t line, double supplyVolts);

} // namespace mv::vcam
