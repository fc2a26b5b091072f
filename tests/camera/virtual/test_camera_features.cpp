// SPDX-License-Identifier: GPL-3.0-or-later
// The rules between features: ranges that depend on each other, locks, timing, frames as set.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/frame_timing.h"
#include "camera/virtual/core/pixel_format.h"
#include "camera/virtual/core/settings.h"

#include <gtest/gtest.h>

namespace mv::vcam {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

class CameraFeatures : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", 640, 480, 1}, {}};

    bool set(std::string_view name, std::string_view value) { return !camera.setFeature(name, value); }
    std::int64_t integer(std::string_view name) { return std::get<std::int64_t>(camera.feature(name)); }
    double real(std::string_view name) { return std::get<double>(camera.feature(name)); }
    std::shared_ptr<const Frame> frame() { return camera.nextFrame(Steady::now() + milliseconds(2000)); }
};

struct Setting
{
    const char *name, *value;
    bool accepted;
};

TEST_F(CameraFeatures, sizeAndOffsetShareTheSensor)
{
    const Setting settings[] = {{"OffsetX", "4", false},   {"Width", "644", false}, {"Width", "15", false},
                                {"Width", "18", false},    {"Width", "600", true},  {"OffsetX", "40", true},
                                {"OffsetX", "44", false},  {"Width", "604", false}, {"Height", "478", true},
                                {"OffsetY", "2", true},    {"OffsetY", "1", false}, {"OffsetY", "4", false},
                                {"Height", "480", false},  {"OffsetY", "0", true},  {"Height", "480", true},
                                {"WidthMax", "10", false}, {"Height", "0", false}};
    for (const Setting &s : settings)
        EXPECT_EQ(set(s.name, s.value), s.accepted) << s.name << '=' << s.value;
    EXPECT_EQ(integer("PayloadSize"), 600 * 480);
}

TEST_F(CameraFeatures, theModelDecidesThePixelFormats)
{
    Camera color({Model::Color, "T2", 640, 480, 1}, {});
    for (const PixelFormat &format : pixelFormats()) {
        EXPECT_EQ(set("PixelFormat", format.name), format.onMono) << format.name;
        EXPECT_EQ(!color.setFeature("PixelFormat", format.name), format.onColor) << format.name;
    }
    EXPECT_FALSE(set("PixelFormat", "123")) << "no format of that code";
}

TEST_F(CameraFeatures, payloadFollowsFormatAndChunks)
{
    EXPECT_TRUE(set("PixelFormat", "Mono12p"));
    EXPECT_EQ(integer("PayloadSize"), 640 * 480 * 3 / 2);
    EXPECT_TRUE(set("ChunkModeActive", "true"));
    EXPECT_EQ(integer("PayloadSize"), 640 * 480 * 3 / 2 + 8 + 8 + 8);
    for (const char *enable : {"true", "false"}) {
        EXPECT_TRUE(set("ChunkEnable", enable));
        set("AcquisitionMode", "SingleFrame");
        set("AcquisitionStart", "1");
        const auto received = frame();
        EXPECT_EQ(received->payloadBytes(), std::size_t(integer("PayloadSize")));
        EXPECT_EQ(chunkTail(*received, std::endian::big).size(), received->payloadBytes() - received->imageBytes);
    }
    EXPECT_EQ(integer("PayloadSize"), 640 * 480 * 3 / 2 + 8) << "the image's own trailer";
}

TEST_F(CameraFeatures, whileStreamingTheImageIsLocked)
{
    ASSERT_TRUE(set("AcquisitionStart", "1"));
    for (const char *name : {"Width", "Height", "OffsetX", "OffsetY", "PixelFormat", "AcquisitionMode",
                             "AcquisitionFrameCount", "ChunkModeActive"})
        EXPECT_FALSE(set(name, std::to_string(integer(name)))) << name;
    EXPECT_TRUE(set("ExposureTime", "1000"));
    EXPECT_TRUE(set("AcquisitionFrameRate", "20"));
    ASSERT_TRUE(set("AcquisitionStop", "1"));
    EXPECT_TRUE(set("Width", "320"));
}

