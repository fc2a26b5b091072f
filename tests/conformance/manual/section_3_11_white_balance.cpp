// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.11: white stays white under lights of different colour.
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mv::test {
namespace {

/// Means of red, green and blue, without the black level.
using Colour = std::array<double, 3>;

/// Even light on the colour model; a raw mosaic, so that nothing but the balance touches a channel.
std::vector<std::string> whitePaper(const std::vector<std::string> &more = {})
{
    auto settings = lightBench({"PixelFormat=BayerRG12", "VirtualPhotonFlux=4000000"});
    settings.insert(settings.end(), more.begin(), more.end());
    return settings;
}

Colour colourOf(std::span<const Shot> shots)
{
    Colour sums{};
    for (const Shot &shot : shots)
        for (std::uint32_t y = 0; y < shot.height; ++y)
            for (std::uint32_t x = 0; x < shot.width; ++x)
                sums[y % 2 + x % 2] += shot.at(x, y) - kBlackLevel;
    const double quarter = double(shots.size()) * shots[0].width * shots[0].height / 4;
    return {sums[0] / quarter, sums[1] / (2 * quarter), sums[2] / quarter};
}

Colour look(WireCamera &camera)
{
    return colourOf(camera.record(2));
}

Colour regulated(WireCamera &camera)
{
    camera.take(60);
    return colourOf(camera.take(4));
}

/// The greatest distance of a channel from green, relative to green.
double cast(const Colour &colour)
{
    return std::max(std::abs(colour[0] / colour[1] - 1), std::abs(colour[2] / colour[1] - 1));
}

constexpr double kNeutral = 0.01; ///< half a per cent of regulation, and what noise and rounding do
constexpr double kKelvins[] = {2500, 3200, 5500, 9000};

std::array<double, 3> ratios(WireCamera &camera)
{
    std::array<double, 3> values{};
    const char *const kChannels[] = {"Red", "Green", "Blue"};
    for (std::size_t i = 0; i < 3; ++i) {
        camera.set("BalanceRatioSelector", kChannels[i]);
        values[i] = camera.real("BalanceRatio");
    }
    return values;
}

/// Light of another colour makes a cast, or there were nothing to balance. Planck: the hotter, the bluer.
void lightHasAColour()
{
    WireCamera camera(whitePaper(), kColourBench);
    EXPECT_EQ(camera.entry("BalanceWhiteAuto"), "Off");
    EXPECT_LT(cast(look(camera)), kNeutral) << "daylight is neutral at power-up";
    camera.set("VirtualColorTemperature", 2800.0);
    const Colour warm = look(camera);
    EXPECT_GT(warm[0], 1.2 * warm[2]);
    camera.set("VirtualColorTemperature", 10'000.0);
    const Colour cold = look(camera);
    EXPECT_GT(cold[2], 1.1 * cold[0]);
}

void onceIsNeutral()
{
    for (const double kelvin : kKelvins) {
        SCOPED_TRACE(std::to_string(kelvin) + " K");
        WireCamera camera(whitePaper(), kColourBench);
        camera.set("VirtualColorTemperature", kelvin);
        camera.set("BalanceWhiteAuto", "Once");
        camera.start();
        waitForOff(camera, "BalanceWhiteAuto");
        camera.stop();
        EXPECT_LT(cast(look(camera)), kNeutral);
    }
}

void onceStops()
{
    WireCamera camera(whitePaper({"VirtualColorTemperature=3200"}), kColourBench);
    camera.set("BalanceWhiteAuto", "Once");
    camera.start();
    waitForOff(camera, "BalanceWhiteAuto");
    const auto found = ratios(camera);
    camera.set("VirtualColorTemperature", 8000.0);
    EXPECT_GT(cast(regulated(camera)), 0.1) << "you need to do it again if the light source changes";
    EXPECT_EQ(ratios(camera), found);
}

void continuousFollows()
{
    WireCamera camera(whitePaper(), kColourBench);
    camera.set("BalanceWhiteAuto", "Continuous");
    EXPECT_EQ(camera.trySet("BalanceRatio", 1.5), Answer::AccessDenied);
    camera.start();
    for (const double kelvin : kKelvins) {
        camera.set("VirtualColorTemperature", kelvin);
        EXPECT_LT(cast(regulated(camera)), kNeutral) << kelvin << " K";
    }
    EXPECT_EQ(camera.entry("BalanceWhiteAuto"), "Continuous");
    camera.set("BalanceWhiteAuto", "Off");
    const auto found = ratios(camera);
    camera.stop();
    EXPECT_LT(cast(look(camera)), kNeutral) << "Off keeps what was found";
    EXPECT_EQ(ratios(camera), found);
}

/// Each ratio multiplies its own channel and no other.
void ratiosMultiply()
{
    WireCamera camera(whitePaper({"VirtualPhotonFlux=1000000"}), kColourBench);
    const char *const kChannels[] = {"Red", "Green", "Blue"};
    for (const char *channel : kChannels) {
        camera.set("BalanceRatioSelector", channel);
        camera.set("BalanceRatio", 1.0);
    }
    const Colour plain = look(camera);
    for (std::size_t i = 0; i < 3; ++i) {
        camera.set("BalanceRatioSelector", kChannels[i]);
        for (const double ratio : {2.04266, 0.5, 4.0}) {
            SCOPED_TRACE(std::string(kChannels[i]) + ' ' + std::to_string(ratio));
            camera.set("BalanceRatio", ratio);
            const Colour balanced = look(camera);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const double expected = plain[channel] * (channel == i ? ratio : 1);
                EXPECT_NEAR(balanced[channel], expected, 0.003 * expected + 0.1) << kChannels[channel];
            }
        }
        camera.set("BalanceRatio", 1.0);
    }
}

void zeroTakesAway()
{
    WireCamera camera(whitePaper(), kColourBench);
    camera.set("BalanceRatioSelector", "Blue");
    camera.set("BalanceRatio", 0.0);
    const Colour colour = look(camera);
    EXPECT_NEAR(colour[2], 0, 0.1) << "black is left";
    EXPECT_GT(colour[1], 100);
}

void ratioRange()
{
    WireCamera camera({}, kColourBench);
    EXPECT_EQ(camera.trySet("BalanceRatio", 15.0), Answer::Success);
    EXPECT_EQ(camera.trySet("BalanceRatio", 15.001), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("BalanceRatio", -0.001), Answer::InvalidParameter);
    camera.set("BalanceRatio", 2.04266);
    EXPECT_NEAR(camera.real("BalanceRatio"), 2.04266, 0.5 / 65536);
}

/// What a person sees: the colour picture.
void whiteIsWhite()
{
    WireCamera camera(whitePaper({"PixelFormat=RGB8", "VirtualColorTemperature=2800"}), kColourBench);
    camera.set("BalanceWhiteAuto", "Once");
    camera.start();
    waitForOff(camera, "BalanceWhiteAuto");
    camera.stop();
    const Shot shot = camera.record(1)[0];
    std::array<double, 3> means{};
    for (std::size_t i = 0; i < shot.bytes.size(); ++i)
        means[i % 3] += 3.0 * shot.bytes[i] / double(shot.bytes.size());
    EXPECT_GT(means[1], 40);
    EXPECT_NEAR(means[0], means[1], 0.01 * means[1] + 0.1);
    EXPECT_NEAR(means[2], means[1], 0.01 * means[1] + 0.1);
}

void onlyColour()
{
    WireCamera camera;
    EXPECT_FALSE(camera.isAvailable("BalanceWhiteAuto") && camera.trySet("BalanceWhiteAuto", "Once") == Answer::Success)
        << "a mono camera has no white to balance";
}

const Sentence kSentences[] = {
    {"3.11", "LightHasAColour", "images captured under different lights", lightHasAColour},
    {"3.11", "OnceIsNeutral", "keeps the white parts white under different color temperature", onceIsNeutral},
    {"3.11", "OnceStops", "Once: runs for a period and then stops; do it again if the light changes", onceStops},
    {"3.11", "ContinuousFollows", "Continuous: automatically, on the current situation", continuousFollows},
    {"3.11", "RatiosMultiply", "adjusting the corresponding R/G/B value", ratiosMultiply},
    {"3.11", "ZeroTakesAway", "down to 0", zeroTakesAway},
    {"3.11", "RatioRange", "BalanceRatio to a reasonable value among 0-15", ratioRange},
    {"3.11", "WhiteIsWhite", "in the colour picture, too", whiteIsWhite},
    {"3.11", "OnlyColour", "of colour cameras", onlyColour},
};

MV_MANUAL_TABLE(Section_3_11, kSentences);

} // namespace
} // namespace mv::test
