// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualSensor: what the sensor is made of, and which parts of its physics are on.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/parameter_rows.h"

namespace mv::vcam {

namespace {

struct PartSwitch
{
    std::string_view name;
    bool Parts::*part;
};

constexpr PartSwitch kPartSwitches[] = {
    {"VirtualPartLensShading", &Parts::lensShading},
    {"VirtualPartPrnu", &Parts::prnu},
    {"VirtualPartDsnu", &Parts::dsnu},
    {"VirtualPartDarkCurrent", &Parts::darkCurrent},
    {"VirtualPartDarkNonuniformity", &Parts::darkNonuniformity},
    {"VirtualPartShotNoise", &Parts::shotNoise},
    {"VirtualPartReadNoise", &Parts::readNoise},
    {"VirtualPartFullWell", &Parts::fullWell},
    {"VirtualPartHotPixels", &Parts::hotPixels},
    {"VirtualPartDeadPixels", &Parts::deadPixels},
    {"VirtualPartBlinkingPixels", &Parts::blinkingPixels},
};

} // namespace

std::vector<Register> sensorRows(CameraState &state)
{
    SensorParams &sensor = state.settings.world.sensor;
    std::vector<Register> rows = parameterRows(sensorParameters(), sensor, 0x2E0000);
    std::uint64_t address = 0x2E1000;
    for (const PartSwitch &part : kPartSwitches) {
        rows.push_back(integerRow(part.name, address, sensor.parts.*part.part, 0, 1, Lock::None, booleanEntries()));
        address += 4;
    }
    return rows;
}

} // namespace mv::vcam
