// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.10: analogue and digital gain, and what they do to the noise; the automatic modes of gain and exposure.
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <cmath>

namespace mv::test {
namespace {

/// The relative standard deviation of a measured variance is sqrt(2 / (8 - 1) / 49152) = 0.24 %.
constexpr double kVarianceTolerance = 0.015;
constexpr double kMeanTolerance = 0.1; // DN; the sensor's sixteenths, cut off, take 0.03

const std::vector<std::string> kMono12 = {"PixelFormat=Mono12"};

double analogueVariance(double electrons, double gain)
{
    return std::pow(kSystemGain * gain, 2) * (kReadNoise * kReadNoise + electrons);
}

void expectLevel(const Level &level, double mean, double variance)
{
    EXPECT_NEAR(level.mean, mean, std::max(kMeanTolerance, 0.001 * mean));
    EXPECT_NEAR(level.variance / variance, 1.0, kVarianceTolerance) << level.variance << " DN^2, not " << variance;
}

void analogueGain()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    EXPECT_EQ(camera.entry("GainAuto"), "Off");
    EXPECT_DOUBLE_EQ(camera.real("GainRaw"), 1.0) << "at power-up";
    setElectrons(camera, 400);
    for (const double gain : {1.0, 1.5, 2.0, 4.0, 8.0, 16.0}) {
        SCOPED_TRACE("GainRaw " + std::to_string(gain));
        camera.set("GainRaw", gain);
        expectLevel(measure(camera), kBlackLevel + kSystemGain * gain * 400, analogueVariance(400, gain) + 1.0 / 12);
    }
}

void darkNoiseToo()
{
    WireCamera camera(lightBench({"PixelFormat=Mono12", "BlackLevel=200"}), kBenchSensor);
    setElectrons(camera, 0);
    for (const double gain : {1.0, 4.0, 32.0}) {
        SCOPED_TRACE("GainRaw " + std::to_string(gain));
        camera.set("GainRaw", gain);
        expectLevel(measure(camera), 200, analogueVariance(0, gain) + 1.0 / 12);
    }
}

void gainRange()
{
    WireCamera camera;
    EXPECT_EQ(camera.trySet("GainRaw", 0.99), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("GainRaw", 32.1), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("GainRaw", 32.0), Answer::Success);
    EXPECT_EQ(camera.trySet("DigitalShift", std::int64_t(5)), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("DigitalShift", std::int64_t(-1)), Answer::InvalidParameter);
    EXPECT_EQ(camera.integerMax("DigitalShift"), 4);
}

/// Behind the ADC: its steps are multiplied, too, so that their 1/12 is.
void digitalGain()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 400);
    for (const int shift : {0, 1, 2, 3, 4}) {
        SCOPED_TRACE("DigitalShift " + std::to_string(shift));
        camera.set("DigitalShift", shift);
        const double factor = std::pow(2.0, shift);
        expectLevel(measure(camera), kBlackLevel + kSystemGain * factor * 400,
                    factor * factor * (analogueVariance(400, 1) + 1.0 / 12));
    }
}

void digitalIsNoisier()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 4);
    camera.set("GainRaw", 8.0);
    const Level analogue = measure(camera, 64);
    camera.set("GainRaw", 1.0);
    camera.set("DigitalShift", 3);
    const Level digital = measure(camera, 64);
    EXPECT_NEAR(digital.mean, analogue.mean, 8 * kMeanTolerance) << "equally bright";
    EXPECT_NEAR(digital.variance - analogue.variance, 63.0 / 12, 0.4) << "and the noise of the ADC's steps, eightfold";
}

/// What digital gain cannot make: grey levels between the multiplied ones.
void digitalHasGaps()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 400);
    camera.set("DigitalShift", 3);
    const Shot shot = camera.record(1)[0];
    std::size_t between = 0;
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x)
            between += (shot.at(x, y) - unsigned(kBlackLevel)) % 8 != 0;
    EXPECT_EQ(between, 0u);
}

void gainsSaturate()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 2000);
    camera.set("GainRaw", 8.0);
    EXPECT_DOUBLE_EQ(measure(camera).mean, kFullScale);
    camera.set("GainRaw", 1.0);
    camera.set("DigitalShift", 4);
    EXPECT_DOUBLE_EQ(measure(camera).mean, kFullScale);
}

/// Which of the two brings the picture to its target, over what range.
struct Auto
{
    const char *mode, *feature;
};
constexpr Auto kGain{"GainAuto", "GainRaw"}, kExposure{"ExposureAuto", "ExposureTime"};

/// Within the hysteresis that docs/virtual-camera.md states, and half a per cent for what noise does.
void expectBrightness(const Level &level, double percent)
{
    EXPECT_NEAR(level.mean / kFullScale, percent / 100, std::max(percent / 100 / 50, 0.002) * 1.1 + 0.002) << percent;
}