TEST_F(CameraFeatures, frameRateIsLockedUnlessEnabled)
{
    EXPECT_TRUE(set("AcquisitionFrameRateEnable", "false"));
    EXPECT_FALSE(set("AcquisitionFrameRate", "10"));
    EXPECT_TRUE(set("AcquisitionFrameRateEnable", "true"));
    EXPECT_TRUE(set("AcquisitionFrameRate", "10"));
    for (const char *bad : {"0", "0.05", "10001", "nan", "-5"})
        EXPECT_FALSE(set("AcquisitionFrameRate", bad)) << bad;
}

TEST_F(CameraFeatures, resultingRateFollowsExposureAndHeight)
{
    set("ExposureTime", "100");
    const double readoutBound = real("ResultingFrameRateAbs");
    EXPECT_NEAR(readoutBound, 1e6 / ((480 + kOverheadLines) * kLineTimeUs), 1e-6);
    set("Height", "240");
    EXPECT_GT(real("ResultingFrameRateAbs"), readoutBound * 1.5);
    set("ExposureTime", "100000");
    EXPECT_NEAR(real("ResultingFrameRateAbs"), 1e6 / (100000 + kResetGapUs), 1e-6);
}

TEST(FrameTiming, theFullSensorReaches75FramesPerSecond)
{
    const Settings settings = defaultSettings(CameraConfig());
    EXPECT_GE(frameTiming(settings, 2448 * 2048, 2048).resultingRateHz(), 75.0);
}

struct LimitCase
{
    const char *what;
    std::size_t payload;
    double exposureUs, rateHz; ///< 0 Hz: AcquisitionFrameRate is off
    ShutterMode shutter;
    bool triggered;
    RateLimit limit;
    double shortestUs, periodUs;
};

constexpr double kReadoutUs = (2048 + kOverheadLines) * kLineTimeUs; // 12736.8

