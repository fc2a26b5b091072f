// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 1.2 again, colour; and what the manual takes for granted of any camera: that it is a piece of the real world.
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

#include <cmath>
#include <set>

namespace mv::test {
namespace {

void colourInterpolation()
{
    WireCamera camera({"VirtualFrameSource=Physics", "TestImageSelector=Off", "VirtualTarget=Chart",
                       "VirtualVelocityX=0", "VirtualTemperatureRise=0", "VirtualPartShotNoise=false",
                       "VirtualPartReadNoise=false", "VirtualPartBlinkingPixels=false", "PixelFormat=BayerRG8"},
                      {"--model", "color"});
    const Shot raw = camera.record(1)[0];
    camera.set("PixelFormat", "RGB8");
    const Shot rgb = camera.record(1)[0];
    ASSERT_EQ(rgb.bytes.size(), 3 * raw.bytes.size());
    std::size_t wrong = 0;
    for (std::uint32_t y = 0; y < raw.height; ++y)
        for (std::uint32_t x = 0; x < raw.width; ++x) { // the channel that was measured there stays what it was
            const std::size_t channel = y % 2 + x % 2;
            wrong += std::abs(int(rgb.bytes[3 * (std::size_t(y) * raw.width + x) + channel]) - int(raw.at(x, y))) > 1;
        }
    EXPECT_EQ(wrong, 0u);
}

std::vector<std::string> evenLight(const char *source)
{
    return {std::string("VirtualFrameSource=") + source, "TestImageSelector=Off", "VirtualTarget=Uniform",
            "PixelFormat=Mono12", "AcquisitionFrameRate=50"};
}

void noiseIsNew()
{
    WireCamera camera(evenLight("Physics"));
    std::set<std::vector<std::uint8_t>> pictures;
    for (int start = 0; start < 3; ++start)
        for (const Shot &shot : camera.record(3))
            pictures.insert(shot.bytes);
    EXPECT_EQ(pictures.size(), 9u) << "no two pictures have the same noise, not even after another start";
}

void sameSeedSameCamera()
{
    std::vector<std::vector<std::uint8_t>> pictures;
    for (const char *seed : {"7", "7", "8"}) {
        auto settings = evenLight("Physics");
        settings.push_back("VirtualTemperatureRise=0");
        WireCamera camera(settings, {"--seed", seed});
        pictures.push_back(camera.record(1)[0].bytes);
    }
    EXPECT_TRUE(pictures[0] == pictures[1]);
    EXPECT_FALSE(pictures[0] == pictures[2]);
}

void everyFrameCountable()
{
    WireCamera camera(evenLight("Prerendered"));
    const auto shots = camera.record(60); // more than the ring holds
    std::uint64_t last = 0;
    for (const Shot &shot : shots) {
        std::uint64_t counter = 0;
        for (std::uint32_t i = 0; i < 8; ++i)
            counter |= std::uint64_t(shot.at(i, 0)) << (8 * i);
        const auto since = double(shot.timestampNs - shots[0].timestampNs) / (20.0 * kNsPerMs);
        EXPECT_EQ(counter, std::uint64_t(std::llround(since))) << "the frame's number, in its first pixels";
        EXPECT_GE(counter, last);
        last = counter;
    }
}

void itWarmsUp()
{
    WireCamera camera({"VirtualTemperatureTime=1", "VirtualTemperatureRise=20", "VirtualAmbientTemperature=25"});
    const double cold = camera.real("DeviceTemperature");
    camera.waitUntil(camera.now() + 1500 * kNsPerMs);
    const double warm = camera.real("DeviceTemperature");
    EXPECT_GT(warm, cold + 2);
    EXPECT_LE(warm, 45.0);
    EXPECT_GE(cold, 25.0);
}

void clockIsLatched()
{
    WireCamera camera;
    const std::uint64_t first = camera.now();
    EXPECT_EQ(std::uint64_t(camera.integer("TimestampLatchValue")), first) << "latched: it stands";
    const auto shots = camera.record(2);
    EXPECT_GT(shots[0].timestampNs, first) << "frames are on the same clock";
    EXPECT_GT(camera.now(), shots[1].timestampNs);
}

const Sentence kSentences[] = {
    {"1.2", "ColourInterpolation", "color camera supports interpolation", colourInterpolation},
    {"(real)", "NoiseIsNew", "noise is another one in each picture", noiseIsNew},
    {"(real)", "SameSeedSameCamera", "the same seed is the same camera", sameSeedSameCamera},
    {"(real)", "EveryFrameCountable", "a prerendered picture still has its frame's number", everyFrameCountable},
    {"(real)", "ItWarmsUp", "a camera that works becomes warm", itWarmsUp},
    {"(real)", "ClockIsLatched", "its clock can be read, and stamps the frames", clockIsLatched},
};

MV_MANUAL_TABLE(Section_1_2_World, kSentences);

} // namespace
} // namespace mv::test
