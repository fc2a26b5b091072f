// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 1.2: region of interest, binning, mirror, output formats and shutter modes, seen in the picture.
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace mv::test {
namespace {

/// A scene that stands still before a sensor without noise: every frame is the same.
std::vector<std::string> still(const char *target)
{
    return {"VirtualFrameSource=Physics", "TestImageSelector=Off",      std::string("VirtualTarget=") + target,
            "VirtualVelocityX=0",         "VirtualVelocityY=0",         "VirtualTemperatureRise=0",
            "VirtualPartShotNoise=false", "VirtualPartReadNoise=false", "VirtualPartBlinkingPixels=false",
            "PixelFormat=Mono12",         "ExposureTime=2000"};
}

/// The same without any pattern: every pixel sees the same light.
std::vector<std::string> even()
{
    auto settings = still("Uniform");
    for (const char *part : {"LensShading", "Prnu", "Dsnu", "DarkCurrent", "HotPixels", "DeadPixels"})
        settings.push_back(std::string("VirtualPart") + part + "=false");
    return settings;
}

Shot picture(WireCamera &camera)
{
    return camera.record(1)[0];
}

using Sample = std::function<double(std::uint32_t x, std::uint32_t y)>;

/// Expects each pixel of @p shot to be @p expected within @p tolerance; names the first one that is not.
void expectPixels(const Shot &shot, double tolerance, const Sample &expected)
{
    std::size_t wrong = 0;
    std::string first;
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x)
            if (std::abs(shot.at(x, y) - expected(x, y)) > tolerance && wrong++ == 0)
                first = "first at " + std::to_string(x) + ", " + std::to_string(y) + ": " +
                        std::to_string(shot.at(x, y)) + " instead of " + std::to_string(expected(x, y));
    EXPECT_EQ(wrong, 0u) << first;
}

/// The chart must be a picture, or nothing below would be seen.
void expectContrast(const Shot &shot)
{
    unsigned low = 65535, high = 0;
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x) {
            low = std::min(low, shot.at(x, y));
            high = std::max(high, shot.at(x, y));
        }
    EXPECT_GT(high, low + 100);
}

void stillIsStill()
{
    WireCamera camera(still("Chart"));
    const auto shots = camera.record(3);
    expectContrast(shots[0]);
    EXPECT_TRUE(shots[0].bytes == shots[1].bytes);
    EXPECT_TRUE(shots[0].bytes == shots[2].bytes);
}

void regionOfInterest()
{
    WireCamera camera(still("Chart"));
    const Shot full = picture(camera);
    camera.set("Width", 100);
    camera.set("Height", 60);
    camera.set("OffsetX", 48);
    camera.set("OffsetY", 122);
    const Shot part = picture(camera);
    ASSERT_EQ(part.width, 100u);
    ASSERT_EQ(part.height, 60u);
    ASSERT_EQ(part.bytes.size(), 2u * 100 * 60);
    expectPixels(part, 0, [&](auto x, auto y) { return full.at(48 + x, 122 + y); });
}

void regionStaysOnSensor()
{
    WireCamera camera;
    camera.set("Width", 160);
    camera.set("OffsetX", 160);
    EXPECT_EQ(camera.trySet("Width", std::int64_t(164)), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("OffsetX", std::int64_t(164)), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("Width", std::int64_t(158)), Answer::InvalidParameter) << "off its step";
    EXPECT_EQ(camera.integer("Width"), 160);
}

constexpr double kBlack = 64; ///< DN at 12 bits; it lies below the light, and is not light: a sum keeps it once

/// What a binned pixel must be, from the picture that was not binned.
Sample binned(const Shot &full, unsigned across, unsigned down, bool sumAcross, bool sumDown)
{
    return [=](std::uint32_t x, std::uint32_t y) {
        double total = 0;
        for (unsigned row = 0; row < down; ++row)
            for (unsigned column = 0; column < across; ++column)
                total += full.at(x * across + column, y * down + row) - kBlack;
        total /= (sumAcross ? 1 : across) * (sumDown ? 1 : down);
        return std::min(total + kBlack, 4095.0);
    };
}

Shot takeBinned(WireCamera &camera, int across, int down, const char *acrossMode, const char *downMode)
{
    camera.set("BinningHorizontal", across);
    camera.set("BinningVertical", down);
    camera.set("BinningHorizontalMode", acrossMode);
    camera.set("BinningVerticalMode", downMode);
    EXPECT_EQ(camera.integer("WidthMax"), 320 / across);
    EXPECT_EQ(camera.integer("HeightMax"), 240 / down);
    camera.set("OffsetX", 0);
    camera.set("OffsetY", 0);
    camera.set("Width", camera.integer("WidthMax"));
    camera.set("Height", camera.integer("HeightMax"));
    return picture(camera);
}

