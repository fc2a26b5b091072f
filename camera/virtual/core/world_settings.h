// SPDX-License-Identifier: GPL-3.0-or-later
// The world around and inside the simulated camera, as its features VirtualScene, VirtualSensor and VirtualFault have
// it.
#pragma once

#include "camera/virtual/core/sensor/scene.h"

namespace mv::vcam {

/// Where pictures come from. Prerendered: a ring of physical frames, each rendered once and sent again and again.
/// Physics: every frame is computed.
enum class FrameSource : std::int64_t { Prerendered = 0, Physics = 1 };

/// A value; thread: any.
struct WorldSettings
{
    FrameSource frameSource = FrameSource::Prerendered;
    bool frameStamp = true; ///< Prerendered only: the first pixels carry the frame counter
    Scene scene;
    SensorParams sensor;
    std::uint32_t gateFaults = 0;    ///< a bit a GateFault
    double ambientTemperature = 25;  ///< °C
    double temperatureRise = 8;      ///< by the camera's own heat, when it is warm; 0: no drift
    double temperatureSeconds = 600; ///< time constant of the warming-up, from power-up on
};

/// The moving chart in good light.
WorldSettings defaultWorld();

/// Of the sensor, @p upSeconds after power-up.
double sensorTemperature(const WorldSettings &world, double upSeconds);

/// Sensor and scene with the gate faults that are switched on.
void applyGateFaults(const WorldSettings &world, SensorParams &sensor, Scene &scene);

} // namespace mv::vcam
