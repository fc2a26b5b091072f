// SPDX-License-Identifier: GPL-3.0-or-later
// Chunks: what comes with an image is what the image was made with.
#include "tests/conformance/manual/line_bench.h"
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

namespace mv::test {
namespace {

const char *const kChunks[] = {"FrameCounter", "Timestamp", "ExposureTime", "Gain", "LineStatusAll"};

void enableAll(WireCamera &camera)
{
    camera.set("ChunkModeActive", true);
    std::vector<std::string> features;
    for (const char *chunk : kChunks) {
        camera.set("ChunkSelector", chunk);
        camera.set("ChunkEnable", true);
        features.push_back(std::string("Chunk") + chunk);
    }
    camera.watchChunks(features);
}

void sayTheTruth()
{
    WireCamera camera({"ExposureTime=2345.5", "GainRaw=2.5", "AcquisitionFrameRate=50"});
    enableAll(camera);
    const auto shots = camera.record(10);
    for (const Shot &shot : shots) {
        EXPECT_EQ(std::uint64_t(shot.whole.at("ChunkTimestamp")), shot.timestampNs);
        EXPECT_DOUBLE_EQ(shot.real.at("ChunkExposureTime"), 2345.5);
        EXPECT_DOUBLE_EQ(shot.real.at("ChunkGain"), 2.5);
        const auto since = double(shot.timestampNs - shots[0].timestampNs) / (20.0 * kNsPerMs);
        EXPECT_NEAR(double(shot.whole.at("ChunkFrameCounter") - shots[0].whole.at("ChunkFrameCounter")), since, 1e-3);
        EXPECT_EQ(shot.bytes[0], shot.whole.at("ChunkFrameCounter") % 256) << "the moving ramp's first pixel is it";
    }
}

/// Each image has the values of its own exposure, whatever was set meanwhile.
void followTheImage()
{
    WireCamera camera({"ExposureTime=1000", "AcquisitionFrameRate=20"});
    enableAll(camera);
    camera.set("TriggerSelector", "FrameStart");
    camera.set("TriggerMode", "On");
    camera.set("TriggerSource", "Software");
    camera.start();
    for (const double value : {1.0, 2.0, 7.5}) {
        camera.set("ExposureTime", 1000 * value);
        camera.set("GainRaw", value);
        camera.execute("TriggerSoftware");
        const Shot shot = camera.take(1)[0];
        EXPECT_DOUBLE_EQ(shot.real.at("ChunkExposureTime"), 1000 * value);
        EXPECT_DOUBLE_EQ(shot.real.at("ChunkGain"), value);
    }
}

/// At the start of the exposure.
void lineStatus()
{
    WireCamera camera({"ExposureTime=1000", "AcquisitionFrameRate=50"});
    enableAll(camera);
    for (const bool high : {true, false}) {
        setVoltage(camera, "Line1", high ? 12.0 : 0.0);
        setVoltage(camera, "Line2", high ? 0.0 : 12.0);
        const Shot shot = camera.record(1)[0];
        EXPECT_EQ(shot.whole.at("ChunkLineStatusAll") & 6, high ? 2 : 4);
        EXPECT_EQ(camera.integer("LineStatusAll") & 6, high ? 2 : 4);
    }
}

/// The automatic gain of each image.
void gainOfAutoModes()
{
    WireCamera camera({"VirtualFrameSource=Physics", "TestImageSelector=Off", "VirtualTarget=Uniform",
                       "VirtualPhotonFlux=200000", "AcquisitionFrameRate=100", "GainAuto=Continuous"});
    enableAll(camera);
    const auto shots = camera.record(40);
    EXPECT_DOUBLE_EQ(shots.front().real.at("ChunkGain"), 1.0);
    EXPECT_GT(shots.back().real.at("ChunkGain"), 2.0);
}

void onlyWhatIsEnabled()
{
    WireCamera camera;
    const auto plain = camera.integer("PayloadSize");
    enableAll(camera);
    const auto all = camera.integer("PayloadSize");
    for (const char *chunk : kChunks) {
        camera.set("ChunkSelector", chunk);
        camera.set("ChunkEnable", false);
    }
    EXPECT_LT(camera.integer("PayloadSize"), all);
    EXPECT_GT(camera.integer("PayloadSize"), plain) << "the image itself is a chunk";
    camera.watchChunks({});
    EXPECT_EQ(camera.record(1)[0].bytes.size(), std::size_t(camera.integer("PayloadSize")));
    camera.set("ChunkModeActive", false);
    EXPECT_EQ(camera.integer("PayloadSize"), plain);
    EXPECT_EQ(camera.record(1)[0].bytes.size(), std::size_t(plain));
}

const Sentence kSentences[] = {
    {"ChunkDataControl", "SayTheTruth", "timestamp, exposure, gain, frame counter", sayTheTruth},
    {"ChunkDataControl", "FollowTheImage", "of the image they come with", followTheImage},
    {"ChunkDataControl", "LineStatus", "and the state of the lines", lineStatus},
    {"ChunkDataControl", "GainOfAutoModes", "also of values that the camera sets itself", gainOfAutoModes},
    {"ChunkDataControl", "OnlyWhatIsEnabled", "only those that are enabled", onlyWhatIsEnabled},
};

MV_MANUAL_TABLE(Chunks, kSentences);

} // namespace
} // namespace mv::test
