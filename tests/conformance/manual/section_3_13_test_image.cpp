// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.13: every test image, to the last bit, in every pixel format.
#include "tests/conformance/manual/grey_level.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/test_image.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace mv::test {
namespace {

/// Wide enough for a ramp of 12 bits and two squares of the checkerboard high, with frames as fast as they can be.
const std::vector<std::string> kFast = {"AcquisitionFrameRateEnable=false", "ExposureTime=10", "ChunkModeActive=true"};
const std::vector<std::string> kWide = {"--sensor", "4112x68"};

std::vector<std::string> wide(const char *model)
{
    auto args = kWide;
    args.insert(args.end(), {"--model", model});
    return args;
}

unsigned channelOf(const WireFormat &format, bool colour, std::uint32_t x, std::uint32_t y, unsigned sample)
{
    constexpr unsigned kMono = 3;
    if (format.channels == 3)
        return sample;
    return format.mosaic && colour ? y % 2 + x % 2 : kMono;
}

/// What @p shot should be, sample by sample.
using Expected = std::function<std::uint32_t(const SamplePlace &place)>;

void expectExact(const Shot &shot, const WireFormat &format, const Expected &expected)
{
    const std::size_t bytes = std::size_t(format.perPixelTimesTwo) * shot.width * shot.height / 2;
    ASSERT_GE(shot.bytes.size(), bytes);
    std::size_t wrong = 0;
    std::string first;
    SamplePlace place{0, 0, std::uint64_t(shot.whole.at("ChunkFrameCounter")), shot.width, 0};
    for (std::uint32_t y = 0; y < shot.height; ++y)
        for (std::uint32_t x = 0; x < shot.width; ++x)
            for (unsigned sample = 0; sample < format.channels; ++sample) {
                place.x = x;
                place.y = y;
                place.channel = channelOf(format, true, x, y, sample);
                const std::size_t index = (std::size_t(y) * shot.width + x) * format.channels + sample;
                const auto is = format.sample(shot.bytes, index), should = expected(place);
                if (is != should && wrong++ == 0)
                    first = "first at " + std::to_string(x) + ", " + std::to_string(y) + ": " + std::to_string(is) +
                            " and not " + std::to_string(should);
            }
    EXPECT_EQ(wrong, 0u) << first;
}

void expectFormula(WireCamera &camera, const std::string &image, const WireFormat &format, std::size_t frames = 2)
{
    SCOPED_TRACE(image + " in " + format.name);
    camera.set("TestImageSelector", image.c_str());
    camera.set("PixelFormat", format.name);
    for (const Shot &shot : camera.record(frames))
        expectExact(shot, format, [&](const SamplePlace &place) { return testImageSample(image, place, format.bits); });
}

void everyImageInEveryFormat(const char *model, bool colour)
{
    WireCamera camera(kFast, wide(model));
    camera.watchChunks({"ChunkFrameCounter"});
    const auto images = camera.entries("TestImageSelector");
    EXPECT_EQ(images.size(), 14u);
    const auto formats = camera.entries("PixelFormat");
    EXPECT_EQ(formats.size(), wireFormats(colour).size());
    for (const WireFormat &format : wireFormats(colour)) {
        EXPECT_NE(std::find(formats.begin(), formats.end(), format.name), formats.end()) << format.name;
        for (const std::string &image : images) {
            if (image != "Off")
                expectFormula(camera, image, format);
        }
    }
}

void everyMonoFormat()
{
    everyImageInEveryFormat("mono", false);
}

void everyColourFormat()
{
    everyImageInEveryFormat("color", true);
}

void offAtPowerUp()
{
    // The process of the tests asks for the ramp, so that a setting is what a user would have found.
    WireCamera camera({"TestImageSelector=Off", "VirtualTarget=Capped", "PixelFormat=Mono12"});
    EXPECT_EQ(camera.entry("TestImageSelector"), "Off");
    EXPECT_NEAR(levelOf(camera.record(1)).mean, kBlackLevel, 2) << "captured: it is dark in front of the lens";
    camera.set("TestImageSelector", "White");
    EXPECT_DOUBLE_EQ(levelOf(camera.record(1)).mean, kFullScale) << "not captured";
}

void basicHasFew()
{
    WireCamera camera(kFast, {"--sensor", "320x68", "--model", "basic"});
    camera.watchChunks({"ChunkFrameCounter"});
    const auto images = camera.entries("TestImageSelector");
    const std::set<std::string> kFew{"Off", "GreyDiagonalRampMoving", "Checkerboard"};
    EXPECT_EQ(std::set<std::string>(images.begin(), images.end()), kFew);
    EXPECT_NE(camera.trySet("TestImageSelector", std::int64_t(9)), Answer::Success) << "a colour bar";
    for (const char *image : {"GreyDiagonalRampMoving", "Checkerboard"})
        expectFormula(camera, image, wireFormats(false)[2]);
}

/// The counter moves the moving ones on, also past the end of a ramp.
void theyMove()
{
    WireCamera camera({"ExposureTime=10", "AcquisitionFrameRate=500", "ChunkModeActive=true"}, {"--sensor", "64x34"});
    camera.watchChunks({"ChunkFrameCounter"});
    for (const char *image :
         {"GreyHorizontalRampMoving", "GreyVerticalRampMoving", "GreyDiagonalRampMoving", "LfsrStress", "FrameCounter"})
        expectFormula(camera, image, wireFormats(false)[0], 300);
}

/// Counted in the region of interest, and untouched by everything that changes captured pictures.
void nothingTouchesThem()
{
    WireCamera camera(kFast, wide("mono"));
    camera.watchChunks({"ChunkFrameCounter"});
    camera.set("Width", 268);
    camera.set("Height", 50);
    camera.set("OffsetX", 100);
    camera.set("OffsetY", 10);
    camera.set("ReverseX", true);
    camera.set("DigitalShift", 2);
    camera.set("BlackLevel", 200);
    camera.set("GammaEnable", true);
    camera.set("Gamma", 0.4);
    for (const char *image : {"GreyHorizontalRamp", "GreyDiagonalRampMoving", "ColorBar", "LfsrStress", "Checkerboard"})
        expectFormula(camera, image, wireFormats(false)[2]);
}

/// All but the one that is made for seeing what the processing does.
void oneShowsTheProcessing()
{
    WireCamera camera(kFast, wide("mono"));
    camera.watchChunks({"ChunkFrameCounter"});
    const WireFormat &twelve = wireFormats(false)[2];
    camera.set("TestImageSelector", "SensorTestImage1");
    camera.set("PixelFormat", twelve.name);
    camera.set("ReverseX", true);
    camera.set("GammaEnable", true);
    camera.set("Gamma", 0.45);
    expectExact(camera.record(1)[0], twelve, [](const SamplePlace &place) {
        const std::uint32_t ramp = (place.width - 1 - std::uint32_t(place.x)) % 4096;
        return std::uint32_t(std::round(4095 * std::pow(ramp / 4095.0, 0.45)));
    });
    camera.set("GammaEnable", false);
    camera.set("LUTIndex", 77);
    camera.set("LUTValue", 4001);
    camera.set("LUTEnable", true);
    expectExact(camera.record(1)[0], twelve, [](const SamplePlace &place) {
        const std::uint32_t ramp = (place.width - 1 - std::uint32_t(place.x)) % 4096;
        return ramp == 77 ? 4001 : ramp;
    });
}

const Sentence kSentences[] = {
    {"3.13", "EveryMonoFormat", "outputs images set by internal programs", everyMonoFormat},
    {"3.13", "EveryColourFormat", "the same in colour", everyColourFormat},
    {"3.13", "OffAtPowerUp", "disabled by default: outputs real-time captured images", offAtPowerUp},
    {"3.13", "BasicHasFew", "supported test images vary from different models", basicHasFew},
    {"3.13", "TheyMove", "moving ones move by one step a frame", theyMove},
    {"3.13", "NothingTouchesThem", "images set by internal programs instead of captured ones", nothingTouchesThem},
    {"3.13", "OneShowsTheProcessing", "check whether the test image has the same issue", oneShowsTheProcessing},
};

MV_MANUAL_TABLE(Section_3_13, kSentences);

} // namespace
} // namespace mv::test
