// SPDX-License-Identifier: GPL-3.0-or-later
// The same frame on any machine, in any region, with any number of threads; and what is not possible is refused.
#include "sensor_probe.h"

#include <cmath>
#include <limits>

namespace mv::vcam {
namespace {

/// Everything on, with structure, motion and defects in it.
SensorParams fullSensor()
{
    SensorParams p;
    p.width = 700; // not a multiple of a strip
    p.height = 90;
    p.seed = 42;
    p.hotPpm = p.deadPpm = p.blinkingPpm = 2000;
    p.ampGlow = 2000;
    p.dustSpots = 3;
    return p;
}

Scene movingChart()
{
    Scene scene;
    scene.target = Target::Chart;
    scene.velocityX = 31.7;
    scene.velocityY = -12.3;
    scene.fallOff = 0.2;
    scene.flickerAmplitude = 0.1;
    return scene;
}

Exposure later(const SensorParams &p)
{
    Exposure e = wholeSensor(p, 123456);
    e.startNs = 7'654'321'000;
    e.temperatureC = 41.5;
    return e;
}

/// CRC-32 (ISO 3309, as in PNG) of the samples' bytes, low byte first.
std::uint32_t crc32(const Samples &samples)
{
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const std::uint16_t sample : samples) {
        for (const unsigned byte : {sample & 0xFFu, unsigned(sample) >> 8}) {
            crc ^= byte;
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0);
        }
    }
    return ~crc;
}

TEST(Frames, areTheSameOnEveryMachine)
{
    SensorParams p = fullSensor();
    EXPECT_EQ(crc32(render(p, later(p), movingChart())), 3612777639u);
    Scene dim = uniformLight(14); // means on both sides of 12: inversion and expansion
    dim.fallOff = 0.5;
    p.filter = ColorFilter::BayerRG;
    EXPECT_EQ(crc32(render(p, later(p), dim)), 3090469258u);
    Scene paper = uniformLight(9000);
    paper.target = Target::Textured;
    EXPECT_EQ(crc32(render(p, later(p), paper)), 30664783u);
}

TEST(Frames, doNotDependOnTheNumberOfThreads)
{
    const SensorParams p = fullSensor();
    const Samples one = render(p, later(p), movingChart(), 1);
    for (const unsigned threads : {2u, 3u, 8u})
        EXPECT_EQ(render(p, later(p), movingChart(), threads), one);
}

TEST(Frames, ofARegionAreThatPartOfTheWholeFrame)
{
    const SensorParams p = fullSensor();
    Sensor sensor(p, 2);
    const Samples whole = render(sensor, later(p), movingChart());
    for (const Region region :
         {Region{0, 0, 700, 1}, {1, 3, 16, 5}, {255, 2, 2, 60}, {256, 88, 256, 2}, {699, 89, 1, 1}}) {
        Exposure e = later(p);
        e.region = region;
        const Samples part = render(sensor, e, movingChart());
        for (std::uint32_t y = 0; y < region.height; ++y)
            for (std::uint32_t x = 0; x < region.width; ++x)
                ASSERT_EQ(part[y * region.width + x], whole[(region.y + y) * 700 + region.x + x]) << x << "," << y;
    }
}

TEST(Frames, differInNoiseByNumberAndInEverythingBySeed)
{
    SensorParams p = fullSensor();
    Sensor sensor(p, 1);
    const Samples first = render(sensor, wholeSensor(p, 1), uniformLight(5000));
    EXPECT_EQ(render(sensor, wholeSensor(p, 1), uniformLight(5000)), first);
    EXPECT_NE(render(sensor, wholeSensor(p, 2), uniformLight(5000)), first);
    p.seed = 43;
    sensor.setParams(p);
    EXPECT_NE(render(sensor, wholeSensor(p, 1), uniformLight(5000)), first);
}

TEST(Frames, noiseOfNeighboursAndOfSuccessorsIsIndependent)
{
    SensorParams p = bareSensor(512, 400);
    p.parts.shotNoise = p.parts.readNoise = true;
    Sensor sensor(p, 1);
    const Samples a = render(sensor, wholeSensor(p, 7), uniformLight(1000));
    const Samples b = render(sensor, wholeSensor(p, 8), uniformLight(1000));
    const Moments ma = momentsOf(a), mb = momentsOf(b);
    double next = 0, below = 0, later = 0;
    const auto value = [](const Samples &s, std::size_t i, const Moments &m) { return double(s[i]) / 16 - m.mean; };
    const std::size_t count = a.size() - 512;
    for (std::size_t i = 0; i < count; ++i) {
        next += value(a, i, ma) * value(a, i + 1, ma) / (ma.variance * double(count));
        below += value(a, i, ma) * value(a, i + 512, ma) / (ma.variance * double(count));
        later += value(a, i, ma) * value(b, i, mb) / (ma.variance * double(count));
    }
    const double limit = 4 / std::sqrt(double(count));
    EXPECT_LT(std::abs(next), limit);
    EXPECT_LT(std::abs(below), limit);
    EXPECT_LT(std::abs(later), limit);
}

