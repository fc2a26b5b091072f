// SPDX-License-Identifier: GPL-3.0-or-later
// Manual 3.4: flat-field correction in the camera, held to the physical limit.
#include "tests/conformance/manual/camera_file.h"
#include "tests/conformance/manual/flat_field.h"
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <cmath>

namespace mv::test {
namespace {

const std::vector<std::string> kSmall = {"--sensor", "256x192"};
constexpr std::size_t kPixelsAcross = 256, kPixelsDown = 192;

/// What no correction with stacks of so many frames can pass but by luck, from the uncorrected stacks: EMVA's temporal
/// variances and signals, the closed formulas of a two-point correction with output steps of 1 DN and offsets in 1/16.
class Limit
{
public:
    Limit(const Stack &dark, const Stack &bright) : m_dark(dark), m_bright(bright), m_black(dark.level())
    {
        double middle = 0;
        for (std::size_t y = 80; y < 112; ++y)
            for (std::size_t x = 112; x < 144; ++x)
                middle += signal(y * kPixelsAcross + x) / (32 * 32);
        m_target = middle;
    }
    /// NU at the level of the calibration times @p rho.
    double nonuniformity(double rho) const
    {
        double bright = 0, dark = 0;
        for (std::size_t i = 0; i < m_bright.mean.size(); ++i) {
            bright += m_bright.variance[i] / std::pow(signal(i), 2) / pixels();
            dark += m_dark.variance[i] / std::pow(signal(i), 2) / pixels();
        }
        const double shadows = std::pow((1 - rho) / rho, 2);
        return std::sqrt((bright + shadows * dark) / kCalibrationFrames + 1.0 / 12 / std::pow(rho * m_target, 2));
    }
    double darkNonuniformity() const
    {
        double gains = 0, dark = 0;
        for (std::size_t i = 0; i < m_bright.mean.size(); ++i) {
            gains += std::pow(m_target / signal(i), 2) / pixels();
            dark += m_dark.variance[i] / pixels();
        }
        return std::sqrt(gains * (dark / kCalibrationFrames + 1.0 / 256 / 12) + 1.0 / 12);
    }

private:
    double signal(std::size_t i) const { return m_bright.mean[i] - m_black; }
    double pixels() const { return double(m_bright.mean.size()); }

