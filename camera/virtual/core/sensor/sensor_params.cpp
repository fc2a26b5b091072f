// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of a sensor's parameters.
#include "camera/virtual/core/sensor/sensor_params.h"

#include "camera/virtual/core/sensor/parameter.h"

namespace mv::vcam {

namespace {

using P = SensorParams;
using Field = Parameter<P>::Field;

constexpr Parameter<P> kParameters[] = {
    {"VirtualQuantumEfficiency", 0, 1, [](P &p) -> Field { return &p.quantumEfficiency; }},
    {"VirtualSystemGain", 1e-4, 100, [](P &p) -> Field { return &p.systemGain; }},
    {"VirtualFullWell", 1, 4e6, [](P &p) -> Field { return &p.fullWell; }},
    {"VirtualReadNoise", 0, 1e4, [](P &p) -> Field { return &p.readNoise; }},
    {"VirtualBlackLevelDrift", -100, 100, [](P &p) -> Field { return &p.blackLevelDrift; }},
    {"VirtualDsnuPixel", 0, 1e4, [](P &p) -> Field { return &p.dsnu.pixel; }},
    {"VirtualDsnuColumn", 0, 1e4, [](P &p) -> Field { return &p.dsnu.column; }},
    {"VirtualDsnuRow", 0, 1e4, [](P &p) -> Field { return &p.dsnu.row; }},
    {"VirtualPrnuPixel", 0, 0.15, [](P &p) -> Field { return &p.prnu.pixel; }},
    {"VirtualPrnuColumn", 0, 0.15, [](P &p) -> Field { return &p.prnu.column; }},
    {"VirtualPrnuRow", 0, 0.15, [](P &p) -> Field { return &p.prnu.row; }},
    {"VirtualDarkCurrent", 0, 1e6, [](P &p) -> Field { return &p.darkCurrent; }},
    {"VirtualDarkNonuniformity", 0, 1, [](P &p) -> Field { return &p.darkNonuniformity; }},
    {"VirtualDarkDoubling", 4, 100, [](P &p) -> Field { return &p.darkDoubling; }},
    {"VirtualAmpGlow", 0, 1e6, [](P &p) -> Field { return &p.ampGlow; }},
    {"VirtualCornerRatio", 0.01, 1, [](P &p) -> Field { return &p.cornerRatio; }},
    {"VirtualDustSpots", 0, 1000, [](P &p) -> Field { return &p.dustSpots; }},
    {"VirtualDustDepth", 0, 1, [](P &p) -> Field { return &p.dustDepth; }},
    {"VirtualDustRadius", 1, 200, [](P &p) -> Field { return &p.dustRadius; }},
    {"VirtualHotPpm", 0, 1e5, [](P &p) -> Field { return &p.hotPpm; }},
    {"VirtualDeadPpm", 0, 1e5, [](P &p) -> Field { return &p.deadPpm; }},
    {"VirtualBlinkingPpm", 0, 1e5, [](P &p) -> Field { return &p.blinkingPpm; }},
    {"VirtualHotCurrent", 0, 1e7, [](P &p) -> Field { return &p.hotCurrent; }},
    {"VirtualDeadResponse", 0, 0.6, [](P &p) -> Field { return &p.deadResponse; }},
    {"VirtualBlinkAmplitude", 0, 1e6, [](P &p) -> Field { return &p.blinkAmplitude; }},
    {"VirtualWeakRowShare", 0, 1, [](P &p) -> Field { return &p.weakRowShare; }},
    {"VirtualWeakRowResponse", 0, 1, [](P &p) -> Field { return &p.weakRowResponse; }},
};

/// What is not set by a feature of the sensor: its size is fixed, the black level belongs to the analogue features.
constexpr Parameter<P> kOthers[] = {
    {"the sensor's width", 1, 16384, [](P &p) -> Field { return &p.width; }},
    {"the sensor's height", 1, 16384, [](P &p) -> Field { return &p.height; }},
    {"the black level", -4095, 4095, [](P &p) -> Field { return &p.blackLevel; }},
};

} // namespace

std::span<const Parameter<SensorParams>> sensorParameters()
{
    return kParameters;
}

std::optional<std::string> problemOf(const SensorParams &params)
{
    auto problem = problemIn<SensorParams>(kOthers, params);
    return problem ? problem : problemIn<SensorParams>(kParameters, params);
}

} // namespace mv::vcam
