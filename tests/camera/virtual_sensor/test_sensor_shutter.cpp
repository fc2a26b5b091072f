// SPDX-License-Identifier: GPL-3.0-or-later
// The shutter: which row is exposed when and for how long, and what that does to flicker, motion and darkness.
#include "sensor_probe.h"

#include <cmath>

namespace mv::vcam {
namespace {

constexpr double kLineTime = 20; // us

Exposure withShutter(const SensorParams &p, Shutter shutter, double lineTimeUs = kLineTime)
{
    Exposure e = wholeSensor(p);
    e.shutter = shutter;
    e.lineTimeUs = lineTimeUs;
    return e;
}

/// Mean of each row above black, electrons.
std::vector<double> rowElectrons(const Samples &samples, std::uint32_t width)
{
    std::vector<double> rows(samples.size() / width);
    for (std::size_t i = 0; i < samples.size(); ++i)
        rows[i / width] += ((double(samples[i]) + 0.5) / 16 - 64) / 0.37 / width; // cut off, not rounded
    return rows;
}

TEST(RowTimes, followTheShutter)
{
    Exposure e;
    e.startNs = 1'000'000;
    e.lineTimeUs = 6.1;
    const auto expectTime = [&e](std::uint32_t row, std::uint64_t startNs, double exposureUs) {
        EXPECT_EQ(rowTime(e, row).startNs, startNs);
        EXPECT_DOUBLE_EQ(rowTime(e, row).exposureUs, exposureUs);
    };
    expectTime(2047, 1'000'000, 5000);
    e.shutter = Shutter::Rolling;
    expectTime(0, 1'000'000, 5000);
    expectTime(1, 1'006'100, 5000);
    expectTime(2047, 1'000'000 + 12'486'700, 5000);
    e.shutter = Shutter::GlobalReset;
    expectTime(0, 1'000'000, 5000);
    expectTime(2047, 1'000'000, 17'486.7);
}

TEST(Shutters, areTheSameWithoutTimeBetweenRows)
{
    SensorParams p;
    p.width = 300;
    p.height = 40;
    Scene scene = uniformLight(8000);
    scene.flickerAmplitude = 0.3;
    scene.target = Target::Chart;
    scene.velocityX = 40;
    const Samples global = render(p, withShutter(p, Shutter::Global), scene);
    EXPECT_EQ(render(p, withShutter(p, Shutter::Global, 0), scene), global) << "the line time means nothing to Global";
    for (const Shutter shutter : {Shutter::Rolling, Shutter::GlobalReset}) {
        const Samples other = render(p, withShutter(p, shutter, 0), scene);
        for (std::size_t i = 0; i < global.size(); ++i) // the light is multiplied in another order
            ASSERT_NEAR(other[i], global[i], 16 * 0.37 + 2) << "more than one electron";
    }
}

TEST(Rolling, changesNothingInStillAndSteadyLight)
{
    const SensorParams p = bareSensor(64, 100);
    const auto rows = rowElectrons(render(p, withShutter(p, Shutter::Rolling), uniformLight(6000)), 64);
    for (const double electrons : rows)
        EXPECT_NEAR(electrons, 6000 * 0.62, 0.1);
}

TEST(Rolling, showsFlickerAsBands)
{
    const SensorParams p = bareSensor(64, 1000); // 20 ms from the first to the last row: two periods
    Scene scene = uniformLight(6000);
    scene.flickerAmplitude = 0.3;
    const auto rows = rowElectrons(render(p, withShutter(p, Shutter::Rolling), scene), 64);
    const double pi = 3.14159265358979;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        // half a period of 100 Hz from t on: 1 + a (sin(2 pi f (t + T)) - sin(2 pi f t)) / (2 pi f T)
        const double t = double(r) * kLineTime * 1e-6;
        const double mean = (std::sin(200 * pi * (t + 0.005)) - std::sin(200 * pi * t)) / pi;
        ASSERT_NEAR(rows[r], 6000 * 0.62 * (1 + 0.3 * mean), 0.2) << r;
    }
    Exposure whole = withShutter(p, Shutter::Rolling); // a whole period: no band
    whole.exposureUs = 10'000;
    for (const double electrons : rowElectrons(render(p, whole, scene), 64))
        ASSERT_NEAR(electrons, 12000 * 0.62, 0.2);
}

TEST(Rolling, drifts)
{
    const SensorParams p = bareSensor(64, 1000);
    Scene scene = uniformLight(6000);
    scene.drift = -1;
    const auto rows = rowElectrons(render(p, withShutter(p, Shutter::Rolling), scene), 64);
    for (std::size_t r = 0; r < rows.size(); r += 50)
        EXPECT_NEAR(rows[r], 6000 * 0.62 * (1 - double(r) * kLineTime * 1e-6), 0.1) << r;
}

/// Where row @p y of the chart turns from white to black within 20 columns: by the white that there is, to a fraction
/// of a pixel.
double edge(const Samples &samples, std::uint32_t width, std::uint32_t y, std::uint32_t from)
{
    const std::uint16_t *row = &samples[std::size_t(y) * width];
    const double white = row[from], black = row[from + 19];
    double whitePixels = 0;
    for (std::uint32_t x = from; x < from + 20; ++x)
        whitePixels += (row[x] - black) / (white - black);
    return from - 0.5 + whitePixels;
}

TEST(Rolling, skewsWhatMoves)
{
    const SensorParams p = bareSensor(128, 32); // one row of checks
    Scene scene = uniformLight(6000);
    scene.target = Target::Chart;
    scene.velocityX = 10'000; // 0.2 pixels a row
    const Samples global = render(p, withShutter(p, Shutter::Global), scene);
    const Samples rolling = render(p, withShutter(p, Shutter::Rolling), scene);
    const Samples reset = render(p, withShutter(p, Shutter::GlobalReset), scene);
    for (std::uint32_t y = 0; y < 31; ++y) {
        EXPECT_NEAR(edge(global, 128, y, 22), 31.5, 0.01) << y;
        EXPECT_NEAR(edge(rolling, 128, y, 22 + y / 5), 31.5 + 0.2 * y, 0.02) << y;
        EXPECT_NEAR(edge(reset, 128, y, 22), 31.5, 0.01) << "began together: " << y;
    }
}

TEST(GlobalReset, brightensTowardsTheLastRow)
{
    const SensorParams p = bareSensor(64, 100);
    const auto rows = rowElectrons(render(p, withShutter(p, Shutter::GlobalReset), uniformLight(6000)), 64);
    for (std::size_t r = 0; r < rows.size(); ++r)
        ASSERT_NEAR(rows[r], 0.62 * 6000 * (5000 + double(r) * kLineTime) / 5000, 0.2) << r;
}

TEST(GlobalReset, collectsMoreDarkCurrentToo)
{
    SensorParams p = bareSensor(64, 100);
    p.parts.darkCurrent = true;
    p.darkCurrent = 1e5;
    p.ampGlow = 2e5;
    Scene capped;
    capped.target = Target::Capped;
    capped.leakFlux = 1e6;
    const Samples samples = render(p, withShutter(p, Shutter::GlobalReset), capped);
    for (const std::uint32_t r : {0u, 50u, 99u}) {
        const double seconds = (5000 + r * kLineTime) * 1e-6, down = std::pow((r + 1) / 100.0, 4);
        const auto electrons = [&](std::uint32_t x) { return ((samples[r * 64 + x] + 0.5) / 16 - 64) / 0.37; };
        EXPECT_NEAR(electrons(63), seconds * (1e5 + 2e5 * down), 0.2) << r;
        EXPECT_NEAR(electrons(0), seconds * (1e5 + 0.62 * 1e6 + 2e5 * down * std::pow(1 / 64.0, 4)), 0.2) << r;
    }
}

TEST(Shutters, countRowsFromTheTopOfTheRegion)
{
    const SensorParams p = bareSensor(64, 100);
    for (const Shutter shutter : {Shutter::Rolling, Shutter::GlobalReset}) {
        Exposure e = withShutter(p, shutter);
        Scene scene = uniformLight(6000);
        scene.flickerAmplitude = 0.5;
        const Samples whole = render(p, e, scene);
        e.region = {0, 60, 64, 40};
        const Samples part = render(p, e, scene);
        for (std::size_t i = 0; i < part.size(); ++i) // the target is uniform: only the time of a row matters
            ASSERT_EQ(part[i], whole[i]);
    }
}

TEST(Shutters, doNotDependOnTheNumberOfThreads)
{
    SensorParams p;
    p.width = 600;
    p.height = 90;
    Scene scene = uniformLight(8000);
    scene.flickerAmplitude = 0.3;
    scene.target = Target::Chart;
    scene.velocityX = 4000;
    for (const Shutter shutter : {Shutter::Rolling, Shutter::GlobalReset})
        EXPECT_EQ(render(p, withShutter(p, shutter), scene, 1), render(p, withShutter(p, shutter), scene, 3));
}

TEST(Shutters, refuseLineTimesThatCannotBe)
{
    const SensorParams p = bareSensor();
    Sensor sensor(p, 1);
    Samples samples(320 * 64);
    for (const double bad : {-1.0, 1e7, std::nan("")})
        EXPECT_TRUE(sensor.render(withShutter(p, Shutter::Rolling, bad), Scene(), samples)) << bad;
}

} // namespace
} // namespace mv::vcam