void binningAverage()
{
    WireCamera camera(still("Chart"));
    const Shot full = picture(camera);
    const std::pair<int, int> kFactors[] = {{2, 1}, {1, 2}, {2, 2}, {4, 4}};
    for (const auto &[across, down] : kFactors) {
        const Shot small = takeBinned(camera, across, down, "Average", "Average");
        ASSERT_EQ(small.width, 320u / unsigned(across));
        ASSERT_EQ(small.height, 240u / unsigned(down));
        expectPixels(small, 1.01, binned(full, unsigned(across), unsigned(down), false, false));
    }
}

void binningSum()
{
    auto settings = still("Chart");
    settings.push_back("VirtualPhotonFlux=400000");
    WireCamera camera(settings);
    const Shot full = picture(camera);
    const std::pair<int, int> kFactors[] = {{2, 1}, {1, 2}, {2, 2}, {4, 4}};
    for (const auto &[across, down] : kFactors) {
        const Shot small = takeBinned(camera, across, down, "Sum", "Sum");
        // Every summand may have been rounded by half a step.
        expectPixels(small, 0.5 * across * down + 0.51, binned(full, unsigned(across), unsigned(down), true, true));
    }
}

void binningMixed()
{
    WireCamera camera(still("Chart"));
    const Shot full = picture(camera);
    const Shot small = takeBinned(camera, 2, 4, "Sum", "Average");
    expectPixels(small, 1.6, binned(full, 2, 4, true, false));
}

void mirror()
{
    WireCamera camera(still("Chart"));
    const Shot full = picture(camera);
    camera.set("ReverseX", true);
    const Shot leftRight = picture(camera);
    EXPECT_FALSE(leftRight.bytes == full.bytes) << "the chart is not symmetric";
    expectPixels(leftRight, 0, [&](auto x, auto y) { return full.at(319 - x, y); });
    camera.set("ReverseY", true);
    expectPixels(picture(camera), 0, [&](auto x, auto y) { return full.at(319 - x, 239 - y); });
    camera.set("ReverseX", false);
    expectPixels(picture(camera), 0, [&](auto x, auto y) { return full.at(x, 239 - y); });
}

void mirroredRegion()
{
    WireCamera camera(still("Chart"));
    camera.set("ReverseX", true);
    camera.set("ReverseY", true);
    const Shot full = picture(camera);
    camera.set("Width", 64);
    camera.set("Height", 32);
    camera.set("OffsetX", 200);
    camera.set("OffsetY", 20);
    expectPixels(picture(camera), 0, [&](auto x, auto y) { return full.at(200 + x, 20 + y); });
}

void outputFormats()
{
    WireCamera camera(still("Chart"));
    const Shot twelve = picture(camera);
    const std::pair<const char *, double> kFormats[] = {
        {"Mono8", 1}, {"Mono10", 2}, {"Mono10Packed", 1.5}, {"Mono12Packed", 1.5}, {"Mono12p", 1.5}};
    for (const auto &[format, bytes] : kFormats) {
        camera.set("PixelFormat", format);
        const Shot shot = picture(camera);
        EXPECT_EQ(double(shot.bytes.size()), bytes * 320 * 240) << format;
        if (std::string(format) == "Mono8")
            expectPixels(shot, 1, [&](auto x, auto y) { return twelve.at(x, y) / 16.0; });
        if (std::string(format) == "Mono10")
            expectPixels(shot, 1, [&](auto x, auto y) { return twelve.at(x, y) / 4.0; });
    }
}

/// Even light that flickers, and an exposure of a twentieth of its period.
Shot underFlicker(const char *shutter)
{
    auto settings = even();
    settings.insert(settings.end(), {"VirtualFlickerAmplitude=0.9", "VirtualFlickerFrequency=1000"});
    WireCamera camera(settings);
    camera.set("ExposureTime", 50.0);
    camera.set("VirtualPhotonFlux", 8e7);
    camera.set("SensorShutterMode", shutter);
    return picture(camera);
}

/// Darkest and brightest row.
std::pair<double, double> rowRange(const Shot &shot)
{
    double low = 1e9, high = 0;
    for (std::uint32_t y = 0; y < shot.height; ++y) {
        low = std::min(low, shot.rowMean(y));
        high = std::max(high, shot.rowMean(y));
    }
    return {low, high};
}

void globalShutter()
{
    const auto [low, high] = rowRange(underFlicker("Global"));
    EXPECT_NEAR(high - low, 0, 0.01) << "all rows see the same light: there are no bands";
}

