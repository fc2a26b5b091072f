// SPDX-License-Identifier: GPL-3.0-or-later
// The three stages on a simulated sensor: how even a corrected picture is, judged on new frames against the closed-form
// limit, and each gate.
#include "calibration_bench.h"

#include "camera/virtual/core/flat_field/outliers.h"
#include "camera/virtual/core/sensor/fixed_pattern.h"
#include "camera/virtual/core/sensor/gate_fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace mv::vcam {
namespace {

constexpr unsigned kFrames = 64, kJudged = 64;
constexpr double kAllowed = 1.05; // of the limit, one-sided

/// <sigma^2 / S^2> of uncorrected bright frames, good pixels only.
double relativeNoise(const CalibrationBench &bench, const Judged &raw)
{
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < raw.mean.size(); ++i) {
        const auto width = bench.request.sensor.width;
        if (bench.calibration->defects->contains({std::uint32_t(i / width), std::uint32_t(i % width)}))
            continue;
        const double signal = raw.mean[i] - bench.calibration->coefficients->offset()[i] / 16.0;
        sum += raw.variance[i] / (signal * signal);
        ++count;
    }
    return sum / count;
}

double meanSquareGain(const Coefficients &coefficients)
{
    double sum = 0;
    for (const std::uint16_t gain : coefficients.gain())
        sum += std::pow(double(gain) / kUnityGain, 2);
    return sum / double(coefficients.gain().size());
}

double average(const std::vector<float> &values)
{
    double sum = 0;
    for (const float value : values)
        sum += value;
    return sum / double(values.size());
}

class Limits : public testing::TestWithParam<bool>
{
protected:
    CalibrationBench bench{512, 384};
    bool rounded = GetParam();
    double step = GetParam() ? 1.0 : 1.0 / 16; ///< q, DN
};

// NU^2 = <sigma^2/S^2>/N + q^2/(12 S^2)
TEST_P(Limits, ofTheBrightPicture)
{
    ASSERT_TRUE(bench.runAll(kFrames));
    const Judged raw = bench.judge(Target::Uniform, kJudged, false, false);
    const Judged after = bench.judge(Target::Uniform, kJudged, true, rounded);
    const double level = after.average - bench.calibration->coefficients->pedestal();
    const double limit = std::sqrt(relativeNoise(bench, raw) / kFrames + step * step / 12 / (level * level));
    const double before = raw.nonuniformity / (raw.average - bench.calibration->coefficients->pedestal());
    EXPECT_LT(after.nonuniformity / level, kAllowed * limit) << "before: " << before;
    EXPECT_GT(after.nonuniformity / level, 0.5 * limit) << "too good to be true";
    EXPECT_LT(after.nonuniformity / level, before / 20);
    RecordProperty("share_of_limit_percent", int(100 * after.nonuniformity / level / limit));
}

// DSNU^2 = <G^2>(sigma_d^2/N + q_o^2/12) + q^2/12
TEST_P(Limits, ofTheDarkPicture)
{
    ASSERT_TRUE(bench.runAll(kFrames));
    const Judged raw = bench.judge(Target::Capped, kJudged, false, false);
    const Judged after = bench.judge(Target::Capped, kJudged, true, rounded);
    const double offsetStep = 1.0 / 16;
    const double noise = median(raw.variance) / kFrames + offsetStep * offsetStep / 12;
    const double limit = std::sqrt(meanSquareGain(*bench.calibration->coefficients) * noise + step * step / 12);
    EXPECT_LT(after.nonuniformity, kAllowed * limit) << "before: " << raw.nonuniformity;
    EXPECT_NEAR(after.average, bench.calibration->coefficients->pedestal(), 1) << "the dark level stays";
    RecordProperty("share_of_limit_percent", int(100 * after.nonuniformity / limit));
}

INSTANTIATE_TEST_SUITE_P(Output, Limits, testing::Bool(),
                         [](const auto &p) { return p.param ? "WholeNumbers" : "Sixteenths"; });

// A sensor without patterns: a plain map would print its own noise into every image. The shrunk one does not.
TEST(Stages, doNotMakeAnEvenSensorWorse)
{
    CalibrationBench bench(320, 240);
    bench.request.sensor.parts.dsnu = bench.request.sensor.parts.prnu = false;
    bench.request.sensor.parts.darkNonuniformity = bench.request.sensor.parts.lensShading = false;
    bench.request.sensor.parts.hotPixels = bench.request.sensor.parts.deadPixels = false;
    bench.request.sensor.parts.blinkingPixels = false;
    ASSERT_EQ(bench.run(Stage::DarkFpn, 16).reason, Refusal::None);
    const Judged dark = bench.judge(Target::Capped, kJudged, true, false);
    EXPECT_LT(dark.nonuniformity, 0.25 * std::sqrt(average(dark.variance) / 16));
    ASSERT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::None);
    const Judged bright = bench.judge(Target::Uniform, kJudged, true, false);
    EXPECT_LT(bright.nonuniformity, 0.35 * std::sqrt(average(bright.variance) / 16));
    EXPECT_TRUE(bench.calibration->defects->places().empty());
}

