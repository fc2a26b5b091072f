// SPDX-License-Identifier: GPL-3.0-or-later
// The automatic modes on pictures that are really made: they arrive, stay there, give up, and can be had again.
#include "camera/virtual/core/auto_modes.h"
#include "camera/virtual/core/camera.h"
#include "tests/camera/virtual/isp_rig.h"

#include <cmath>

namespace mv::vcam {
namespace {

constexpr double kFullScale = 4095;

class AutoModesTest : public testing::TestWithParam<const char *>
{
protected:
    void prepare(IspRig &rig, std::string_view target = "Uniform")
    {
        rig.set("VirtualFrameSource", GetParam());
        rig.set("VirtualTarget", target);
        rig.set("VirtualVelocityX", "0");
    }
};

TEST_P(AutoModesTest, exposureArrivesFromBothSides)
{
    for (const char *from : {"10", "200000"}) {
        for (const char *target : {"20", "50", "70"}) {
            IspRig rig;
            prepare(rig);
            rig.set("ExposureTime", from);
            rig.set("AutoTargetBrightness", target);
            rig.set("ExposureAuto", "Once");
            EXPECT_TRUE(rig.refuses("ExposureTime", "1000"));
            const int shots = rig.shotsUntilOff("ExposureAuto");
            EXPECT_LE(shots, 12) << from;
            const double wanted = std::stod(target) / 100;
            EXPECT_NEAR(rig.shoot(3).mean() / kFullScale, wanted, wanted / 50) << from;
            EXPECT_FALSE(rig.refuses("ExposureTime", "1000"));
        }
    }
}

TEST_P(AutoModesTest, gainArrives)
{
    IspRig rig;
    prepare(rig);
    rig.set("ExposureTime", "500");
    rig.set("GainAuto", "Once");
    EXPECT_TRUE(rig.refuses("GainRaw", "2"));
    EXPECT_LE(rig.shotsUntilOff("GainAuto"), 10);
    EXPECT_NEAR(rig.shoot(3).mean() / kFullScale, 0.5, 0.01);
    EXPECT_GT(rig.number("GainRaw"), 3);
    EXPECT_EQ(rig.number("ExposureTime"), 500);
    rig.set("GainRaw", "2");
}

TEST_P(AutoModesTest, togetherTheyUseLightFirst)
{
    IspRig rig;
    prepare(rig);
    rig.set("VirtualPhotonFlux", "100000"); // the whole frame period is too short
    rig.set("ExposureAuto", "Continuous");
    rig.set("GainAuto", "Continuous");
    EXPECT_NEAR(rig.shoot(16).mean() / kFullScale, 0.5, 0.01);
    EXPECT_NEAR(rig.number("ExposureTime"), 1e6 / 30 - 10, 0.01) << "up to the frame rate";
    EXPECT_GT(rig.number("GainRaw"), 1.2);
    rig.set("VirtualPhotonFlux", "2500000");
    EXPECT_NEAR(rig.shoot(20).mean() / kFullScale, 0.5, 0.01);
    EXPECT_EQ(rig.number("GainRaw"), 1);
    EXPECT_LT(rig.number("ExposureTime"), 10'000);
}

TEST_P(AutoModesTest, continuousFollowsTheLightAndThenRests)
{
    IspRig rig;
    prepare(rig);
    rig.set("ExposureAuto", "Continuous");
    rig.shoot(10);
    for (const char *flux : {"400000", "9000000", "2500000"}) {
        rig.set("VirtualPhotonFlux", flux);
        rig.shoot(12);
        const double exposure = rig.number("ExposureTime");
        for (int i = 0; i < 20; ++i) {
            EXPECT_NEAR(rig.shoot().mean() / kFullScale, 0.5, 0.011) << flux;
            EXPECT_EQ(rig.number("ExposureTime"), exposure) << "it hunts";
        }
        EXPECT_EQ(rig.number("ExposureAuto"), 2);
    }
}

TEST_P(AutoModesTest, onceEndsWhereItCannotArrive)
{
    const struct
    {
        const char *feature, *value;
        double exposure;
    } hopeless[] = {{"VirtualTarget", "Capped", 1e6 / 30 - 10}, {"VirtualPhotonFlux", "1e12", 10}};
    for (const auto &trouble : hopeless) {
        IspRig rig;
        prepare(rig);
        rig.set(trouble.feature, trouble.value);
        rig.set("ExposureAuto", "Once");
        EXPECT_LE(rig.shotsUntilOff("ExposureAuto"), 40) << trouble.feature;
        EXPECT_NEAR(rig.number("ExposureTime"), trouble.exposure, 0.01) << trouble.feature;
    }
}

TEST_P(AutoModesTest, balanceMakesWhiteNeutralInAnyLight)
{
    for (const char *kelvin : {"3000", "5500", "8000"}) {
        for (const char *target : {"Uniform", "Chart"}) {
            IspRig rig(Model::Color);
            prepare(rig, target);
            rig.set("VirtualColorTemperature", kelvin);
            rig.set("VirtualPhotonFlux", "1200000");
            rig.set("BalanceWhiteAuto", "Once");
            EXPECT_TRUE(rig.refuses("BalanceRatio", "1"));
            EXPECT_LE(rig.shotsUntilOff("BalanceWhiteAuto"), 8);
            const Shot shot = rig.shoot(3);
            double sums[3] = {};
            for (std::size_t i = 0; i < shot.samples.size(); ++i)
                sums[i / 96 % 2 + i % 2] += shot.samples[i] - 64.0;
            EXPECT_NEAR(sums[0] / (sums[1] / 2), 1, 0.01) << kelvin << target;
            EXPECT_NEAR(sums[2] / (sums[1] / 2), 1, 0.01) << kelvin << target;
        }
    }
}

TEST_P(AutoModesTest, balanceGivesUpInTheDark)
{
    IspRig rig(Model::Color);
    prepare(rig, "Capped");
    const double before = rig.number("BalanceRatio");
    rig.set("BalanceWhiteAuto", "Once");
    EXPECT_LE(rig.shotsUntilOff("BalanceWhiteAuto"), 40);
    EXPECT_EQ(rig.number("BalanceRatio"), before);
}

TEST_P(AutoModesTest, blackLevelIsKeptAgainstWarmth)
{
    IspRig rig;
    prepare(rig, "Capped");
    rig.set("VirtualPartHotPixels", "false");
    rig.set("VirtualAmbientTemperature", "65");
    rig.set("AcquisitionFrameRate", "4");
    rig.set("ExposureTime", "200000");
    rig.set("GainRaw", "4");
    EXPECT_GT(rig.shoot().mean(), 80) << "dark current";
    rig.set("BlackLevelAuto", "Once");
    EXPECT_LE(rig.shotsUntilOff("BlackLevelAuto"), 8);
    EXPECT_NEAR(rig.shoot(3).mean(), 64, 0.5);
    rig.set("BlackLevel", "200"); // Off keeps the correction
    EXPECT_NEAR(rig.shoot(3).mean(), 200, 0.5);
    rig.set("VirtualAmbientTemperature", "25");
    EXPECT_LT(rig.shoot(3).mean(), 190) << "and drifts";
    rig.set("BlackLevelAuto", "Continuous");
    rig.set("BlackLevel", "100");
    EXPECT_NEAR(rig.shoot(6).mean(), 100, 0.5);
}

TEST_P(AutoModesTest, aTestImageEndsOnce)
{
    IspRig rig(Model::Color);
    prepare(rig);
    const double exposure = rig.number("ExposureTime");
    rig.set("TestImageSelector", "ColorBar");
    for (const char *mode : {"ExposureAuto", "GainAuto", "BalanceWhiteAuto", "BlackLevelAuto"}) {
        rig.set(mode, "Once");
        EXPECT_LE(rig.shotsUntilOff(mode), 2) << mode;
    }
    EXPECT_EQ(rig.number("ExposureTime"), exposure);
}

INSTANTIATE_TEST_SUITE_P(Sources, AutoModesTest, testing::Values("Prerendered", "Physics"),
                         [](const auto &p) { return p.param; });

TEST(AutoModes, giveUpOnALightThatNeverRests)
{
    IspRig rig;
    rig.set("VirtualFrameSource", "Physics");
    rig.set("VirtualTarget", "Uniform");
    rig.set("VirtualFlickerAmplitude", "0.9");
    rig.set("VirtualFlickerFrequency", "47.3"); // beats with 30 frames a second
    rig.set("ExposureTime", "1000");
    rig.set("ExposureAuto", "Once");
    EXPECT_LE(rig.shotsUntilOff("ExposureAuto"), 3 * int(AutoModes::kMostPictures));
}

TEST(AutoModes, areTheSameInEveryRun)
{
    const auto run = [] {
        std::vector<std::vector<std::uint8_t>> pictures;
        IspRig rig(Model::Color);
        rig.set("VirtualFrameSource", "Physics");
        rig.set("ExposureTime", "100");
        for (const char *mode : {"ExposureAuto", "GainAuto", "BalanceWhiteAuto", "BlackLevelAuto"})
            rig.set(mode, "Continuous");
        for (int i = 0; i < 15; ++i)
            pictures.push_back(rig.shoot().bytes);
        return pictures;
    };
    const auto first = run();
    EXPECT_NE(first[0], first[14]);
    EXPECT_EQ(run(), first);
}

TEST(AutoModes, workWithTriggers)
{
    IspRig rig;
    rig.set("VirtualFrameSource", "Physics");
    rig.set("VirtualTarget", "Uniform");
    rig.set("TriggerMode", "On");
    rig.set("ExposureTime", "300");
    rig.set("ExposureAuto", "Once");
    rig.start();
    int triggers = 0;
    for (; triggers < 20 && rig.number("ExposureAuto") != 0; ++triggers) {
        rig.pass(50'000'000);
        rig.set("TriggerSoftware", "1");
        rig.shoot();
    }
    EXPECT_LE(triggers, 4) << "a picture a step";
    rig.pass(50'000'000);
    rig.set("TriggerSoftware", "1");
    EXPECT_NEAR(rig.shoot().mean() / kFullScale, 0.5, 0.01);
}

TEST(AutoModes, workInRealTime)
{
    Camera camera{{Model::Mono, "T1", 128, 96, 7}, {}};
    for (const auto &[name, value] : {std::pair("AcquisitionFrameRate", "200"),
                                      {"ExposureTime", "50"},
                                      {"ExposureAuto", "Once"},
                                      {"GainAuto", "Once"},
                                      {"AcquisitionStart", "1"}})
        EXPECT_FALSE(camera.setFeature(name, value)) << name;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::get<std::int64_t>(camera.feature("GainAuto")) != 0 && std::chrono::steady_clock::now() < deadline)
        camera.nextFrame(std::chrono::steady_clock::now() + std::chrono::milliseconds(100));
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("ExposureAuto")), 0);
    EXPECT_GT(std::get<double>(camera.feature("ExposureTime")), 500);
}

} // namespace
} // namespace mv::vcam