TEST(Frames, afterAChangeAreThoseOfASensorMadeSo)
{
    const SensorParams before = fullSensor();
    Sensor sensor(before, 1);
    render(sensor, later(before), movingChart());
    SensorParams p = before;
    std::vector<SensorParams> changes;
    changes.push_back((p.cornerRatio = 0.45, p));
    changes.push_back((p.parts.prnu = false, p));
    changes.push_back((p.readNoise = 9, p));
    changes.push_back((p.seed = 9, p));
    changes.push_back((p.width = 300, p));
    changes.push_back((p.darkDoubling = 5, p.ampGlow = 1, p));
    for (const SensorParams &changed : changes) {
        sensor.setParams(changed);
        Scene paper = movingChart();
        paper.target = Target::Textured;
        for (const Scene &scene : {paper, movingChart(), uniformLight(3000)})
            ASSERT_EQ(render(sensor, later(changed), scene), render(changed, later(changed), scene));
    }
}

TEST(Frames, theRestOfTheDnIsRoundedOnce)
{
    const Samples sixteenths = {0, 7, 8, 15, 16, 23, 24, 39, 40, 65519, 65520};
    Samples dn(sixteenths.size());
    roundToDn(sixteenths, dn);
    EXPECT_EQ(dn, (Samples{0, 0, 1, 1, 1, 1, 2, 2, 3, 4095, 4095}));
}

TEST(Refusals, ofExposuresThatCannotBe)
{
    const SensorParams p = bareSensor();
    Sensor sensor(p, 1);
    Samples samples(320 * 64);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto refused = [&](auto change) {
        Exposure e = wholeSensor(p);
        change(e);
        return sensor.render(e, Scene(), samples).has_value();
    };
    EXPECT_FALSE(refused([](Exposure &) {}));
    EXPECT_TRUE(refused([](Exposure &e) { e.region.width = 0; }));
    EXPECT_TRUE(refused([](Exposure &e) { e.region.width = 319; })); // does not fit the span
    EXPECT_TRUE(refused([](Exposure &e) { e.region.x = 1; }));
    EXPECT_TRUE(refused([](Exposure &e) { e.region.y = 0xFFFFFFFFu; }));
    EXPECT_TRUE(refused([](Exposure &e) { e.bits = 9; }));
    EXPECT_TRUE(refused([](Exposure &e) { e.exposureUs = 0; }));
    EXPECT_TRUE(refused([nan](Exposure &e) { e.exposureUs = nan; }));
    EXPECT_TRUE(refused([nan](Exposure &e) { e.temperatureC = nan; }));
    EXPECT_TRUE(refused([](Exposure &e) { e.gain = 0; }));
    Scene scene;
    scene.photonFlux = nan;
    EXPECT_TRUE(sensor.render(wholeSensor(p), scene, samples).has_value());
}

TEST(Refusals, ofSensorsThatCannotBe)
{
    EXPECT_FALSE(problemOf(SensorParams()));
    EXPECT_FALSE(problemOf(Scene()));
    const auto refused = [](auto change) {
        SensorParams p;
        change(p);
        return problemOf(p).has_value();
    };
    EXPECT_TRUE(refused([](SensorParams &p) { p.width = 0; }));
    EXPECT_TRUE(refused([](SensorParams &p) { p.height = 20000; }));
    EXPECT_TRUE(refused([](SensorParams &p) { p.quantumEfficiency = 1.01; }));
    EXPECT_TRUE(refused([](SensorParams &p) { p.cornerRatio = 0; }));
    EXPECT_TRUE(refused([](SensorParams &p) { p.hotPpm = std::numeric_limits<double>::quiet_NaN(); }));
    EXPECT_TRUE(refused([](SensorParams &p) { p.darkDoubling = 0; }));
}

TEST(Extremes, giveSamplesWithinTheAdc)
{
    SensorParams p = fullSensor();
    p.darkDoubling = 4;
    p.hotCurrent = 1e7;
    Exposure e = later(p);
    e.exposureUs = 1e9;
    e.temperatureC = 150;
    e.gain = 1000;
    Scene scene = movingChart();
    scene.photonFlux = 1e12;
    for (const bool on : {true, false}) {
        p.parts.shotNoise = p.parts.fullWell = on;
        for (const std::uint16_t sample : render(p, e, scene))
            ASSERT_LE(sample, 4095 * 16);
    }
}

} // namespace
} // namespace mv::vcam
