// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of a sensor's parameters.
#include "camera/virtual/core/sensor/sensor_params.h"

namespace mv::vcam {

namespace {

struct Limit
{
    const char *name;
    double value, lowest, highest;
};

} // namespace

std::optional<std::string> problemOf(const SensorParams &p)
{
    const Limit limits[] = {
        {"width", double(p.width), 1, 16384},
        {"height", double(p.height), 1, 16384},
        {"quantum efficiency", p.quantumEfficiency, 0, 1},
        {"system gain", p.systemGain, 1e-4, 100},
        {"full well", p.fullWell, 1, 4e6},
        {"read noise", p.readNoise, 0, 1e4},
        {"black level", p.blackLevel, 0, 4095},
        {"black level drift", p.blackLevelDrift, -100, 100},
        {"DSNU of pixels", p.dsnu.pixel, 0, 1e4},
        {"DSNU of columns", p.dsnu.column, 0, 1e4},
        {"DSNU of rows", p.dsnu.row, 0, 1e4},
        {"PRNU of pixels", p.prnu.pixel, 0, 0.15},
        {"PRNU of columns", p.prnu.column, 0, 0.15},
        {"PRNU of rows", p.prnu.row, 0, 0.15},
        {"dark current", p.darkCurrent, 0, 1e6},
        {"dark current nonuniformity", p.darkNonuniformity, 0, 1},
        {"dark current doubling", p.darkDoubling, 4, 100},
        {"amplifier glow", p.ampGlow, 0, 1e6},
        {"corner ratio", p.cornerRatio, 0.01, 1},
        {"dust spots", double(p.dustSpots), 0, 10000},
        {"dust depth", p.dustDepth, 0, 1},
        {"dust radius", double(p.dustRadius), 1, 200},
        {"hot pixels", p.hotPpm, 0, 1e5},
        {"dead pixels", p.deadPpm, 0, 1e5},
        {"blinking pixels", p.blinkingPpm, 0, 1e5},
        {"hot pixels' current", p.hotCurrent, 0, 1e7},
        {"dead pixels' response", p.deadResponse, 0, 0.6},
        {"blinking amplitude", p.blinkAmplitude, 0, 1e6},
        {"weak share of the middle row", p.weakRowShare, 0, 1},
        {"weak response", p.weakRowResponse, 0, 1},
    };
    for (const Limit &limit : limits)
        if (!(limit.value >= limit.lowest && limit.value <= limit.highest)) // also not a number
            return "sensor: " + std::string(limit.name) + " must lie in [" + std::to_string(limit.lowest) + ", " +
                   std::to_string(limit.highest) + "]";
    return std::nullopt;
}

} // namespace mv::vcam