TEST(FrameTiming, theSlowestPartLimits)
{
    using enum RateLimit;
    using enum ShutterMode;
    const LimitCase cases[] = {
        {"readout", 1000, 100, 0, Global, false, SensorReadout, kReadoutUs, kReadoutUs},
        {"exposure", 1000, 20'000, 0, Global, false, Exposure, 20'010, 20'010},
        {"link: 400 MB/s", 100'000'000, 100, 0, Global, false, LinkThroughput, 250'000, 250'000},
        {"wanted, slower", 1000, 100, 10, Global, false, RateLimit::AcquisitionFrameRate, kReadoutUs, 1e5},
        {"wanted, faster than possible", 1000, 100, 1000, Global, false, SensorReadout, kReadoutUs, kReadoutUs},
        {"trigger", 1000, 100, 10, Global, true, Trigger, kReadoutUs, 1e5},
        {"rolling overlaps too", 1000, 20'000, 0, Rolling, false, Exposure, 20'010, 20'010},
        {"global reset: exposure, then readout", 1000, 20'000, 0, GlobalReset, false, Exposure, 20'000 + kReadoutUs,
         20'000 + kReadoutUs},
        {"global reset, mostly readout", 1000, 100, 0, GlobalReset, false, SensorReadout, 100 + kReadoutUs,
         100 + kReadoutUs},
        {"global reset, link", 100'000'000, 100, 0, GlobalReset, false, LinkThroughput, 250'000, 250'000},
    };
    for (const LimitCase &c : cases) {
        Settings settings = defaultSettings(CameraConfig());
        settings.exposureUs = c.exposureUs;
        settings.frameRateEnable = c.rateHz > 0;
        settings.frameRateHz = c.rateHz;
        settings.shutterMode = c.shutter;
        settings.io.triggers[std::size_t(TriggerKind::FrameStart)].on = c.triggered;
        const FrameTiming timing = frameTiming(settings, c.payload, 2048);
        EXPECT_EQ(timing.limit, c.limit) << c.what;
        EXPECT_DOUBLE_EQ(timing.shortestPeriodUs(), c.shortestUs) << c.what;
        EXPECT_DOUBLE_EQ(timing.periodUs(), c.periodUs) << c.what;
    }
}

TEST(FrameTiming, theLinkIsAsFastAsItsLimit)
{
    Settings settings = defaultSettings(CameraConfig());
    settings.frameRateEnable = false;
    settings.linkBytesPerSecond = 1'000'000;
    EXPECT_DOUBLE_EQ(frameTiming(settings, 5'000'000, 2048).resultingRateHz(), 0.2);
    settings.linkBytesPerSecond = 1'000'000'000;
    EXPECT_EQ(frameTiming(settings, 5'000'000, 2048).limit, RateLimit::SensorReadout);
}

struct ModeCase
{
    const char *mode, *count;
    unsigned frames;
};

TEST_F(CameraFeatures, limitedModesEndByThemselves)
{
    set("AcquisitionFrameRate", "200");
    for (const ModeCase &c :
         {ModeCase{"SingleFrame", "5", 1}, ModeCase{"MultiFrame", "5", 5}, ModeCase{"MultiFrame", "1", 1}}) {
        ASSERT_TRUE(set("AcquisitionMode", c.mode));
        ASSERT_TRUE(set("AcquisitionFrameCount", c.count));
        ASSERT_TRUE(set("AcquisitionStart", "1"));
        for (unsigned i = 0; i < c.frames; ++i)
            ASSERT_EQ(frame()->counter, i) << c.mode;
        EXPECT_EQ(integer("AcquisitionStatus"), 0) << c.mode;
        EXPECT_EQ(camera.nextFrame(Steady::now() + milliseconds(30)), nullptr) << c.mode;
    }
}

TEST_F(CameraFeatures, aSecondStartChangesNothing)
{
    set("AcquisitionFrameRate", "200");
    set("AcquisitionStart", "1");
    EXPECT_EQ(frame()->counter, 0u);
    EXPECT_EQ(frame()->counter, 1u);
    set("AcquisitionStart", "1");
    EXPECT_EQ(frame()->counter, 2u);
}

TEST_F(CameraFeatures, framesCarryTheRegionAndTheTime)
{
    set("Width", "320");
    set("Height", "240");
    set("OffsetX", "100");
    set("OffsetY", "50");
    set("AcquisitionStart", "1");
    set("TimestampLatch", "1");
    const auto latch = integer("TimestampLatchValue");
    const auto received = frame();
    EXPECT_EQ(received->width, 320u);
    EXPECT_EQ(received->height, 240u);
    EXPECT_EQ(received->offsetX, 100u);
    EXPECT_EQ(received->offsetY, 50u);
    EXPECT_EQ(received->imageBytes, 320u * 240u);
    EXPECT_NEAR(double(received->timestampNs), double(latch), 50e6) << "exposure began just before the latch";
}

TEST_F(CameraFeatures, interruptEndsTheWait)
{
    camera.interrupt();
    const auto before = Steady::now();
    EXPECT_EQ(camera.nextFrame(before + std::chrono::seconds(30)), nullptr);
    EXPECT_LT(Steady::now() - before, std::chrono::seconds(5));
}

TEST_F(CameraFeatures, userIdIsShortAndPrintable)
{
    EXPECT_TRUE(set("DeviceUserID", "fifteen chars.."));
    EXPECT_FALSE(set("DeviceUserID", "sixteen chars..!"));
    EXPECT_FALSE(set("DeviceUserID", "two\nlines"));
    EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "fifteen chars..");
}

TEST_F(CameraFeatures, theXmlFaultsReplaceTheFile)
{
    const XmlFile good = camera.xmlFile();
    ASSERT_FALSE(good.bytes.empty());
    EXPECT_EQ(good.bytes.size() % 4, 0u);
    EXPECT_TRUE(set("VirtualFaultXml", "Missing"));
    EXPECT_TRUE(camera.xmlFile().bytes.empty());
    EXPECT_TRUE(set("VirtualFaultXml", "NotZip"));
    EXPECT_EQ(camera.xmlFile().name, good.name);
    EXPECT_NE(camera.xmlFile().bytes[0], 'P');
    EXPECT_TRUE(set("VirtualFaultXml", "Broken"));
    EXPECT_EQ(camera.xmlFile().bytes[0], 'P');
    EXPECT_LT(camera.xmlFile().bytes.size(), good.bytes.size());
}

} // namespace
} // namespace mv::vcam
