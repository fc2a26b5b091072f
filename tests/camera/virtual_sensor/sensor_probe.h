// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the sensor share: a sensor with nothing but what is asked for, rendered and averaged.
#pragma once

#include "camera/virtual/core/sensor/sensor.h"

#include <gtest/gtest.h>

namespace mv::vcam {

/// A small sensor with every part off: DN = photons x QE x K + black level, exactly.
inline SensorParams bareSensor(std::uint32_t width = 320, std::uint32_t height = 64)
{
    SensorParams p;
    p.width = width;
    p.height = height;
    p.seed = 5;
    p.parts = {false, false, false, false, false, false, false, false, false, false, false};
    return p;
}

inline Exposure wholeSensor(const SensorParams &p, std::uint64_t frame = 0)
{
    Exposure e;
    e.frame = frame;
    e.region = {0, 0, p.width, p.height};
    return e;
}

/// A uniform target that gives each pixel @p photons in the default exposure.
inline Scene uniformLight(double photons)
{
    Scene scene;
    scene.photonFlux = photons / 0.005;
    return scene;
}

using Samples = std::vector<std::uint16_t>;

inline Samples render(Sensor &sensor, const Exposure &e, const Scene &scene)
{
    Samples samples(std::size_t(e.region.width) * e.region.height);
    const auto problem = sensor.render(e, scene, samples);
    EXPECT_FALSE(problem) << *problem;
    return samples;
}

inline Samples render(const SensorParams &p, const Exposure &e, const Scene &scene, unsigned threads = 1)
{
    Sensor sensor(p, threads);
    return render(sensor, e, scene);
}

/// Mean and variance in DN.
struct Moments
{
    double mean = 0, variance = 0;
};

inline Moments momentsOf(const Samples &samples)
{
    std::uint64_t sum = 0;
    for (const std::uint16_t v : samples)
        sum += v;
    Moments m;
    m.mean = double(sum) / double(samples.size()) / 16.0; // exact if all are the same
    for (const std::uint16_t v : samples)
        m.variance += (double(v) / 16.0 - m.mean) * (double(v) / 16.0 - m.mean) / double(samples.size());
    return m;
}

} // namespace mv::vcam