TEST(Stages, coloursKeepTheirBalance)
{
    CalibrationBench bench(320, 240, ColorFilter::BayerRG);
    ASSERT_TRUE(bench.runAll(16));
    const Judged raw = bench.judge(Target::Uniform, 16, false, false),
                 after = bench.judge(Target::Uniform, 16, true, false);
    std::map<std::size_t, double> brightest, corrected;
    const double pedestal = bench.calibration->coefficients->pedestal();
    for (const std::size_t place : {0u, 1u, 320u, 321u}) { // R G G B: in the middle, where the lens takes nothing away
        for (std::size_t y = 110; y < 130; y += 2)
            for (std::size_t x = 150; x < 170; x += 2) {
                brightest[place] += raw.mean[y * 320 + x + place] - pedestal;
                corrected[place] += after.mean[y * 320 + x + place] - pedestal;
            }
        EXPECT_NEAR(corrected[place] / brightest[place], 1, 0.01) << place;
    }
    EXPECT_LT(brightest[321], 0.9 * brightest[1]) << "the colours differ";
}

TEST(Stages, findTheDefects)
{
    CalibrationBench bench(640, 480);
    bench.request.sensor.hotPpm = 100;
    bench.request.sensor.deadPpm = 100;
    bench.request.sensor.blinkingPpm = 50;
    bench.request.exposure.exposureUs = 20000; // hot pixels stand out: 600 to 1800 electrons
    bench.request.scene.photonFlux = 2.5e6 / 4;
    ASSERT_TRUE(bench.runAll(32));
    const auto truth = makeDefects(bench.request.sensor);
    std::size_t found = 0;
    for (const Defect &defect : truth)
        found += bench.calibration->defects->contains({defect.y, defect.x}) ? 1 : 0;
    EXPECT_EQ(found, truth.size());
    EXPECT_LE(bench.calibration->defects->places().size(), truth.size() + 3) << "good pixels are not accused";
}

TEST(FrameStack, meanAndVarianceOfNormalNoise)
{
    std::mt19937 random(11);
    std::normal_distribution<double> noise(0, 1);
    for (const unsigned frames : {16u, 64u}) {
        constexpr std::size_t kPixels = 40000;
        FrameStack stack(kPixels);
        std::vector<std::uint16_t> samples(kPixels);
        for (unsigned i = 0; i < frames; ++i) {
            for (std::uint16_t &sample : samples)
                sample = std::uint16_t(std::lround(10000 + 400 * noise(random)));
            stack.add(samples);
        }
        EXPECT_NEAR(average(stack.means(1)), 10000, 1.5) << frames;
        EXPECT_NEAR(average(stack.variances(1)) / (400 * 400), 1, 0.006) << frames;
    }
}

// All frames of the stack hold one flash of light somewhere: the brightest and the darkest sample do not count.
TEST(Stages, aCosmicRayLeavesNoTrace)
{
    CalibrationBench bench(64, 48);
    StageRun stage(Stage::DarkFpn, 32, nullptr);
    for (unsigned i = 0; i < 32; ++i) {
        auto samples = bench.frame(Target::Capped);
        samples[std::size_t(i) * 64 + i] = 4095 << kFractionBits;
        stage.add(bench.request, samples);
    }
    ASSERT_EQ(stage.state(), StageRun::State::Done);
    const auto &offset = stage.result()->coefficients->offset();
    for (unsigned i = 0; i < 32; ++i)
        EXPECT_LT(offset[std::size_t(i) * 64 + i], (64 + 12) * 16) << i;
}

struct Gate
{
    const char *name;
    GateFault fault;
    Stage stage;
    Refusal reason;
};

class Gates : public testing::TestWithParam<Gate>
{};

