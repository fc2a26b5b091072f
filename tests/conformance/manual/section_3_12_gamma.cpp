// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.12: gamma and look-up table, measured on grey levels that the light makes.
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"

#include <cmath>
#include <functional>

namespace mv::test {
namespace {

using Curve = std::function<double(double)>;

Curve gammaCurve(double gamma)
{
    return [gamma](double grey) { return std::round(kFullScale * std::pow(grey / kFullScale, gamma)); };
}

/// Light that falls off from left to right: some two hundred grey levels in one picture without noise.
std::vector<std::string> greyWedge()
{
    return stillBench({"PixelFormat=Mono12", "VirtualFallOff=1", "VirtualPhotonFlux=17000000"});
}

/// Expects every pixel of @p after to be what @p curve makes of the same pixel of @p before.
void expectCurve(const Shot &before, const Shot &after, const Curve &curve)
{
    std::size_t wrong = 0;
    std::string first;
    unsigned low = 4095, high = 0;
    for (std::uint32_t y = 0; y < before.height; ++y)
        for (std::uint32_t x = 0; x < before.width; ++x) {
            const unsigned grey = before.at(x, y);
            low = std::min(low, grey);
            high = std::max(high, grey);
            if (after.at(x, y) != curve(grey) && wrong++ == 0)
                first = std::to_string(grey) + " became " + std::to_string(after.at(x, y)) + " and not " +
                        std::to_string(curve(grey));
        }
    EXPECT_EQ(wrong, 0u) << first;
    EXPECT_GT(high, low + 3000) << "a wedge that shows the curve";
}

void gammaCurves()
{
    WireCamera camera(greyWedge(), kBenchSensor);
    const Shot before = camera.record(1)[0];
    camera.set("GammaEnable", true);
    EXPECT_DOUBLE_EQ(camera.real("Gamma"), 1.0) << "at power-up";
    for (const double gamma : {1.0, 0.45, 0.1, 2.2, 3.99998, 0.0}) {
        SCOPED_TRACE("gamma " + std::to_string(gamma));
        camera.set("Gamma", gamma);
        expectCurve(before, camera.record(1)[0], gammaCurve(gamma));
    }
}

/// The same with absolute light: what comes out is known from photons alone.
void gammaOfLight()
{
    WireCamera camera(stillBench({"PixelFormat=Mono12"}), kBenchSensor);
    camera.set("GammaEnable", true);
    for (const double gamma : {0.45, 2.2}) {
        camera.set("Gamma", gamma);
        for (const double electrons : {0.0, 100.0, 500.0, 2000.0, 5000.0, 10'000.0}) {
            setElectrons(camera, electrons);
            const double grey = kBlackLevel + kSystemGain * electrons;
            const double slope = gamma * std::pow(grey / kFullScale, gamma - 1);
            EXPECT_NEAR(measure(camera, 1).mean, kFullScale * std::pow(grey / kFullScale, gamma), 0.6 * slope + 0.51)
                << electrons << " electrons, gamma " << gamma;
        }
    }
}

void smallerIsBrighter()
{
    WireCamera camera(stillBench({"PixelFormat=Mono12"}), kBenchSensor);
    setElectrons(camera, 3000);
    camera.set("GammaEnable", true);
    double last = kFullScale + 1;
    for (const double gamma : {0.0, 0.3, 0.7, 1.0, 1.6, 2.8, 3.99998}) {
        camera.set("Gamma", gamma);
        const double mean = measure(camera, 1).mean;
        EXPECT_LT(mean, last) << gamma;
        last = mean;
    }
}

void gammaRange()
{
    WireCamera camera;
    camera.set("GammaEnable", true);
    EXPECT_EQ(camera.trySet("Gamma", -0.01), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("Gamma", 4.0), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("Gamma", 3.99998), Answer::Success);
    EXPECT_NEAR(camera.realMax("Gamma"), 3.99998, 1e-9);
}

void notValidWhenDisabled()
{
    WireCamera camera(greyWedge(), kBenchSensor);
    EXPECT_FALSE(camera.boolean("GammaEnable")) << "at power-up";
    EXPECT_FALSE(camera.isAvailable("Gamma"));
    const Shot before = camera.record(1)[0];
    camera.set("GammaEnable", true);
    EXPECT_TRUE(camera.isAvailable("Gamma"));
    camera.set("Gamma", 0.5);
    EXPECT_FALSE(camera.record(1)[0].bytes == before.bytes);
    camera.set("GammaEnable", false);
    EXPECT_EQ(camera.trySet("Gamma", 2.0), Answer::AccessDenied);
    EXPECT_TRUE(camera.record(1)[0].bytes == before.bytes);
}

/// A table with a fold in it, so that a monotonous one would not do.
unsigned folded(unsigned index)
{
    return (index * 7 + 11) & 4095;
}

void fillTable(WireCamera &camera)
{
    std::vector<std::uint8_t> bytes;
    for (unsigned i = 0; i < 4096; ++i) {
        bytes.push_back(std::uint8_t(folded(i) & 0xFF));
        bytes.push_back(std::uint8_t(folded(i) >> 8));
    }
    camera.setRegisterBytes("LUTValueAll", bytes);
    EXPECT_EQ(camera.registerBytes("LUTValueAll"), bytes);
}

void lookUpTable()
{
    WireCamera camera(greyWedge(), kBenchSensor);
    const Shot before = camera.record(1)[0];
    camera.set("LUTEnable", true);
    expectCurve(before, camera.record(1)[0], [](double grey) { return grey; }); // the identity at power-up
    fillTable(camera);
    expectCurve(before, camera.record(1)[0], [](double grey) { return folded(unsigned(grey)); });
    camera.set("LUTIndex", 100);
    EXPECT_EQ(camera.integer("LUTValue"), folded(100));
    camera.set("LUTEnable", false);
    EXPECT_TRUE(camera.record(1)[0].bytes == before.bytes);
}

void oneEntry()
{
    WireCamera camera(stillBench({"PixelFormat=Mono12"}), kBenchSensor);
    setElectrons(camera, 3000);
    const auto grey = std::int64_t(camera.record(1)[0].at(10, 10));
    camera.set("LUTEnable", true);
    camera.set("LUTIndex", grey);
    EXPECT_EQ(camera.integer("LUTValue"), grey);
    camera.set("LUTValue", 4000);
    EXPECT_DOUBLE_EQ(measure(camera, 1).mean, 4000.0);
    camera.set("LUTIndex", grey + 1);
    EXPECT_EQ(camera.integer("LUTValue"), grey + 1);
    EXPECT_EQ(camera.trySet("LUTValue", std::int64_t(4096)), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("LUTIndex", std::int64_t(4096)), Answer::InvalidParameter);
}

void eightBits()
{
    WireCamera camera(greyWedge(), kBenchSensor);
    const Shot before = camera.record(1)[0];
    fillTable(camera);
    camera.set("LUTEnable", true);
    camera.set("PixelFormat", "Mono8");
    const Shot after = camera.record(1)[0];
    std::size_t wrong = 0;
    for (std::uint32_t y = 0; y < after.height; ++y)
        for (std::uint32_t x = 0; x < after.width; ++x) // one rounding to the format, after the table
            wrong += after.at(x, y) != std::min(255u, (folded(before.at(x, y)) + 8) / 16);
    EXPECT_EQ(wrong, 0u);
}

void oppositeSides()
{
    WireCamera camera;
    camera.set("GammaEnable", true);
    camera.set("Gamma", 0.5);
    EXPECT_FALSE(camera.isAvailable("LUTEnable"));
    EXPECT_EQ(camera.trySet("LUTEnable", true), Answer::AccessDenied);
    camera.set("Gamma", 1.0);
    EXPECT_TRUE(camera.isAvailable("LUTEnable")) << "set Gamma to 1 to make it available";
    camera.set("LUTEnable", true);
    camera.set("Gamma", 0.5);
    EXPECT_FALSE(camera.boolean("LUTEnable")) << "gamma switched it off";
    camera.set("GammaEnable", false);
    EXPECT_TRUE(camera.isAvailable("LUTEnable"));
    EXPECT_FALSE(camera.boolean("LUTEnable")) << "it does not come back by itself";
    camera.set("LUTEnable", true);
    camera.set("GammaEnable", true);
    EXPECT_FALSE(camera.boolean("LUTEnable")) << "enabling gamma, too";
}

const Sentence kSentences[] = {
    {"3.12", "GammaCurves", "corrects the influence of the nonlinear response of monitors", gammaCurves},
    {"3.12", "GammaOfLight", "the same of known light", gammaOfLight},
    {"3.12", "SmallerIsBrighter", "the smaller the value, the brighter the image", smallerIsBrighter},
    {"3.12", "Range", "gamma ranges from 0 to 3.99998", gammaRange},
    {"3.12", "NotValidWhenDisabled", "not valid when setting GammaEnable to False", notValidWhenDisabled},
    {"3.12", "LookUpTable", "LookUpTable: each grey is replaced", lookUpTable},
    {"3.12", "OneEntry", "by its entry", oneEntry},
    {"3.12", "EightBits", "in an 8-bit format, too", eightBits},
    {"3.12", "OppositeSides", "when gamma is enabled, LUT is unavailable; set gamma to 1 to make it available",
     oppositeSides},
};

MV_MANUAL_TABLE(Section_3_12, kSentences);

} // namespace
} // namespace mv::test
