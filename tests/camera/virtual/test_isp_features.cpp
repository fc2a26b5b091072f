// SPDX-License-Identifier: GPL-3.0-or-later
// AnalogControl, LUTControl, ColorTransformationControl and test images as a client sees them, without a wire.
#include "camera/virtual/core/isp/tone_curve.h"
#include "tests/camera/virtual/isp_rig.h"

#include <cmath>

namespace mv::vcam {
namespace {

/// Mean, and the variance of the noise from the difference of two pictures.
struct Level
{
    double mean = 0, variance = 0;
};

/// An even light in which only the read-out differs from picture to picture.
void takeEvenLight(IspRig &rig)
{
    rig.set("VirtualFrameSource", "Physics");
    rig.set("VirtualTarget", "Uniform");
    rig.set("VirtualVelocityX", "0");
    for (const char *part : {"LensShading", "HotPixels", "DeadPixels", "BlinkingPixels"})
        rig.set(std::string("VirtualPart") + part, "false");
}

Level levelOf(IspRig &rig)
{
    rig.shoot(2);
    const Shot a = rig.shoot(), b = rig.shoot();
    Level level{(a.mean() + b.mean()) / 2, 0};
    for (std::size_t i = 0; i < a.samples.size(); ++i) {
        const double difference = double(a.samples[i]) - b.samples[i] - (a.mean() - b.mean());
        level.variance += difference * difference / 2;
    }
    level.variance /= double(a.samples.size() - 1);
    return level;
}

TEST(BlackLevel, isTheMeanOfADarkPicture)
{
    for (const auto &[bits, level] : {std::pair("Bit12", 64), {"Bit12", 250}, {"Bit10", 40}, {"Bit8", 10}}) {
        IspRig rig;
        takeEvenLight(rig);
        rig.set("VirtualTarget", "Capped");
        rig.set("AdcBitDepth", bits);
        rig.set("BlackLevel", std::to_string(level));
        EXPECT_NEAR(rig.shoot(2).mean(), level * 4096.0 / double(1 << std::stoi(bits + 3)), 0.1) << bits;
    }
}

TEST(BlackLevel, hasTheRangeOfTheAdc)
{
    IspRig rig;
    const struct
    {
        const char *bits;
        int highest;
    } ranges[] = {{"Bit8", 15}, {"Bit10", 63}, {"Bit12", 255}};
    for (const auto &range : ranges) {
        rig.set("AdcBitDepth", range.bits);
        EXPECT_EQ(rig.number("BlackLevelMax"), range.highest);
        rig.set("BlackLevel", std::to_string(range.highest));
        EXPECT_TRUE(rig.refuses("BlackLevel", std::to_string(range.highest + 1)));
        rig.set("BlackLevel", "0");
    }
    for (const auto &[bits, level] : {std::pair("Bit12", 200), {"Bit10", 50}, {"Bit8", 13}, {"Bit12", 208}}) {
        if (level == 200)
            rig.set("BlackLevel", "200");
        rig.set("AdcBitDepth", bits);
        EXPECT_EQ(rig.number("BlackLevel"), level) << bits;
    }
    EXPECT_TRUE(rig.refuses("BlackLevelMax", "3"));
}

// Signal and noise by the photon transfer: mean = black + G K S, variance = G^2 (K^2 (S + read^2)) + 1/12.
TEST(Gain, bringsSignalAndNoiseAsTheorySays)
{
    IspRig rig(Model::Mono, 256, 192);
    takeEvenLight(rig);
    rig.set("ExposureTime", "100");
    const double electrons = 2.5e6 * 100e-6 * 0.62, k = 0.37;
    for (const char *gain : {"1", "2.5", "8", "16"}) {
        rig.set("GainRaw", gain);
        const double g = std::stod(gain);
        const Level level = levelOf(rig);
        EXPECT_NEAR((level.mean - 64) / (g * k * electrons), 1, 0.005) << gain;
        EXPECT_NEAR(level.variance / (g * g * k * k * (electrons + 2.3 * 2.3) + 1.0 / 12), 1, 0.03) << gain;
    }
    EXPECT_TRUE(rig.refuses("GainRaw", "0.9"));
    EXPECT_TRUE(rig.refuses("GainRaw", "32.1"));
}

TEST(Gain, byShiftIsAsBrightAndNoisier)
{
    for (const char *target : {"Capped", "Uniform"}) {
        for (const int shift : {1, 2, 3, 4}) {
            IspRig rig(Model::Mono, 512, 384);
            takeEvenLight(rig);
            rig.set("VirtualTarget", target);
            rig.set("ExposureTime", "10");
            rig.set("VirtualReadNoise", "1.5");
            rig.set("BlackLevel", "255"); // nothing is cut off
            rig.set("VirtualPartDsnu", "false");
            const double factor = 1 << shift;
            rig.set("GainRaw", std::to_string(1 << shift));
            const Level analogue = levelOf(rig);
            rig.set("GainRaw", "1");
            rig.set("DigitalShift", std::to_string(shift));
            const Level digital = levelOf(rig);
            EXPECT_NEAR(digital.mean, analogue.mean, 0.03 * factor) << target << shift;
            const double steps = (factor * factor - 1) / 12; // of the converter, made coarser
            EXPECT_NEAR(digital.variance - analogue.variance, steps, 0.35 * steps) << target << shift;
            EXPECT_GT(digital.variance, analogue.variance) << target << shift;
        }
    }
}

TEST(WhiteBalance, isNeutralOutOfTheBox)
{
    IspRig rig(Model::Color);
    takeEvenLight(rig);
    rig.set("VirtualPhotonFlux", "1500000");
    const Shot shot = rig.shoot(2);
    double sums[3] = {};
    for (std::size_t i = 0; i < shot.samples.size(); ++i)
        sums[i / 96 % 2 + i % 2] += shot.samples[i] - 64.0;
    EXPECT_NEAR(sums[0] / (sums[1] / 2), 1, 0.005);
    EXPECT_NEAR(sums[2] / (sums[1] / 2), 1, 0.005);
    rig.set("BalanceRatioSelector", "Green");
    EXPECT_EQ(rig.number("BalanceRatio"), 1);
}

TEST(WhiteBalance, ratiosAreStepsOfASixteenBitFraction)
{
    IspRig rig(Model::Color);
    rig.set("BalanceRatioSelector", "Blue");
    rig.set("BalanceRatio", "2.04266");
    EXPECT_EQ(rig.number("BalanceRatio"), std::round(2.04266 * 65536) / 65536);
    rig.set("BalanceRatioSelector", "Red");
    EXPECT_NE(rig.number("BalanceRatio"), std::round(2.04266 * 65536) / 65536);
    EXPECT_TRUE(rig.refuses("BalanceRatio", "15.1"));
    EXPECT_TRUE(rig.refuses("BalanceRatio", "-0.1"));
    rig.set("BalanceRatio", "15");
    rig.set("BalanceRatio", "0");
}

TEST(ColorFeatures, areRefusedWithoutColour)
{
    IspRig mono(Model::Mono);
    for (const char *name : {"BalanceWhiteAuto", "BalanceRatioSelector", "BalanceRatio", "ColorTransformationEnable",
                             "ColorTransformationValue", "Saturation", "Hue", "DemosaicingMode"})
        EXPECT_TRUE(mono.refuses(name, "1")) << name;
    mono.set("SharpnessEnabled", "On");
    mono.set("Sharpness", "30");
}

TEST(ColorFeatures, reachThePicture)
{
    IspRig rig(Model::Color);
    rig.set("PixelFormat", "RGB8");
    rig.set("VirtualVelocityX", "0");
    rig.set("BalanceRatio", "4"); // red
    const Shot plain = rig.shoot();
    const std::pair<const char *, const char *> changes[] = {{"Saturation", "0"},
                                                             {"Hue", "80"},
                                                             {"DemosaicingMode", "EdgeAware"},
                                                             {"ColorTransformationEnable", "true"},
                                                             {"SharpnessEnabled", "On"}};
    rig.set("Sharpness", "60");
    rig.set("ColorTransformationValueSelector", "Gain02");
    rig.set("ColorTransformationValue", "0.75");
    for (const auto &[name, value] : changes) {
        const double before = rig.number(name);
        rig.set(name, value);
        const Shot changed = rig.shoot(8);
        EXPECT_NE(changed.bytes, plain.bytes) << name;
        for (std::size_t i = 0; name == std::string_view("Saturation") && i < changed.samples.size(); i += 3)
            ASSERT_NEAR(changed.samples[i], changed.samples[i + 1], 1);
        rig.set(name, std::to_string(int(before)));
    }
}

/// The same prerendered pictures with and without a curve.
class Tone : public testing::Test
{
protected:
    IspRig rig;
    void SetUp() override { rig.set("VirtualVelocityX", "0"); }
    Shot firstShot()
    {
        rig.stop();
        return rig.shoot();
    }
    void expectCurve(const Shot &plain, std::span<const std::uint16_t, 4096> curve)
    {
        const Shot bent = firstShot();
        ASSERT_EQ(bent.samples.size(), plain.samples.size());
        for (std::size_t i = 0; i < bent.samples.size(); ++i)
            ASSERT_EQ(bent.samples[i], curve[plain.samples[i]]) << i;
    }
};

TEST_F(Tone, gammaBendsTheGreyLevels)
{
    const Shot plain = firstShot();
    rig.set("GammaEnable", "true");
    for (const char *gamma : {"0.45", "2.2", "0", "3.99998", "1"}) {
        rig.set("Gamma", gamma);
        expectCurve(plain, gammaCurve(std::stod(gamma)));
    }
    rig.set("Gamma", "0.45");
    rig.set("GammaEnable", "false");
    EXPECT_EQ(firstShot().bytes, plain.bytes);
    EXPECT_TRUE(rig.refuses("Gamma", "2")) << "not available";
    rig.set("GammaEnable", "true");
    EXPECT_TRUE(rig.refuses("Gamma", "4"));
    EXPECT_TRUE(rig.refuses("Gamma", "-0.1"));
}

TEST_F(Tone, theTableReplacesTheGreyLevels)
{
    const Shot plain = firstShot();
    LookUpTable::Values table;
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = std::uint16_t(4095 - (i * 7 + i / 3) % 4096);
        bytes.push_back(std::uint8_t(table[i]));
        bytes.push_back(std::uint8_t(table[i] >> 8));
    }
    for (std::size_t at = 0; at < bytes.size(); at += 512) // as a wire writes it
        ASSERT_EQ(rig.registers().write(0x500000 + at, std::span(bytes).subspan(at, 512)), Status::Success);
    std::vector<std::uint8_t> back(8192);
    ASSERT_EQ(rig.registers().read(0x500000, back), Status::Success);
    EXPECT_EQ(back, bytes);
    EXPECT_EQ(firstShot().bytes, plain.bytes) << "not enabled yet";
    rig.set("LUTEnable", "true");
    expectCurve(plain, table);
    rig.set("LUTIndex", "1000");
    EXPECT_EQ(rig.number("LUTValue"), table[1000]);
    rig.set("LUTValue", "17");
    table[1000] = 17;
    expectCurve(plain, table);
}

TEST_F(Tone, theTableRefusesWhatIsNoGreyLevel)
{
    const std::uint8_t tooHigh[4] = {0xFF, 0x0F, 0x00, 0x10};
    EXPECT_EQ(rig.registers().write(0x500010, tooHigh), Status::InvalidParameter);
    EXPECT_TRUE(rig.refuses("LUTValue", "4096"));
    EXPECT_TRUE(rig.refuses("LUTIndex", "4096"));
    EXPECT_TRUE(rig.refuses("LUTValueAll", "1"));
    rig.set("LUTIndex", "8");
    EXPECT_EQ(rig.number("LUTValue"), 8) << "nothing was changed";
}

TEST_F(Tone, gammaAndTheTableExcludeEachOther)
{
    rig.set("LUTEnable", "true");
    rig.set("GammaEnable", "true"); // of 1: neutral
    EXPECT_EQ(rig.number("LUTEnable"), 1);
    EXPECT_EQ(rig.number("LUTIsAvailable"), 1);
    rig.set("Gamma", "0.7");
    EXPECT_EQ(rig.number("LUTEnable"), 0);
    EXPECT_EQ(rig.number("LUTIsAvailable"), 0);
    EXPECT_TRUE(rig.refuses("LUTEnable", "true"));
    rig.set("Gamma", "1");
    rig.set("LUTEnable", "true");
    rig.set("GammaEnable", "false");
    EXPECT_EQ(rig.number("LUTEnable"), 1);
    rig.set("GammaEnable", "true");
    rig.set("Gamma", "2");
    rig.set("GammaEnable", "false");
    rig.set("LUTEnable", "true");
    rig.set("GammaEnable", "true"); // of 2
    EXPECT_EQ(rig.number("LUTEnable"), 0);
}

TEST(TestImageFeature, theModelDecidesWhichThereAre)
{
    IspRig basic(Model::Basic), mono(Model::Mono);
    for (int image = 0; image <= 13; ++image) {
        const bool onBasic = image == 0 || image == 6 || image == 10;
        EXPECT_EQ(basic.refuses("TestImageSelector", std::to_string(image)), !onBasic) << image;
        mono.set("TestImageSelector", std::to_string(image));
    }
    EXPECT_TRUE(mono.refuses("TestImageSelector", "14"));
}

TEST(TestImageFeature, processingPassesThemBy)
{
    IspRig rig(Model::Color);
    rig.set("PixelFormat", "RGB8");
    rig.set("TestImageSelector", "ColorBar");
    const Shot plain = rig.shoot();
    EXPECT_EQ(plain.samples[3 * 95], 0) << "black at the right";
    for (const auto &[name, value] : {std::pair("DigitalShift", "3"),
                                      {"BalanceRatio", "3"},
                                      {"GammaEnable", "true"},
                                      {"Gamma", "0.5"},
                                      {"Saturation", "0"},
                                      {"SharpnessEnabled", "On"},
                                      {"Sharpness", "100"},
                                      {"GainRaw", "4"}})
        rig.set(name, value);
    rig.stop();
    rig.set("ReverseX", "true");
    rig.set("AdcBitDepth", "Bit8");
    EXPECT_EQ(rig.shoot().bytes, plain.bytes);
}

TEST(TestImageFeature, theSensorsGoesThroughMirrorAndCurve)
{
    for (const Model model : {Model::Mono, Model::Color}) {
        IspRig rig(model, 400, 4);
        rig.set("TestImageSelector", "SensorTestImage1");
        for (const char *format : {"Mono8", "Mono10", "Mono12", "BayerRG8", "BayerRG10", "BayerRG12", "RGB8"}) {
            rig.stop();
            if (rig.refuses("PixelFormat", format))
                continue;
            const unsigned channels = std::string_view(format) == "RGB8" ? 3 : 1;
            const unsigned bits = rig.state.pixelFormat().significantBits, range = 1u << bits;
            const auto curve = gammaCurve(0.5);
            const Shot plain = rig.shoot();
            rig.set("GammaEnable", "true");
            rig.set("Gamma", "0.5");
            const Shot bent = rig.shoot(10); // those that are on their way are plain
            rig.set("GammaEnable", "false");
            for (std::size_t i = 0; i < plain.samples.size(); ++i) {
                const unsigned x = unsigned(i / channels % 400), value = x % range;
                ASSERT_EQ(plain.samples[i], value) << format << ' ' << i;
                const unsigned wide = curve[value << (12 - bits)], half = (1u << (12 - bits)) / 2;
                ASSERT_EQ(bent.samples[i], std::min((wide + half) >> (12 - bits), range - 1)) << format << ' ' << i;
            }
            rig.stop();
            rig.set("ReverseX", "true");
            const Shot mirrored = rig.shoot();
            rig.stop();
            rig.set("ReverseX", "false");
            EXPECT_EQ(mirrored.samples[channels],
                      plain.samples[plain.samples.size() / 4 - (rig.state.pixelFormat().isRaw() ? 1 : 2 * channels)])
                << format; // the mosaic mirrors by a column less
        }
    }
}

} // namespace
} // namespace mv::vcam
