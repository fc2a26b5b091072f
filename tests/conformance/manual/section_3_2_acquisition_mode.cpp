// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3 (its first page) and 3.2: what is grey when, and how many frames a start gives.
#include "tests/conformance/manual/sentence.h"
#include "tests/conformance/manual/timing.h"

namespace mv::test {
namespace {

const std::vector<std::string> kFast = {"AcquisitionFrameRate=200", "ExposureTime=1000"};

void userLevels()
{
    WireCamera camera;
    EXPECT_EQ(camera.visibility("AcquisitionMode"), ARV_GC_VISIBILITY_BEGINNER);
    EXPECT_EQ(camera.visibility("DeviceLinkThroughputLimit"), ARV_GC_VISIBILITY_EXPERT);
    EXPECT_EQ(camera.visibility("FrameSentCount"), ARV_GC_VISIBILITY_GURU);
}

void grayWhileRunning()
{
    WireCamera camera;
    const char *kLocked[] = {"Width", "Height", "OffsetX", "OffsetY", "PixelFormat", "AcquisitionMode"};
    for (const char *feature : kLocked)
        EXPECT_FALSE(camera.isLocked(feature)) << feature;
    camera.start();
    for (const char *feature : kLocked)
        EXPECT_TRUE(camera.isLocked(feature)) << feature;
    EXPECT_EQ(camera.trySet("Width", std::int64_t(160)), Answer::AccessDenied);
    EXPECT_EQ(camera.trySet("PixelFormat", "Mono12"), Answer::AccessDenied);
    EXPECT_EQ(camera.integer("Width"), 320) << "and nothing was changed";
    camera.stop();
    EXPECT_FALSE(camera.isLocked("Width"));
    camera.set("Width", 160);
}

void singleFrame()
{
    WireCamera camera(kFast);
    camera.set("AcquisitionMode", "SingleFrame");
    for (int round = 0; round < 3; ++round) {
        camera.start();
        camera.take(1);
        EXPECT_EQ(camera.drain(), 0u) << "it stops after one capture";
        EXPECT_FALSE(camera.boolean("AcquisitionStatus"));
        camera.stop();
    }
    EXPECT_EQ(camera.integer("FrameSentCount"), 3);
}

void continuous()
{
    WireCamera camera(kFast);
    camera.set("AcquisitionMode", "Continuous");
    camera.start();
    camera.take(300); // more than MultiFrame could be asked for
    EXPECT_TRUE(camera.boolean("AcquisitionStatus"));
    camera.execute("AcquisitionStop");
    camera.drain(); // what was on the wire
    const auto sent = camera.integer("FrameSentCount");
    EXPECT_FALSE(camera.boolean("AcquisitionStatus")) << "manual operation stops it";
    EXPECT_EQ(camera.drain(), 0u);
    EXPECT_EQ(camera.integer("FrameSentCount"), sent);
}

void multiFrame()
{
    WireCamera camera(kFast);
    camera.set("AcquisitionMode", "MultiFrame");
    for (const int count : {1, 7, 255}) {
        camera.set("AcquisitionFrameCount", count);
        const auto before = camera.integer("FrameSentCount");
        const auto droppedBefore = camera.integer("FrameDroppedCount");
        camera.start();
        camera.waitUntil(camera.now() + std::uint64_t(count + 2) * 5 * kNsPerMs);
        camera.drain();
        EXPECT_FALSE(camera.boolean("AcquisitionStatus"));
        // A host that was busy for long may have cost frames; the camera must have exposed so many and no more.
        const auto exposed =
            camera.integer("FrameSentCount") - before + camera.integer("FrameDroppedCount") - droppedBefore;
        EXPECT_EQ(exposed, count);
        camera.stop();
    }
}

void multiFrameReceived()
{
    WireCamera camera({"AcquisitionFrameRate=50"});
    camera.set("AcquisitionMode", "MultiFrame");
    camera.set("AcquisitionFrameCount", 5);
    camera.start();
    EXPECT_NEAR(framesPerSecond(camera.take(5)), 50, 1e-3);
    EXPECT_EQ(camera.drain(), 0u);
}

void frameCountRange()
{
    WireCamera camera;
    camera.set("AcquisitionMode", "MultiFrame");
    EXPECT_TRUE(camera.isAvailable("AcquisitionFrameCount"));
    EXPECT_EQ(camera.trySet("AcquisitionFrameCount", std::int64_t(0)), Answer::InvalidParameter);
    EXPECT_EQ(camera.trySet("AcquisitionFrameCount", std::int64_t(256)), Answer::InvalidParameter);
    camera.set("AcquisitionFrameCount", 1);
    camera.set("AcquisitionFrameCount", 255);
    camera.set("AcquisitionMode", "Continuous");
    EXPECT_FALSE(camera.isAvailable("AcquisitionFrameCount")) << "it needs to be configured for MultiFrame";
}

void stopBeforeCount()
{
    WireCamera camera({"AcquisitionFrameRate=20"});
    camera.set("AcquisitionMode", "MultiFrame");
    camera.set("AcquisitionFrameCount", 100);
    camera.start();
    camera.take(3);
    camera.execute("AcquisitionStop");
    EXPECT_FALSE(camera.boolean("AcquisitionStatus"));
    EXPECT_LE(camera.drain(), 2u) << "only what was on its way";
    EXPECT_LE(camera.integer("FrameSentCount"), 5);
    camera.stop();
    camera.set("AcquisitionFrameCount", 4);
    camera.start(); // and the next start counts anew
    camera.take(4);
    EXPECT_EQ(camera.drain(), 0u);
}

const Sentence kSentences[] = {
    {"3", "UserLevels", "3 user levels, including Beginner, Expert and Guru", userLevels},
    {"3", "GrayWhileRunning", "grayed out parameters cannot be changed under the current running mode",
     grayWhileRunning},
    {"3.2", "SingleFrame", "the camera starts capturing and stops after one capture", singleFrame},
    {"3.2", "Continuous", "the camera keeps capturing; manual operation is required for stopping", continuous},
    {"3.2", "MultiFrame", "the number of frames to be captured is AcquisitionFrameCount", multiFrame},
    {"3.2", "MultiFrameReceived", "as many frames arrive, at the frame rate", multiFrameReceived},
    {"3.2", "FrameCountRange", "AcquisitionFrameCount 1-255 needs to be configured for MultiFrame", frameCountRange},
    {"3.2", "StopBeforeCount", "you can manually stop before the set volume is reached", stopBeforeCount},
};

MV_MANUAL_TABLE(Section_3_2, kSentences);

} // namespace
} // namespace mv::test