/// Frames taken while the mode regulates, and those after.
Level settle(WireCamera &camera)
{
    camera.take(60);
    return levelOf(camera.take(4));
}

void continuousReachesTarget(const Auto &mode)
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 2000);
    camera.set(mode.mode, "Continuous");
    EXPECT_EQ(camera.trySet(mode.feature, 2.0), Answer::AccessDenied) << "the mode sets it";
    camera.start();
    EXPECT_EQ(camera.integer("AutoTargetBrightness"), 50);
    expectBrightness(settle(camera), 50);
    setElectrons(camera, 3000);
    expectBrightness(settle(camera), 50);
    camera.set("AutoTargetBrightness", 40);
    expectBrightness(settle(camera), 40);
    EXPECT_EQ(camera.entry(mode.mode), "Continuous") << "it goes on and on";
    camera.set(mode.mode, "Off");
    const double found = camera.real(mode.feature);
    camera.stop();
    expectBrightness(measure(camera), 40);
    EXPECT_DOUBLE_EQ(camera.real(mode.feature), found) << "Off keeps what was found";
    EXPECT_EQ(camera.trySet(mode.feature, mode.feature == kGain.feature ? 2.0 : 2000.0), Answer::Success);
}

void onceEndsInOff(const Auto &mode)
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 2000);
    camera.set(mode.mode, "Once");
    camera.start();
    waitForOff(camera, mode.mode);
    const double found = camera.real(mode.feature);
    camera.stop();
    expectBrightness(measure(camera), 50);
    setElectrons(camera, 1000);
    camera.start();
    EXPECT_LT(settle(camera).mean, 0.35 * kFullScale) << "it regulates no more";
    EXPECT_DOUBLE_EQ(camera.real(mode.feature), found);
}

void gainAutoContinuous()
{
    continuousReachesTarget(kGain);
}
void gainAutoOnce()
{
    onceEndsInOff(kGain);
}
void exposureAutoContinuous()
{
    continuousReachesTarget(kExposure);
}
void exposureAutoOnce()
{
    onceEndsInOff(kExposure);
}

/// The end of the range is the best there is; Once must not go on for ever.
void autoAtItsLimit()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 5);
    camera.set("GainAuto", "Once");
    camera.start();
    waitForOff(camera, "GainAuto");
    EXPECT_NEAR(camera.real("GainRaw"), 32.0, 1e-6);
}

/// 200 frames a second leave less than 5 ms for an exposure.
void exposureLeavesTheRate()
{
    WireCamera camera(lightBench(kMono12), kBenchSensor);
    setElectrons(camera, 100);
    camera.set("ExposureAuto", "Continuous");
    camera.start();
    settle(camera);
    EXPECT_LE(camera.real("ExposureTime"), 5000.0);
    EXPECT_GT(camera.real("ExposureTime"), 4500.0);
    EXPECT_NEAR(camera.real("ResultingFrameRateAbs"), 200.0, 0.01);
}

const Sentence kSentences[] = {
    {"3.10.1", "AnalogueGain", "higher value: stronger gain, higher brightness and more noise", analogueGain},
    {"3.10.1", "DarkNoiseToo", "amplifies the analogue signal: read noise, too, but not the black level", darkNoiseToo},
    {"3.10", "Ranges", "DigitalShift among 0-4; GainRaw from 1", gainRange},
    {"3.10.2", "DigitalGain", "amplifies after ADC: higher brightness and more noise", digitalGain},
    {"3.10", "DigitalIsNoisier", "compared to analogue gain, the noise of digital gain is even more", digitalIsNoisier},
    {"3.10.2", "DigitalHasGaps", "amplifies the signal after ADC: no levels between", digitalHasGaps},
    {"3.10", "Saturation", "both end at full scale", gainsSaturate},
    {"3.10.1", "GainAutoContinuous", "adjusts continuously and automatically", gainAutoContinuous},
    {"3.10.1", "GainAutoOnce", "runs for a period and then stops", gainAutoOnce},
    {"3.10.1", "AutoAtItsLimit", "and stops also where the target cannot be reached", autoAtItsLimit},
    {"(SFNC)", "ExposureAutoContinuous", "the exposure likewise", exposureAutoContinuous},
    {"(SFNC)", "ExposureAutoOnce", "the exposure likewise, once", exposureAutoOnce},
    {"(SFNC)", "ExposureLeavesTheRate", "up to what the frame rate allows", exposureLeavesTheRate},
};

MV_MANUAL_TABLE(Section_3_10, kSentences);

} // namespace
} // namespace mv::test
