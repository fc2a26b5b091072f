// SPDX-License-Identifier: GPL-3.0-or-later
// The light: targets, fall-off, leak, flicker, drift, motion, colour.
#include "camera/virtual/core/sensor/target_tile.h"
#include "sensor_probe.h"

#include <cmath>

namespace mv::vcam {
namespace {

/// Photons that a sample stands for on the bare sensor.
double photonsOf(std::uint16_t sample)
{
    return ((double(sample) + 0.5) / 16 - 64) / 0.37 / 0.62;
}

TEST(Light, isFluxTimesExposure)
{
    const SensorParams p = bareSensor();
    Exposure e = wholeSensor(p);
    e.exposureUs = 2000;
    EXPECT_NEAR(photonsOf(render(p, e, Scene())[0]), 3200, 0.3);
    // EMVA 1288 R4.0 (4): 1 uW/cm2 of 0.54 um on 3.45 um pixels
    EXPECT_NEAR(photonFluxFromIrradiance(1, 0.54, 3.45), 50.34 * 3.45 * 3.45 * 0.54 * 1000, 1);
}

TEST(Light, fallsOffLinearlyToTheRight)
{
    const SensorParams p = bareSensor(301, 8);
    Scene scene = uniformLight(6000);
    scene.fallOff = 0.55;
    const Samples s = render(p, wholeSensor(p), scene);
    EXPECT_NEAR(photonsOf(s[0]), 6000, 0.3);
    EXPECT_NEAR(photonsOf(s[150]), 6000 * (1 - 0.275), 0.3);
    EXPECT_NEAR(photonsOf(s[300]), 6000 * 0.45, 0.3);
}

TEST(Light, leaksPastTheCapFromTheLeft)
{
    const SensorParams p = bareSensor(301, 8);
    Scene scene = uniformLight(6000);
    scene.target = Target::Capped;
    EXPECT_EQ(momentsOf(render(p, wholeSensor(p), scene)).mean, 64);
    scene.leakFlux = 400 / 0.005;
    const Samples s = render(p, wholeSensor(p), scene);
    EXPECT_NEAR(photonsOf(s[0]), 400, 0.3);
    EXPECT_NEAR(photonsOf(s[150]), 100, 0.3);
    EXPECT_NEAR(photonsOf(s[300]), 0, 0.3);
    scene.target = Target::Uniform; // without the cap there is nothing to leak past
    EXPECT_EQ(momentsOf(render(p, wholeSensor(p), scene)).variance, 0);
}

TEST(Flicker, vanishesInWholePeriodsOnly)
{
    Scene scene;
    scene.flickerAmplitude = 0.3;
    double lowest = 2, highest = 0;
    for (std::uint64_t ms = 0; ms < 50; ++ms) {
        EXPECT_NEAR(lightFactor(scene, ms * 1'100'000, 10'000), 1, 1e-12);
        EXPECT_NEAR(lightFactor(scene, ms * 1'100'000, 30'000), 1, 1e-12);
        const double half = lightFactor(scene, ms * 1'100'000, 5'000);
        lowest = std::min(lowest, half);
        highest = std::max(highest, half);
    }
    // half a period collects 1 +- a 2/pi
    EXPECT_NEAR(highest, 1 + 0.3 * 2 / 3.14159265, 0.005);
    EXPECT_NEAR(lowest, 1 - 0.3 * 2 / 3.14159265, 0.005);
    EXPECT_NEAR(lightFactor(scene, 0, 1), 1.3, 1e-6); // an instant at the crest
    EXPECT_NEAR(lightFactor(scene, 5'000'000, 1), 0.7, 1e-6);
}

TEST(Drift, isLinearAndEndsInTheDark)
{
    Scene scene;
    scene.drift = -0.1;
    EXPECT_EQ(lightFactor(scene, 0, 5000), 1);
    EXPECT_NEAR(lightFactor(scene, 2'000'000'000, 5000), 0.8, 1e-12);
    EXPECT_EQ(lightFactor(scene, 20'000'000'000, 5000), 0);
}

TEST(Chart, movesByItsVelocity)
{
    const SensorParams p = bareSensor(400, 100);
    Scene scene = uniformLight(6000);
    scene.target = Target::Chart;
    Sensor sensor(p, 1);
    Exposure e = wholeSensor(p);
    const Samples still = render(sensor, e, scene);
    EXPECT_GT(momentsOf(still).variance, 1e4) << "no chart to see";
    scene.velocityX = 30;
    scene.velocityY = -10;
    e.startNs = 500'000'000; // 15 to the right, 5 up
    const Samples moved = render(sensor, e, scene);
    for (std::uint32_t y = 0; y + 5 < 100; ++y)
        for (std::uint32_t x = 15; x < 400; ++x)
            ASSERT_EQ(moved[y * 400 + x], still[(y + 5) * 400 + x - 15]) << x << "," << y;
    e.startNs = 516'666'667; // half a pixel on
    const Samples between = render(sensor, e, scene);
    for (std::uint32_t x = 16; x < 400; ++x) // rows 20..30 lie within one row of checks, also when moved
        ASSERT_NEAR(between[22 * 400 + x], (still[27 * 400 + x - 15] + still[27 * 400 + x - 16]) / 2.0, 3);
}

TEST(Chart, repeatsOverTheSensor)
{
    const SensorParams p = bareSensor(1500, 1100);
    Scene scene = uniformLight(6000);
    scene.target = Target::Chart;
    const Samples s = render(p, wholeSensor(p), scene);
    for (std::uint32_t y = 0; y < 70; ++y)
        for (std::uint32_t x = 0; x < 400; ++x)
            ASSERT_EQ(s[y * 1500 + x], s[(y + 1024) * 1500 + x + 1024]);
}

TEST(Paper, hasTheGrainAsked)
{
    const SensorParams p = bareSensor(1024, 1024);
    Scene scene = uniformLight(8000);
    scene.target = Target::Textured;
    for (const double grain : {0.005, 0.02}) {
        scene.grain = grain;
        const Moments m = momentsOf(render(p, wholeSensor(p), scene));
        EXPECT_NEAR(std::sqrt(m.variance) / (m.mean - 64), grain, 0.01 * grain);
    }
}

/// Means of the four pixels of a Bayer cell, in photons' worth.
std::array<double, 4> cell(double kelvin)
{
    SensorParams p = bareSensor(64, 32);
    p.filter = ColorFilter::BayerRG;
    Scene scene = uniformLight(4000);
    scene.colorTemperature = kelvin;
    const Samples s = render(p, wholeSensor(p), scene);
    return {photonsOf(s[0]), photonsOf(s[1]), photonsOf(s[64]), photonsOf(s[65])};
}

TEST(Color, followsThePlanckianLocus)
{
    const auto lamp = cell(2856), daylight = cell(6500);
    for (const auto &c : {lamp, daylight}) {
        EXPECT_NEAR(c[1], 4000, 0.3);
        EXPECT_EQ(c[1], c[2]);
    }
    EXPECT_GT(lamp[0], 1.5 * lamp[3]) << "a lamp is red";
    EXPECT_LT(std::abs(daylight[0] - daylight[3]), 0.15 * daylight[0]);
    // the ratio of photons at 600 and 460 nm by Planck's law, with the filters' 0.85 and 0.80
    const auto planck = [](double nm, double t) { return std::pow(nm, -4) / std::expm1(1.438776877e7 / (nm * t)); };
    for (const double kelvin : {2856.0, 4000.0, 10000.0}) {
        const auto rgb = channelResponse(kelvin);
        EXPECT_NEAR(rgb[0] / rgb[2], 0.85 / 0.80 * planck(600, kelvin) / planck(460, kelvin), 1e-9 * rgb[0] / rgb[2]);
    }
}

TEST(Color, doesNotReachAMonochromeSensor)
{
    const SensorParams p = bareSensor();
    Scene scene = uniformLight(4000);
    const Samples daylight = render(p, wholeSensor(p), scene);
    scene.colorTemperature = 2000;
    EXPECT_EQ(render(p, wholeSensor(p), scene), daylight);
}

} // namespace
} // namespace mv::vcam
