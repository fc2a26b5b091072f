// SPDX-License-Identifier: GPL-3.0-or-later
// Each part of the physics by itself: what it does when it is on, and that it is exactly absent when it is off.
#include "sensor_probe.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mv::vcam {
namespace {

constexpr double kPhotons = 5000, kElectrons = 3100, kDn = kElectrons * 0.37 + 64;

TEST(Parts, allOffIsTheLinearCameraAlone)
{
    const SensorParams p = bareSensor();
    for (const double photons : {0.0, 100.0, kPhotons}) {
        const double expected = std::floor(16 * (photons * 0.62 * 0.37 + 64));
        for (const std::uint16_t sample : render(p, wholeSensor(p), uniformLight(photons)))
            ASSERT_NEAR(sample, expected, 1);
    }
}

TEST(Parts, shadingIsCos4WithTheCornerRatioAsked)
{
    SensorParams p = bareSensor(401, 301);
    p.parts.lensShading = true;
    for (const double ratio : {0.60, 0.45, 1.0}) {
        p.cornerRatio = ratio;
        const Samples s = render(p, wholeSensor(p), uniformLight(kPhotons));
        const auto light = [&s](std::uint32_t x, std::uint32_t y) { return double(s[y * 401 + x]) / 16 - 64; };
        const double centre = light(200, 150);
        EXPECT_NEAR(centre, kDn - 64, 0.1);
        for (const auto &[x, y] : {std::pair(0u, 0u), {400u, 0u}, {0u, 300u}, {400u, 300u}})
            EXPECT_NEAR(light(x, y) / centre, ratio, 2e-4);
        // cos^4 of the field angle: tan^2 of the corner is 1/sqrt(ratio) - 1, a quarter of it half-way
        const double half = 1 + (1 / std::sqrt(ratio) - 1) / 4;
        EXPECT_NEAR(light(100, 75) / centre, 1 / (half * half), 2e-4);
    }
}

TEST(Parts, prnuScalesWithTheSignalAndDsnuDoesNot)
{
    for (const bool prnu : {true, false}) {
        SensorParams p = bareSensor();
        p.parts.prnu = prnu;
        p.parts.dsnu = !prnu;
        const Moments dark = momentsOf(render(p, wholeSensor(p), uniformLight(0)));
        const Moments bright = momentsOf(render(p, wholeSensor(p), uniformLight(kPhotons)));
        if (prnu) {
            EXPECT_EQ(dark.variance, 0);
            EXPECT_NEAR(bright.mean, kDn - 1.0 / 32, 0.01); // zero-mean: PRNU moves no mean
            EXPECT_NEAR(std::sqrt(bright.variance) / (kDn - 64), std::sqrt(0.35) / 100, 4e-4);
        } else {
            EXPECT_NEAR(dark.mean, 64 - 1.0 / 32, 0.01);
            EXPECT_NEAR(std::sqrt(dark.variance) / 0.37, std::sqrt(1.15), 0.08);
            EXPECT_NEAR(dark.variance, bright.variance, 1e-3 * dark.variance + 1e-3);
        }
    }
}

TEST(Parts, shotNoiseHasTheVarianceOfItsElectrons)
{
    SensorParams p = bareSensor(640, 480);
    p.parts.shotNoise = true;
    const Moments m = momentsOf(render(p, wholeSensor(p), uniformLight(kPhotons)));
    const double n = 640 * 480;
    EXPECT_NEAR(m.mean, kDn - 1.0 / 32, 5 * 0.37 * std::sqrt(kElectrons / n));
    EXPECT_NEAR(m.variance / (0.37 * 0.37) / kElectrons, 1, 5 * std::sqrt(2 / n));
}

TEST(Parts, readNoiseIsGaussianOfItsWidth)
{
    SensorParams p = bareSensor(640, 480);
    p.parts.readNoise = true;
    const Samples s = render(p, wholeSensor(p), uniformLight(0));
    const Moments m = momentsOf(s);
    EXPECT_NEAR(m.mean, 64 - 1.0 / 32, 0.01);
    EXPECT_NEAR(std::sqrt(m.variance) / 0.37, 2.3, 0.02);
    double fourth = 0;
    for (const std::uint16_t v : s)
        fourth += std::pow(double(v) / 16 - m.mean, 4) / double(s.size());
    EXPECT_NEAR(fourth / (m.variance * m.variance), 3, 0.06);
}

TEST(Parts, darkCurrentGrowsWithTimeAndDoublesEvery8Degrees)
{
    SensorParams p = bareSensor();
    p.parts.darkCurrent = true;
    Exposure e = wholeSensor(p);
    e.exposureUs = 10e6;
    const auto electrons = [&p, &e] { return (momentsOf(render(p, e, uniformLight(0))).mean + 1.0 / 32 - 64) / 0.37; };
    EXPECT_NEAR(electrons(), 30, 0.1);
    e.temperatureC = 33;
    EXPECT_NEAR(electrons(), 60, 0.1);
    e.temperatureC = 57;
    EXPECT_NEAR(electrons(), 480, 0.2);
    e.temperatureC = 17;
    EXPECT_NEAR(electrons(), 15, 0.1);
    e.exposureUs = 20e6;
    EXPECT_NEAR(electrons(), 30, 0.1);
}

TEST(Parts, darkCurrentHasANonuniformityOfItsOwn)
{
    SensorParams p = bareSensor();
    p.parts.darkCurrent = p.parts.darkNonuniformity = true;
    Exposure e = wholeSensor(p);
    e.exposureUs = 100e6;
    const Moments on = momentsOf(render(p, e, uniformLight(0)));
    EXPECT_NEAR((on.mean - 64) / 0.37, 300, 0.2);
    EXPECT_NEAR(std::sqrt(on.variance) / 0.37 / 300, 0.25, 0.006);
    p.parts.darkNonuniformity = false;
    EXPECT_EQ(momentsOf(render(p, e, uniformLight(0))).variance, 0);
    p.parts.darkCurrent = false;
    EXPECT_EQ(momentsOf(render(p, e, uniformLight(0))).mean, 64);
}

TEST(Parts, theWellIsFullAndTheAdcClampsAtBothEnds)
{
    SensorParams p = bareSensor();
    EXPECT_EQ(render(p, wholeSensor(p), uniformLight(1e6))[0], 4095 * 16);
    p.parts.fullWell = true;
    EXPECT_NEAR(render(p, wholeSensor(p), uniformLight(1e6))[0] / 16.0, 10600 * 0.37 + 64, 0.07);
    p.blackLevel = 0;
    p.parts.readNoise = true;
    const Samples dark = render(p, wholeSensor(p), uniformLight(0));
    const auto zeros = std::ranges::count(dark, 0);
    EXPECT_NEAR(double(zeros) / double(dark.size()), 0.5, 0.05) << "half of the noise lies below 0";
    p.parts.shotNoise = true; // charge is what the well holds: photon noise is gone when it is full, read noise is not
    p.blackLevel = 64;
    const Moments full = momentsOf(render(p, wholeSensor(p), uniformLight(1e6)));
    EXPECT_NEAR(std::sqrt(full.variance) / 0.37, 2.3, 0.05);
}

TEST(Parts, fewerBitsAreTheSameSignalInCoarserSteps)
{
    const SensorParams p = bareSensor();
    Exposure e = wholeSensor(p);
    const double dn12 = kDn;
    for (const unsigned bits : {8u, 10u, 12u}) {
        e.bits = bits;
        EXPECT_NEAR(render(p, e, uniformLight(kPhotons))[0] / 16.0, dn12 / double(1 << (12 - bits)), 0.07);
        EXPECT_EQ(render(p, e, uniformLight(1e6))[0], ((1 << bits) - 1) * 16);
    }
}

TEST(Parts, gainMultipliesTheSignalAndNotTheBlackLevel)
{
    const SensorParams p = bareSensor();
    Exposure e = wholeSensor(p);
    e.gain = 2.5;
    EXPECT_NEAR(render(p, e, uniformLight(1000))[0] / 16.0, 64 + 2.5 * 620 * 0.37, 0.07);
}

TEST(Parts, hotAndDeadPixelsAreAsManyAsTheirPpmAndWhereTheListSays)
{
    SensorParams p = bareSensor(500, 400); // 200 000 pixels
    p.parts.hotPixels = p.parts.deadPixels = p.parts.darkCurrent = true;
    p.hotPpm = 500;
    p.deadPpm = 200;
    p.darkCurrent = 0;
    Sensor sensor(p, 1);
    const Samples dark = render(sensor, wholeSensor(p), uniformLight(0));
    const Samples bright = render(sensor, wholeSensor(p), uniformLight(kPhotons));
    std::set<std::size_t> hot, dead, hotListed, deadListed;
    for (std::size_t i = 0; i < dark.size(); ++i) {
        if (dark[i] > (64 + 50) * 16)
            hot.insert(i);
        else if (bright[i] < 0.5 * kDn * 16)
            dead.insert(i);
    }
    for (const Defect &d : sensor.defects())
        (d.kind == DefectKind::Hot ? hotListed : deadListed).insert(d.y * 500 + d.x);
    EXPECT_EQ(hotListed.size(), 100u);
    EXPECT_EQ(deadListed.size(), 40u);
    EXPECT_EQ(hot, hotListed);
    EXPECT_EQ(dead, deadListed);
    p.parts.hotPixels = false;
    sensor.setParams(p);
    EXPECT_EQ(momentsOf(render(sensor, wholeSensor(p), uniformLight(0))).variance, 0);
    EXPECT_EQ(sensor.defects().size(), 40u);
}

TEST(Parts, blinkingPixelsHaveTwoStatesAboutEvenly)
{
    SensorParams p = bareSensor(500, 400);
    p.parts.blinkingPixels = true;
    p.blinkingPpm = 50;
    Sensor sensor(p, 1);
    ASSERT_EQ(sensor.defects().size(), 10u);
    std::vector<int> high(10);
    constexpr int kFrames = 200;
    for (int frame = 0; frame < kFrames; ++frame) {
        const Samples s = render(sensor, wholeSensor(p, std::uint64_t(frame)), uniformLight(0));
        std::size_t moved = 0;
        for (const std::uint16_t v : s)
            moved += v != 64 * 16;
        std::size_t listed = 0;
        for (std::size_t i = 0; i < 10; ++i) {
            const Defect &d = sensor.defects()[i];
            const double above = s[d.y * 500 + d.x] / 16.0 - 64;
            high[i] += above != 0;
            listed += above != 0;
            if (above != 0) {
                ASSERT_NEAR(above, double(d.strength) * 0.37, 0.07);
            }
        }
        ASSERT_EQ(moved, listed) << "a pixel blinks that is not in the list";
    }
    for (const int count : high)
        EXPECT_NEAR(count, kFrames / 2, 5 * std::sqrt(kFrames / 4.0));
}

TEST(Parts, glowAndWeakRowAndDustAreOffByDefault)
{
    SensorParams p = bareSensor();
    EXPECT_EQ(momentsOf(render(p, wholeSensor(p), uniformLight(kPhotons))).variance, 0);
    p.ampGlow = 1e5;
    const Samples glow = render(p, wholeSensor(p), uniformLight(0));
    EXPECT_NEAR(glow.back() / 16.0, 64 + 1e5 * 0.005 * 0.37, 0.07);
    EXPECT_NEAR(glow.front() / 16.0, 64, 0.07);
    p.ampGlow = 0;
    p.weakRowShare = 0.25;
    const Samples weak = render(p, wholeSensor(p), uniformLight(kPhotons));
    std::size_t count = 0;
    for (std::size_t i = 0; i < weak.size(); ++i)
        count += weak[i] < 600 * 16 && i / 320 == 32;
    EXPECT_EQ(count, 80u);
}

} // namespace
} // namespace mv::vcam
