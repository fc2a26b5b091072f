// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.9: the mean of the dark image, fixed or regulated.
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

namespace mv::test {
namespace {

constexpr double kTolerance = 0.15; // DN of 12 bits: a sixteenth of regulation, the sensor's sixteenths, noise

std::vector<std::string> darkness(const std::vector<std::string> &more = {})
{
    auto settings = lightBench({"PixelFormat=Mono12", "VirtualTarget=Capped"});
    settings.insert(settings.end(), more.begin(), more.end());
    return settings;
}

double darkMean(WireCamera &camera)
{
    return measure(camera, 4).mean;
}

void setsDarkGrey()
{
    WireCamera camera(darkness(), kBenchSensor);
    EXPECT_EQ(camera.integer("BlackLevel"), 64) << "at power-up";
    EXPECT_NEAR(darkMean(camera), 64, kTolerance);
    for (const int level : {16, 100, 255}) {
        camera.set("BlackLevel", level);
        EXPECT_NEAR(darkMean(camera), level, kTolerance);
    }
}

/// Darkness is cut off at 0: of the noise only the upper half is left.
void zeroIsCutOff()
{
    WireCamera camera(darkness({"BlackLevel=0"}), kBenchSensor);
    const Shot shot = camera.record(1)[0];
    std::size_t zeros = 0;
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x)
            zeros += shot.at(x, y) == 0;
    const double half = 0.5 * shot.width * shot.height;
    EXPECT_GT(double(zeros), half);
    EXPECT_LT(double(zeros), 1.6 * half) << "0.85 DN of noise reach 0.5 DN in a quarter of the pixels";
}

void addsToLight()
{
    WireCamera camera(lightBench({"PixelFormat=Mono12"}), kBenchSensor);
    setElectrons(camera, 2000);
    for (const int level : {0, 64, 200}) {
        camera.set("BlackLevel", level);
        EXPECT_NEAR(measure(camera).mean, level + kSystemGain * 2000, 1);
    }
}

void rangeByBitDepth()
{
    WireCamera camera(darkness({"BlackLevel=160"}), kBenchSensor);
    const struct
    {
        const char *depth;
        int max, level; ///< in DN of that ADC
    } kDepths[] = {{"Bit10", 63, 40}, {"Bit8", 15, 10}, {"Bit12", 255, 160}};
    for (const auto &[depth, max, level] : kDepths) {
        SCOPED_TRACE(depth);
        camera.set("AdcBitDepth", depth);
        EXPECT_EQ(camera.integerMax("BlackLevel"), max);
        EXPECT_EQ(camera.integer("BlackLevel"), level) << "the same darkness in other numbers";
        EXPECT_EQ(camera.trySet("BlackLevel", std::int64_t(max + 1)), Answer::InvalidParameter);
        EXPECT_NEAR(darkMean(camera), 160, 2 * kTolerance) << "12 bits of the image, whatever the ADC's";
    }
    EXPECT_EQ(camera.trySet("BlackLevel", std::int64_t(-1)), Answer::InvalidParameter);
}

/// 25 degrees and ten more at 2 DN each.
const std::vector<std::string> kDrifted = {"VirtualBlackLevelDrift=2", "VirtualAmbientTemperature=35"};

void offDrifts()
{
    WireCamera camera(darkness(kDrifted), kBenchSensor);
    EXPECT_NEAR(darkMean(camera), 84, kTolerance);
}

double regulated(WireCamera &camera)
{
    camera.take(30);
    return levelOf(camera.take(4)).mean;
}

void continuousRegulates()
{
    WireCamera camera(darkness(kDrifted), kBenchSensor);
    camera.set("BlackLevelAuto", "Continuous");
    camera.start();
    EXPECT_NEAR(regulated(camera), 64, kTolerance);
    camera.set("BlackLevel", 100);
    EXPECT_NEAR(regulated(camera), 100, kTolerance) << "it is the target";
    camera.set("VirtualAmbientTemperature", 20.0);
    EXPECT_NEAR(regulated(camera), 100, kTolerance) << "and held";
    EXPECT_EQ(camera.entry("BlackLevelAuto"), "Continuous");
    EXPECT_EQ(camera.integer("BlackLevel"), 100);
}

void darkCurrentToo()
{
    WireCamera camera(darkness({"VirtualPartDarkCurrent=true", "VirtualDarkCurrent=20000"}), kBenchSensor);
    EXPECT_NEAR(darkMean(camera), 64 + kSystemGain * 20, 3 * kTolerance);
    camera.set("BlackLevelAuto", "Continuous");
    camera.start();
    EXPECT_NEAR(regulated(camera), 64, 2 * kTolerance);
}

void onceKeeps()
{
    WireCamera camera(darkness(kDrifted), kBenchSensor);
    camera.set("BlackLevelAuto", "Once");
    camera.start();
    waitForOff(camera, "BlackLevelAuto");
    camera.stop();
    EXPECT_NEAR(darkMean(camera), 64, kTolerance);
    camera.set("VirtualAmbientTemperature", 40.0);
    EXPECT_NEAR(darkMean(camera), 74, 2 * kTolerance) << "it regulates no more";
    camera.set("BlackLevel", 84);
    EXPECT_NEAR(darkMean(camera), 94, 2 * kTolerance);
}

/// Regulation looks at shielded pixels: light does not mislead it.
void lightDoesNotMatter()
{
    WireCamera camera(lightBench({"PixelFormat=Mono12"}), kBenchSensor);
    setElectrons(camera, 2000);
    camera.set("BlackLevelAuto", "Continuous");
    camera.start();
    EXPECT_NEAR(regulated(camera), 64 + kSystemGain * 2000, 1);
}

const Sentence kSentences[] = {
    {"3.9", "SetsDarkGrey", "decides the average grey when the sensor is not photosensitive", setsDarkGrey},
    {"3.9", "ZeroIsCutOff", "there is nothing below 0", zeroIsCutOff},
    {"3.9", "AddsToLight", "adjusts the grey level deviation of the output data", addsToLight},
    {"3.9", "RangeByBitDepth", "different ADC bit depths: different parameter range", rangeByBitDepth},
    {"3.9", "OffDrifts", "Off: a fixed offset, which drifts with what the sensor does", offDrifts},
    {"3.9", "ContinuousRegulates", "Continuous: enter the value in BlackLevel as needed", continuousRegulates},
    {"3.9", "DarkCurrentToo", "the dark current is part of it", darkCurrentToo},
    {"3.9", "OnceKeeps", "Once: regulated for a period; the correction stays", onceKeeps},
    {"3.9", "LightDoesNotMatter", "in light as in the dark", lightDoesNotMatter},
};

MV_MANUAL_TABLE(Section_3_9, kSentences);

} // namespace
} // namespace mv::test
