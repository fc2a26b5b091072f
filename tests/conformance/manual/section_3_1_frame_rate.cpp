// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.1, 3.1.1 and 3.1.2: how many frames a second there are, and why not more.
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

#include <algorithm>

namespace mv::test {
namespace {

/// Fastest readout: nothing but the row's own subject limits.
const std::vector<std::string> kFreeRunning = {"AcquisitionFrameRateEnable=false", "ExposureTime=1000"};

/// What the camera says that it can do at most.
double resulting(const WireCamera &camera)
{
    return camera.real("ResultingFrameRateAbs");
}

void imagesPerSecond()
{
    WireCamera camera({"AcquisitionFrameRate=50"});
    const auto shots = camera.record(51);
    const double seconds = double(shots.back().timestampNs - shots.front().timestampNs) * 1e-9;
    EXPECT_GE(seconds, 1.0 - 1e-6) << "50 periods cannot be shorter than a second";
    EXPECT_NEAR(framesPerSecond(shots), 50.0, 1e-3);
}

void bandwidth()
{
    WireCamera camera(kFreeRunning);
    double last = 0;
    for (const int megabytes : {4, 8, 16}) {
        camera.set("DeviceLinkThroughputLimit", megabytes * 1'000'000);
        // What surrounds the payload on the wire may count, too, but is little.
        const double expected = megabytes * 1e6 / double(camera.integer("PayloadSize"));
        EXPECT_NEAR(resulting(camera) / expected, 1.0, 0.05);
        EXPECT_GT(resulting(camera), last);
        expectRate(camera, resulting(camera), "LinkThroughput");
        last = resulting(camera);
    }
}

void pixelFormat()
{
    WireCamera camera(kFreeRunning);
    camera.set("DeviceLinkThroughputLimit", 8'000'000);
    const double one = resulting(camera);
    expectRate(camera, one, "LinkThroughput");
    camera.set("PixelFormat", "Mono12p");
    EXPECT_NEAR(one / resulting(camera), 1.5, 0.02) << "one and a half times the storage";
    expectRate(camera, resulting(camera), "LinkThroughput");
    camera.set("PixelFormat", "Mono12");
    EXPECT_NEAR(one / resulting(camera), 2.0, 0.02) << "twice the storage";
    expectRate(camera, resulting(camera), "LinkThroughput");
}

void imageResolution()
{
    WireCamera camera(kFreeRunning, {"--sensor", "320x1200"});
    double last = 0;
    for (const int height : {1200, 600, 300}) {
        camera.set("Height", height);
        EXPECT_NEAR(resulting(camera), 1e6 / ((height + 40) * 6.1), 0.01) << "rows at 6.1 us, and 40 more";
        EXPECT_GT(resulting(camera), last);
        expectRate(camera, resulting(camera), "SensorReadout");
        last = resulting(camera);
    }
}

void resolutionAndBandwidth()
{
    WireCamera camera(kFreeRunning);
    camera.set("DeviceLinkThroughputLimit", 4'000'000);
    const double whole = resulting(camera);
    camera.set("Width", 160);
    EXPECT_NEAR(resulting(camera) / whole, 2.0, 0.02) << "half as much to send";
    expectRate(camera, resulting(camera), "LinkThroughput");
}

void shutterModes()
{
    WireCamera camera({"AcquisitionFrameRateEnable=false", "ExposureTime=3000"});
    const double overlapped = resulting(camera);
    camera.set("SensorShutterMode", "Rolling");
    EXPECT_DOUBLE_EQ(resulting(camera), overlapped) << "it exposes a frame while it reads the one before";
    expectRate(camera, overlapped, "Exposure");
    camera.set("SensorShutterMode", "GlobalReset");
    EXPECT_LE(resulting(camera), 1e6 / (3000 + 240 * 6.1)) << "it cannot: the last row is exposed while it is read";
    expectRate(camera, resulting(camera), "Exposure");
}

void exposureTime()
{
    WireCamera camera(kFreeRunning);
    double last = 1e9;
    for (const double exposureUs : {5000.0, 10'000.0, 20'000.0}) {
        camera.set("ExposureTime", exposureUs);
        EXPECT_NEAR(resulting(camera), 1e6 / (exposureUs + 10), 0.01) << "exposure and 10 us";
        EXPECT_LT(resulting(camera), last);
        expectRate(camera, resulting(camera), "Exposure");
        last = resulting(camera);
    }
}

void exposureTimeWhileRunning()
{
    WireCamera camera({"AcquisitionFrameRateEnable=false", "ExposureTime=20000"});
    camera.start();
    EXPECT_NEAR(framesPerSecond(camera.take(5)), 1e6 / 20'010, 0.01);
    camera.set("ExposureTime", 40'000.0);
    const std::uint64_t changed = camera.now();
    std::vector<Shot> shots;
    for (const Shot &shot : camera.take(10))
        if (shot.timestampNs > changed)
            shots.push_back(shot);
    camera.stop();
    ASSERT_GE(shots.size(), 5u);
    EXPECT_NEAR(framesPerSecond(shots), 1e6 / 40'010, 0.01);
}

void enable()
{
    WireCamera camera({"AcquisitionFrameRate=20", "ExposureTime=5000"});
    EXPECT_TRUE(camera.boolean("AcquisitionFrameRateEnable"));
    expectRate(camera, 20, "AcquisitionFrameRate");
    camera.set("AcquisitionFrameRateEnable", false);
    EXPECT_TRUE(camera.isLocked("AcquisitionFrameRate")) << "grey while it has no effect";
    EXPECT_EQ(camera.trySet("AcquisitionFrameRate", 25.0), Answer::AccessDenied);
    expectRate(camera, resulting(camera), "Exposure");
    camera.set("AcquisitionFrameRateEnable", true);
    EXPECT_FALSE(camera.isLocked("AcquisitionFrameRate"));
    expectRate(camera, 20, "AcquisitionFrameRate");
}

void captureRate()
{
    WireCamera camera({"ExposureTime=1000"});
    for (const double hertz : {12.5, 40.0, 100.0}) {
        camera.set("AcquisitionFrameRate", hertz);
        expectRate(camera, hertz, "AcquisitionFrameRate");
    }
}

void largestSpeedAllowed()
{
    WireCamera camera({"ExposureTime=10000"});
    const double allowed = resulting(camera);
    camera.set("AcquisitionFrameRate", 1.0);
    EXPECT_DOUBLE_EQ(resulting(camera), allowed) << "it is what would be possible, not what is wished";
    camera.set("AcquisitionFrameRate", 1000.0);
    EXPECT_DOUBLE_EQ(resulting(camera), allowed);
}

void rateExceedsResulting()
{
    WireCamera camera({"ExposureTime=10000"});
    EXPECT_GT(camera.realMax("AcquisitionFrameRate"), resulting(camera)) << "a range of its own";
    camera.set("AcquisitionFrameRate", 2 * resulting(camera));
    expectRate(camera, resulting(camera), "Exposure");
}

void rateBelowResulting()
{
    WireCamera camera({"ExposureTime=10000"});
    camera.set("AcquisitionFrameRate", 0.5 * resulting(camera));
    expectRate(camera, 0.5 * resulting(camera), "AcquisitionFrameRate");
}

const Sentence kSentences[] = {
    {"3.1", "ImagesPerSecond", "the number of images the camera outputs every second", imagesPerSecond},
    {"3.1.1", "Bandwidth", "the bigger the bandwidth, the higher the frame rate", bandwidth},
    {"3.1.1", "PixelFormat", "the more storage is occupied, the lower the frame rate", pixelFormat},
    {"3.1.1", "ImageResolution", "with the smaller image size, the frame rate gets higher", imageResolution},
    {"3.1.1", "ResolutionAndBandwidth", "the same, in width, where the bandwidth limits", resolutionAndBandwidth},
    {"3.1.1", "ShutterModes", "relates to the camera sensor features: shutter modes", shutterModes},
    {"3.1.1", "ExposureTime", "the longer the exposure time, the lower the frame rate", exposureTime},
    {"3.1.1", "ExposureTimeWhileRunning", "the same, while images are taken", exposureTimeWhileRunning},
    {"3.1.2", "Enable", "AcquisitionFrameRateEnable: true means enable and false means disable", enable},
    {"3.1.2", "CaptureRate", "AcquisitionFrameRate defines the capture rate of frames", captureRate},
    {"3.1.2", "LargestSpeed", "ResultingFrameRateAbs defines the largest speed allowed", largestSpeedAllowed},
    {"3.1.2", "RateExceeds", "if AcquisitionFrameRate exceeds it, images come at ResultingFrameRateAbs",
     rateExceedsResulting},
    {"3.1.2", "RateBelow", "opposite of that, they come at AcquisitionFrameRate", rateBelowResulting},
};

MV_MANUAL_TABLE(Section_3_1, kSentences);

} // namespace
} // namespace mv::test
