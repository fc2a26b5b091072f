// SPDX-License-Identifier: GPL-3.0-or-later
// The manual's Tables 3-3 and 3-4.
#include "camera/virtual/core/io/electrical.h"

#include <cmath>

namespace mv::vcam {

namespace {

constexpr std::size_t kOptoOutput = 0, kOptoInput = 1;

struct OptoRow
{
    double volts;
    OutputEdges edges;
};

constexpr OptoRow kTable34[] = {
    {5, {{39.9, 19.70}, {8.06, 3.20}}},
    {12, {{44.8, 24.06}, {11.8, 5.22}}},
    {24, {{53.2, 30.11}, {17.1, 8.10}}},
};

OutputEdge between(const OutputEdge &a, const OutputEdge &b, double t)
{
    return {std::lerp(a.delayUs, b.delayUs, t), std::lerp(a.edgeUs, b.edgeUs, t)};
}

} // namespace

Thresholds thresholds(std::size_t line)
{
    return line == kOptoInput ? Thresholds{1.4, 2.2} : Thresholds{0.8, 2.0};
}

LineLevel levelOf(double volts, const Thresholds &limits)
{
    if (volts > kOverVoltage)
        return LineLevel::OverVoltage;
    if (volts > limits.high)
        return LineLevel::Logic1;
    return volts > limits.low ? LineLevel::Unsure : LineLevel::Logic0;
}

OutputEdges outputEdges(std::size_t line, double supplyVolts)
{
    if (line != kOptoOutput)
        return {{1.0, 0.2}, {1.0, 0.2}};
    const OptoRow *row = supplyVolts < kTable34[1].volts ? &kTable34[0] : &kTable34[1];
    const double t = (supplyVolts - row[0].volts) / (row[1].volts - row[0].volts);
    return {between(row[0].edges.rising, row[1].edges.rising, t),
            between(row[0].edges.falling, row[1].edges.falling, t)};
}

} // namespace mv::vcam