TEST_P(Gates, refuseAndChangeNothing)
{
    CalibrationBench bench(640, 480); // the outermost blocks are small against the fall-off of the lens
    if (GetParam().stage != Stage::DarkFpn) {
        ASSERT_EQ(bench.run(Stage::DarkFpn, 16).reason, Refusal::None);
    }
    const auto before = bench.calibration;
    spoil(GetParam().fault, bench.request.sensor, bench.request.scene);
    const Refused refused = bench.run(GetParam().stage, 16);
    EXPECT_EQ(refused.reason, GetParam().reason);
    EXPECT_EQ(bench.calibration, before);
    if (GetParam().reason == Refusal::RatioAboveTwo) {
        EXPECT_GT(refused.ratio, 2.0);
        EXPECT_LT(refused.ratio, 2.3);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Faults, Gates,
    testing::Values(Gate{"DarkTooBright", GateFault::DarkTooBright, Stage::DarkFpn, Refusal::DarkTooBright},
                    Gate{"DarkClipped", GateFault::DarkClipped, Stage::DarkFpn, Refusal::DarkClipped},
                    Gate{"BrightTooDark", GateFault::BrightTooDark, Stage::BrightPrnu, Refusal::TooDark},
                    Gate{"BrightTooBright", GateFault::BrightTooBright, Stage::BrightPrnu, Refusal::TooBright},
                    Gate{"Saturation", GateFault::Saturation, Stage::BrightPrnu, Refusal::Saturated},
                    Gate{"Ratio", GateFault::Ratio, Stage::BrightPrnu, Refusal::RatioAboveTwo},
                    Gate{"CoefficientRange", GateFault::CoefficientRange, Stage::BrightPrnu, Refusal::GainOutOfRange},
                    Gate{"Defects", GateFault::Defects, Stage::BrightPrnu, Refusal::TooManyDefects}),
    [](const auto &p) { return p.param.name; });

TEST(Gates, anEvenFieldHasARatioOfOne)
{
    CalibrationBench bench(320, 240);
    bench.request.sensor.parts.lensShading = false;
    ASSERT_TRUE(bench.runAll(16));
    EXPECT_NEAR(bench.calibration->ratio, 1.0, 0.02);
}

TEST(Gates, darkFramesForBrightOnesAndTheOtherWayRound)
{
    CalibrationBench bench(320, 240);
    bench.darkTarget = Target::Uniform;
    EXPECT_EQ(bench.run(Stage::DarkFpn, 16).reason, Refusal::DarkTooBright);
    bench.darkTarget = Target::Capped;
    ASSERT_EQ(bench.run(Stage::DarkFpn, 16).reason, Refusal::None);
    bench.brightTarget = Target::Capped;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::TooDark);
    bench.brightTarget = Target::Chart;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::RatioAboveTwo);
}

TEST(Gates, stagesHaveAnOrderAndSettingsStay)
{
    CalibrationBench bench(128, 96);
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::WrongOrder);
    ASSERT_EQ(bench.run(Stage::DarkFpn, 16).reason, Refusal::None);
    EXPECT_EQ(bench.run(Stage::BrightShading, 16).reason, Refusal::WrongOrder);
    const PictureRequest good = bench.request;
    bench.request.exposure.exposureUs *= 1.01;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::SettingsChanged);
    bench.request = good;
    bench.request.sensor.blackLevel += 1;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::SettingsChanged);
    bench.request = good;
    bench.request.exposure.temperatureC += 11;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::SettingsChanged);
    bench.request = good;
    bench.request.image.adcBits = 10;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::SettingsChanged);
    bench.request = good;
    bench.request.exposure.frame += 1000;
    bench.request.exposure.temperatureC += 5;
    EXPECT_EQ(bench.run(Stage::BrightPrnu, 16).reason, Refusal::None);
    EXPECT_EQ(bench.run(Stage::BrightShading, 16).reason, Refusal::None);
}

TEST(Gates, aSettingThatMovesWithinAStage)
{
    CalibrationBench bench(64, 48);
    StageRun stage(Stage::DarkFpn, 16, nullptr);
    stage.add(bench.request, bench.frame(Target::Capped));
    EXPECT_EQ(stage.progress(), 6);
    bench.request.exposure.gain = 2;
    stage.add(bench.request, bench.frame(Target::Capped));
    ASSERT_EQ(stage.state(), StageRun::State::Refused);
    EXPECT_EQ(stage.refused().reason, Refusal::SettingsChanged);
}

// The smallest sensors, at every depth: nothing to prove but that nothing goes wrong.
TEST(Stages, anySize)
{
    for (const auto &[width, height] : {std::pair{16u, 2u}, {20u, 16u}, {16u, 200u}})
        for (const ColorFilter filter : {ColorFilter::None, ColorFilter::BayerRG})
            for (const unsigned bits : {8u, 10u, 12u}) {
                CalibrationBench bench(width, height, filter);
                bench.request.image.adcBits = bits;
                bench.request.sensor.parts.deadPixels = bench.request.sensor.parts.hotPixels = false;
                bench.request.sensor.parts.blinkingPixels = bench.request.sensor.parts.lensShading = false;
                EXPECT_TRUE(bench.runAll(16)) << width << 'x' << height << ' ' << bits;
                auto samples = bench.frame(Target::Uniform);
                bench.correct(samples);
            }
}

} // namespace
} // namespace mv::vcam