void rollingShutter()
{
    const Shot shot = underFlicker("Rolling");
    const auto [low, high] = rowRange(shot);
    EXPECT_GT(high, 2 * low) << "each row has its own time: bands";
    // 1 kHz at 6.1 us a row: the bands repeat every 164 rows.
    for (std::uint32_t y = 0; y + 164 < shot.height; ++y)
        EXPECT_NEAR(shot.rowMean(y), shot.rowMean(y + 164), 0.04 * high) << "row " << y;
}

void globalReset()
{
    WireCamera camera(even());
    camera.set("ExposureTime", 1000.0);
    const Shot global = picture(camera);
    camera.set("SensorShutterMode", "GlobalReset");
    const Shot reset = picture(camera);
    camera.set("VirtualTarget", "Capped");
    const double black = picture(camera).rowMean(0);
    // All rows begin together and end one after the other, 6.1 us apart.
    const double perUs = (global.rowMean(0) - black) / 1000;
    for (std::uint32_t y = 0; y < reset.height; y += 13)
        EXPECT_NEAR(reset.rowMean(y) - black, perUs * (1000 + 6.1 * y), 1.5 + 0.01 * perUs * 1000) << "row " << y;
}

void rollingMotion()
{
    auto settings = still("Chart");
    WireCamera camera(settings);
    camera.set("VirtualVelocityX", 20'000.0); // 29 pixels while the picture is read out
    camera.set("ExposureTime", 20.0);
    camera.set("VirtualPhotonFlux", 8e7);
    const Shot upright = picture(camera);
    camera.set("SensorShutterMode", "Rolling");
    const Shot leaning = picture(camera);
    EXPECT_FALSE(upright.bytes == leaning.bytes);
    EXPECT_EQ(camera.entry("SensorShutterMode"), "Rolling");
}

void certainModels()
{
    WireCamera camera({}, {"--model", "basic"});
    EXPECT_EQ(camera.entry("SensorShutterMode"), "Global");
    EXPECT_NE(camera.trySet("SensorShutterMode", std::int64_t(1)), Answer::Success);
    EXPECT_NE(camera.trySet("SensorShutterMode", std::int64_t(2)), Answer::Success);
    EXPECT_EQ(camera.entry("SensorShutterMode"), "Global");
    EXPECT_EQ(picture(camera).width, 320u) << "and it takes pictures";
}

void formatsAreLocked()
{
    WireCamera camera;
    camera.start();
    for (const char *feature : {"BinningHorizontal", "BinningVertical", "BinningHorizontalMode", "BinningVerticalMode",
                                "ReverseX", "ReverseY", "SensorShutterMode", "AdcBitDepth"})
        EXPECT_TRUE(camera.isLocked(feature)) << feature;
    EXPECT_EQ(camera.trySet("BinningHorizontal", std::int64_t(2)), Answer::AccessDenied);
    EXPECT_EQ(camera.trySet("SensorShutterMode", "Rolling"), Answer::AccessDenied);
    camera.stop();
    for (const std::int64_t factor : {0, 3, 5})
        EXPECT_EQ(camera.trySet("BinningHorizontal", factor), Answer::InvalidParameter) << factor;
}

const Sentence kSentences[] = {
    {"1.2", "StillIsStill", "(a scene without motion and noise gives the same picture each time)", stillIsStill},
    {"1.2", "RegionOfInterest", "outputs image data as ROI: the part of the picture asked for", regionOfInterest},
    {"1.2", "RegionStaysOnSensor", "ROI: never beyond the sensor, always on its step", regionStaysOnSensor},
    {"1.2", "BinningAverage", "Binning: neighbours' mean", binningAverage},
    {"1.2", "BinningSum", "Binning: neighbours' sum", binningSum},
    {"1.2", "BinningMixed", "Binning: each direction in its own mode", binningMixed},
    {"1.2", "Mirror", "mirror: left and right, up and down", mirror},
    {"1.2", "MirroredRegion", "ROI of the mirrored picture", mirroredRegion},
    {"1.2", "OutputFormats", "outputs multiple image data formats", outputFormats},
    {"1.2", "GlobalShutter", "global shutter", globalShutter},
    {"1.2", "RollingShutter", "rolling shutter", rollingShutter},
    {"1.2", "RollingMotion", "rolling shutter: what moves, leans", rollingMotion},
    {"1.2", "GlobalReset", "global reset", globalReset},
    {"1.2", "CertainModels", "shutter mode and global reset are available on certain models", certainModels},
    {"1.2", "FormatsAreLocked", "(grey while running, as chapter 3 says)", formatsAreLocked},
};

MV_MANUAL_TABLE(Section_1_2, kSentences);

} // namespace
} // namespace mv::test
