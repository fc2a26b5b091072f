// SPDX-License-Identifier: GPL-3.0-or-later
// The world at power-up, and what its settings amount to.
#include "camera/virtual/core/world_settings.h"

#include "camera/virtual/core/sensor/gate_fault.h"

#include <cmath>

namespace mv::vcam {

WorldSettings defaultWorld()
{
    WorldSettings world;
    world.scene.target = Target::Chart;
    world.scene.photonFlux = 2.5e6; // white is at 70 % of full scale in the default exposure
    world.scene.velocityX = 240;
    return world;
}

double sensorTemperature(const WorldSettings &world, double upSeconds)
{
    const double warm = 1.0 - std::exp(-upSeconds / world.temperatureSeconds);
    return world.ambientTemperature + world.temperatureRise * warm;
}

void applyGateFaults(const WorldSettings &world, SensorParams &sensor, Scene &scene)
{
    for (const GateFaultRow &row : gateFaults()) {
        if (world.gateFaults >> unsigned(row.fault) & 1)
            spoil(row.fault, sensor, scene);
    }
}

} // namespace mv::vcam