    const Stack &m_dark, &m_bright;
    const double m_black;
    double m_target = 0;
};

double nonuniformity(const Stack &bright, const Stack &dark)
{
    return std::sqrt(std::max(0.0, bright.spatialVariance())) / (bright.level() - dark.level());
}

void reachesTheLimit()
{
    WireCamera camera(flatFieldScene(), kSmall);
    const Stack rawDark = takeStack(camera, 0, 32), rawBright = takeStack(camera, 1, 32);
    const Limit limit(rawDark, rawBright);
    EXPECT_GT(nonuniformity(rawBright, rawDark), 20 * limit.nonuniformity(1)) << "there is something to correct";
    calibrate(camera);
    camera.set("FFCEnable", "On");
    const Stack dark = takeStack(camera, 0, 32); // new frames: those of the calibration leave nothing by construction
    for (const double rho : {1.0, 0.5, 0.25}) {
        const double left = nonuniformity(takeStack(camera, rho, 32), dark);
        EXPECT_LE(left, 1.05 * limit.nonuniformity(rho)) << "at " << rho << " of the calibration's light";
    }
    EXPECT_LE(std::sqrt(std::max(0.0, dark.spatialVariance())), 1.05 * limit.darkNonuniformity());
    EXPECT_NEAR(dark.level(), rawDark.level(), 0.6) << "the mean dark stays, so that noise is not cut off";
}

/// The darkest corner over the middle, after dark-subtraction.
double cornerRatio(const Stack &bright, double black)
{
    const auto block = [&](std::size_t left, std::size_t top) {
        double sum = 0;
        for (std::size_t y = top; y < top + 16; ++y)
            for (std::size_t x = left; x < left + 16; ++x)
                sum += (bright.mean[y * kPixelsAcross + x] - black) / 256;
        return sum;
    };
    return block(0, kPixelsDown - 16) / block(120, 88);
}

void darkPartsBecomeBright()
{
    WireCamera camera(flatFieldScene(), kSmall);
    EXPECT_LT(cornerRatio(takeStack(camera, 1, 4), 64), 0.7);
    calibrate(camera);
    camera.set("FFCEnable", "On");
    EXPECT_NEAR(cornerRatio(takeStack(camera, 1, 4), 64), 1.0, 0.003);
    camera.set("FFCEnable", "Off");
    EXPECT_LT(cornerRatio(takeStack(camera, 1, 4), 64), 0.7) << "ON/OFF option for you to disable it";
}

void stagesOneByOne()
{
    WireCamera camera(flatFieldScene(), kSmall);
    EXPECT_FALSE(camera.isAvailable("FFCEnable")) << "nothing to enable yet";
    EXPECT_EQ(camera.trySet("FFCEnable", "On"), Answer::AccessDenied);
    EXPECT_EQ(camera.integer("FFCFrameCount"), 64);
    EXPECT_EQ(camera.entry("FFCStatus"), "Idle");
    const double dsnu = takeStack(camera, 0, 16).spatialVariance();
    EXPECT_EQ(runStage(camera, "DarkFpn", "Capped").status, "Done");
    EXPECT_EQ(camera.integer("FFCProgress"), 100);
    camera.set("FFCEnable", "On");
    EXPECT_LT(takeStack(camera, 0, 16).spatialVariance(), dsnu / 2) << "in dark field, correct fixed-pattern noise";
    EXPECT_EQ(runStage(camera, "BrightPrnu", "Uniform").status, "Done");
    EXPECT_LT(cornerRatio(takeStack(camera, 1, 4), 64), 0.7) << "the lens is the next stage's";
    EXPECT_EQ(runStage(camera, "BrightShading", "Uniform").status, "Done");
    EXPECT_NEAR(cornerRatio(takeStack(camera, 1, 4), 64), 1.0, 0.003);
    EXPECT_GT(camera.real("FFCRatio"), 1.2);
    EXPECT_LT(camera.real("FFCRatio"), 2.0);
}

/// Everything that a refusal must leave as it was.
struct Memory
{
    FileBytes offset, gain;
    std::string enabled;
    bool operator==(const Memory &) const = default;
};

Memory memoryOf(WireCamera &camera)
{
    return {readFile(camera, "FFCOffset"), readFile(camera, "FFCGain"), camera.entry("FFCEnable")};
}

/// The first bytes of both maps, with their checksums in them, which saves reading half a megabyte.
std::vector<FileBytes> headersOf(WireCamera &camera)
{
    std::vector<FileBytes> headers;
    for (const char *file : {"FFCOffset", "FFCGain"}) {
        EXPECT_EQ(openFile(camera, file, "Read"), "Success");
        camera.set("FileAccessOffset", 0);
        camera.set("FileAccessLength", 32);
        EXPECT_EQ(fileOperation(camera, "Read"), "Success");
        auto bytes = camera.registerBytes("FileAccessBuffer");
        bytes.resize(32);
        headers.push_back(bytes);
        EXPECT_EQ(fileOperation(camera, "Close"), "Success");
    }
    return headers;
}

void ratioAboveTwo()
{
    WireCamera camera(flatFieldScene(), kSmall);
    calibrate(camera);
    camera.set("FFCEnable", "On");
    const Memory before = memoryOf(camera);
    camera.set("VirtualCornerRatio", 0.3); // of blocks of 32 pixels still more than 2
    for (const char *stage : {"BrightPrnu", "BrightShading"}) {
        const StageEnd end = runStage(camera, stage, "Uniform");
        EXPECT_EQ(end.status, "Refused");
        EXPECT_EQ(end.reason, "RatioAboveTwo");
        EXPECT_GT(camera.real("FFCRatio"), 2.0);
        EXPECT_LT(camera.real("FFCRatio"), 3.4);
        EXPECT_TRUE(memoryOf(camera) == before) << "nothing changed";
    }
    EXPECT_EQ(before.enabled, "On");
    camera.set("VirtualCornerRatio", 0.6);
    EXPECT_EQ(runStage(camera, "BrightPrnu", "Uniform").status, "Done") << "and what is good enough is taken";
}

struct Trouble
{
    const char *gate, *stage, *target, *reason;
};

void eachReason()
{
    const Trouble kTroubles[] = {
        {"VirtualGateDarkTooBright", "DarkFpn", "Capped", "DarkTooBright"},
        {"VirtualGateDarkClipped", "DarkFpn", "Capped", "DarkClipped"},
        {"VirtualGateBrightTooDark", "BrightPrnu", "Uniform", "TooDark"},
        {"VirtualGateBrightTooBright", "BrightPrnu", "Uniform", "TooBright"},
        {"VirtualGateSaturation", "BrightPrnu", "Uniform", "Saturated"},
        {"VirtualGateRatio", "BrightPrnu", "Uniform", "RatioAboveTwo"},
        {"VirtualGateDefects", "BrightPrnu", "Uniform", "TooManyDefects"},
    };
    // Blocks of 32 pixels are small before this sensor, so that the gates' corners are seen as dark as they are.
    WireCamera camera(flatFieldScene({"FFCFrameCount=16", "AcquisitionFrameRate=40"}), {"--sensor", "640x480"});
    ASSERT_EQ(runStage(camera, "DarkFpn", "Capped").status, "Done");
    for (const Trouble &trouble : kTroubles) {
        SCOPED_TRACE(trouble.gate);
        if (std::string(trouble.gate) == "VirtualGateDefects")
            camera.set("VirtualPartDeadPixels", true);
        const auto before = headersOf(camera);
        camera.set(trouble.gate, true);
        const StageEnd end = runStage(camera, trouble.stage, trouble.target);
        camera.set(trouble.gate, false);
        EXPECT_EQ(end.status, "Refused");
        EXPECT_EQ(end.reason, trouble.reason);
        EXPECT_TRUE(headersOf(camera) == before);
    }
}

void wrongOrder()
{
    WireCamera camera(flatFieldScene({"FFCFrameCount=16"}), kSmall);
    camera.set("FFCStageSelector", "BrightPrnu");
    camera.start();
    EXPECT_EQ(camera.tryExecute("FFCCalibrate"), Answer::AccessDenied) << "before the dark field";
    EXPECT_EQ(camera.entry("FFCStatus"), "Refused");
    EXPECT_EQ(camera.entry("FFCRefusalReason"), "WrongOrder");
    camera.stop();
    camera.set("FFCStageSelector", "DarkFpn");
    EXPECT_EQ(camera.tryExecute("FFCCalibrate"), Answer::AccessDenied) << "nothing is streaming";
    EXPECT_EQ(camera.entry("FFCRefusalReason"), "NotStreaming");
}

void abortChangesNothing()
{
    WireCamera camera(flatFieldScene({"FFCFrameCount=256", "AcquisitionFrameRate=50"}), kSmall);
    camera.set("VirtualTarget", "Capped");
    camera.start();
    camera.execute("FFCCalibrate");
    EXPECT_EQ(camera.entry("FFCStatus"), "Running");
    std::int64_t last = 0;
    for (int i = 0; i < 20; ++i) {
        camera.take(1);
        EXPECT_GE(camera.integer("FFCProgress"), last);
        last = camera.integer("FFCProgress");
    }
    EXPECT_GT(last, 0);
    EXPECT_LT(last, 50);
    EXPECT_EQ(camera.tryExecute("FFCCalibrate"), Answer::AccessDenied) << "one is running";
    camera.execute("FFCAbort");
    EXPECT_EQ(camera.entry("FFCStatus"), "Idle");
    camera.stop();
    EXPECT_FALSE(camera.isAvailable("FFCEnable"));
}

void savedAndLoaded()
{
    const std::string path = testing::TempDir() + "mv-ffc-" + std::to_string(std::hash<const void *>{}(&kSmall));
    const std::vector<std::string> kept{"--sensor", "256x192", "--state", path};
    Memory calibrated;
    {
        WireCamera camera(flatFieldScene({"FFCFrameCount=16"}), kept);
        EXPECT_EQ(runStage(camera, "DarkFpn", "Capped").status, "Done");
        calibrated = memoryOf(camera);
        camera.execute("FFCSave");
        camera.execute("FFCClear");
        EXPECT_FALSE(camera.isAvailable("FFCEnable"));
        camera.execute("FFCLoad");
        EXPECT_TRUE(memoryOf(camera) == calibrated);
    }
    {
        WireCamera camera(flatFieldScene(), kept);
        camera.execute("FFCLoad");
        EXPECT_TRUE(memoryOf(camera) == calibrated) << "after a restart";
    }
    for (const char *file : {"", ".flash"})
        std::remove((path + file).c_str());
}

void basicHasNone()
{
    WireCamera camera({}, {"--sensor", "256x192", "--model", "basic"});
    EXPECT_FALSE(camera.exists("FFCEnable") && camera.isAvailable("FFCEnable"));
    EXPECT_NE(camera.tryExecute("FFCCalibrate"), Answer::Success);
}

const Sentence kSentences[] = {
    {"3.4", "ReachesTheLimit", "mainly for ensuring image balance: down to what noise allows", reachesTheLimit},
    {"3.4", "DarkPartsBecomeBright", "you can see the difference on the dark part of the image", darkPartsBecomeBright},
    {"3.4", "StagesOneByOne", "FFC works by combination of 3 corrections", stagesOneByOne},
    {"3.4", "RatioAboveTwo", "the ratio between maximum and minimum brightness cannot exceed 2", ratioAboveTwo},
    {"3.4", "EachReason", "what cannot be corrected is refused with a reason, and nothing changes", eachReason},
    {"3.4", "WrongOrder", "dark field first, on live images", wrongOrder},
    {"3.4", "AbortChangesNothing", "a stage has a progress and can be aborted", abortChangesNothing},
    {"3.4", "SavedAndLoaded", "stored, also over a restart", savedAndLoaded},
    {"3.4", "BasicHasNone", "(a model without)", basicHasNone},
};

MV_MANUAL_TABLE(Section_3_4, kSentences);

} // namespace
} // namespace mv::test
