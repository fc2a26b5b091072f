// SPDX-License-Identifier: GPL-3.0-or-later
// Flat-field correction as a client of the camera sees it: features in, corrected frames out.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/files/file_access.h"
#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/picture/picture_maker.h"
#include "camera/virtual/core/sensor/sensor.h"
#include "camera/virtual/core/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace mv::vcam {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::uint16_t>;

constexpr std::uint32_t kWidth = 160, kHeight = 128;

class FlatFieldCamera : public testing::Test
{
protected:
    Camera camera{{Model::Mono, "T1", kWidth, kHeight, 1}, {}};

    void SetUp() override
    {
        for (const auto &[name, text] : {std::pair{"PixelFormat", "Mono12"},
                                         {"AcquisitionFrameRate", "500"},
                                         {"ExposureTime", "1000"},
                                         {"VirtualPhotonFlux", "12500000"},
                                         {"VirtualTemperatureRise", "0"},
                                         {"FFCFrameCount", "16"}})
            set(name, text);
    }
    void set(std::string_view name, std::string_view text)
    {
        const auto refused = camera.setFeature(name, text);
        EXPECT_FALSE(refused) << *refused;
    }
    std::int64_t integer(std::string_view name) const { return std::get<std::int64_t>(camera.feature(name)); }
    Status execute(std::string_view name) { return camera.setFeatureValue(name, std::int64_t(1)); }
    FlatFieldStatus status() const { return FlatFieldStatus(integer("FFCStatus")); }
    Refusal reason() const { return Refusal(integer("FFCRefusalReason")); }

    /// The pixels of the next frame.
    Words frame()
    {
        const auto frame = camera.nextFrame(std::chrono::steady_clock::now() + 1s);
        if (!frame)
            return {};
        while (frame->pixelsState() == PixelsState::Pending)
            std::this_thread::sleep_for(100us);
        Words words(frame->imageBytes / 2);
        if (frame->pixelsState() == PixelsState::Ready)
            Camera::pixels(*frame, 0, {reinterpret_cast<std::uint8_t *>(words.data()), frame->imageBytes});
        return words;
    }
    FlatFieldStatus finish()
    {
        const auto deadline = std::chrono::steady_clock::now() + 60s;
        while (status() == FlatFieldStatus::Running && std::chrono::steady_clock::now() < deadline)
            frame();
        return status();
    }
    FlatFieldStatus run(std::string_view stage, std::string_view target)
    {
        set("VirtualTarget", target);
        set("FFCStageSelector", stage);
        execute("AcquisitionStart");
        EXPECT_EQ(execute("FFCCalibrate"), Status::Success) << stage << ' ' << integer("FFCRefusalReason");
        const FlatFieldStatus result = finish();
        execute("AcquisitionStop");
        return result;
    }
    void calibrate()
    {
        ASSERT_EQ(run("DarkFpn", "Capped"), FlatFieldStatus::Done);
        ASSERT_EQ(run("BrightPrnu", "Uniform"), FlatFieldStatus::Done);
        ASSERT_EQ(run("BrightShading", "Uniform"), FlatFieldStatus::Done);
    }
    /// Of a single frame, stamp and noise and all: corner blocks over the middle.
    double cornerRatio()
    {
        set("VirtualTarget", "Uniform");
        set("VirtualFrameStamp", "false");
        execute("AcquisitionStart");
        const Words words = frame();
        execute("AcquisitionStop");
        const auto block = [&words](std::size_t left, std::size_t top) {
            double sum = 0;
            for (std::size_t y = top; y < top + 16; ++y)
                for (std::size_t x = left; x < left + 16; ++x)
                    sum += words[y * kWidth + x] - 64.0;
            return sum;
        };
        return block(0, 0) / block(kWidth / 2 - 8, kHeight / 2 - 8);
    }
};

// With the frame source Prerendered, as at power-up: while a stage runs the frames are computed all the same.
TEST_F(FlatFieldCamera, threeStagesMakeThePictureEven)
{
    EXPECT_TRUE(camera.setFeature("FFCEnable", "On")) << "there is nothing to switch on";
    EXPECT_NEAR(cornerRatio(), 0.65, 0.05);
    calibrate();
    EXPECT_EQ(reason(), Refusal::None);
    EXPECT_EQ(integer("FFCProgress"), 100);
    EXPECT_NEAR(std::get<double>(camera.feature("FFCRatio")), 1.37, 0.03) << "the corner blocks are not the corners";
    EXPECT_NEAR(double(integer("FFCPedestal")), 64, 2);
    EXPECT_NEAR(cornerRatio(), 0.65, 0.05) << "not before it is switched on";
    set("FFCEnable", "On");
    EXPECT_NEAR(cornerRatio(), 1, 0.01);
    EXPECT_EQ(execute("FFCClear"), Status::Success);
    EXPECT_EQ(integer("FFCEnable"), 0);
    EXPECT_NEAR(cornerRatio(), 0.65, 0.05);
}

// Any region, binned and mirrored, is the same piece of the corrected sensor.
TEST_F(FlatFieldCamera, theSensorsPixelsAreCorrectedInAnyRegion)
{
    calibrate();
    set("FFCEnable", "On");
    set("BinningHorizontal", "2");
    set("BinningHorizontalMode", "Average");
    set("Width", "40");
    set("OffsetX", "40");
    set("ReverseY", "true");
    set("VirtualFrameStamp", "false");
    execute("AcquisitionStart");
    const Words words = frame();
    ASSERT_EQ(words.size(), 40u * kHeight);
    double left = 0, right = 0;
    for (std::size_t y = 0; y < kHeight; ++y)
        for (std::size_t x = 0; x < 8; ++x) {
            left += words[y * 40 + x] - 64.0;
            right += words[y * 40 + 32 + x] - 64.0;
        }
    EXPECT_NEAR(left / right, 1, 0.01);
}

TEST_F(FlatFieldCamera, refusalsAreNamedAtOnce)
{
    const auto refusedFor = [this](Refusal wanted) {
        EXPECT_EQ(execute("FFCCalibrate"), Status::AccessDenied);
        EXPECT_EQ(status(), FlatFieldStatus::Refused);
        EXPECT_EQ(reason(), wanted);
    };
    refusedFor(Refusal::NotStreaming);
    set("Width", "80");
    execute("AcquisitionStart");
    refusedFor(Refusal::NotFullSensor);
    execute("AcquisitionStop");
    set("Width", std::to_string(kWidth));
    set("ReverseX", "true");
    execute("AcquisitionStart");
    refusedFor(Refusal::NotFullSensor);
    execute("AcquisitionStop");
    set("ReverseX", "false");
    set("FFCStageSelector", "BrightPrnu");
    set("TestImageSelector", "GreyDiagonalRampMoving");
    execute("AcquisitionStart");
    set("FFCStageSelector", "DarkFpn");
    refusedFor(Refusal::TestImageOn);
    set("TestImageSelector", "Off");
    set("FFCStageSelector", "BrightPrnu");
    refusedFor(Refusal::WrongOrder);
    EXPECT_EQ(execute("FFCLoad"), Status::AccessDenied);
    EXPECT_EQ(reason(), Refusal::NothingStored);
    EXPECT_EQ(integer("FFCIsCalibrated"), 0);
}

TEST_F(FlatFieldCamera, aStageThatLosesItsFramesEnds)
{
    set("FFCFrameCount", "256");
    set("VirtualTarget", "Capped");
    execute("AcquisitionStart");
    ASSERT_EQ(execute("FFCCalibrate"), Status::Success);
    EXPECT_EQ(execute("FFCCalibrate"), Status::AccessDenied) << "one at a time";
    EXPECT_EQ(execute("FFCClear"), Status::AccessDenied);
    EXPECT_EQ(execute("FFCSave"), Status::AccessDenied);
    EXPECT_EQ(status(), FlatFieldStatus::Running);
    frame();
    execute("AcquisitionStop");
    EXPECT_EQ(finish(), FlatFieldStatus::Refused);
    EXPECT_EQ(reason(), Refusal::NotStreaming);

    execute("AcquisitionStart");
    ASSERT_EQ(execute("FFCCalibrate"), Status::Success);
    frame();
    set("TestImageSelector", "GreyDiagonalRampMoving");
    EXPECT_EQ(finish(), FlatFieldStatus::Refused);
    EXPECT_EQ(reason(), Refusal::TestImageOn);
    set("TestImageSelector", "Off");

    ASSERT_EQ(execute("FFCCalibrate"), Status::Success);
    frame();
    EXPECT_EQ(execute("FFCAbort"), Status::Success);
    EXPECT_EQ(status(), FlatFieldStatus::Idle);
    EXPECT_EQ(integer("FFCIsCalibrated"), 0);

    ASSERT_EQ(execute("FFCCalibrate"), Status::Success);
    frame();
    set("ExposureTime", "1200");
    EXPECT_EQ(finish(), FlatFieldStatus::Refused);
    EXPECT_EQ(reason(), Refusal::SettingsChanged);
}

// Images end before the last ones are computed: they count.
TEST_F(FlatFieldCamera, aLimitedAcquisitionCanBeEnough)
{
    set("AcquisitionMode", "MultiFrame");
    set("AcquisitionFrameCount", "24"); // the first ones are exposed before the stage begins
    set("AcquisitionFrameRate", "50");  // slow enough that none is dropped
    EXPECT_EQ(run("DarkFpn", "Capped"), FlatFieldStatus::Done);
}

TEST_F(FlatFieldCamera, aRefusedStageLeavesTheOldCoefficients)
{
    calibrate();
    set("FFCEnable", "On");
    set("VirtualCornerRatio", "0.28");
    EXPECT_EQ(run("BrightShading", "Uniform"), FlatFieldStatus::Refused);
    EXPECT_EQ(reason(), Refusal::RatioAboveTwo);
    EXPECT_GT(std::get<double>(camera.feature("FFCRatio")), 2.0);
    set("VirtualCornerRatio", "0.6");
    EXPECT_EQ(integer("FFCEnable"), 1);
    EXPECT_NEAR(cornerRatio(), 1, 0.01);
    EXPECT_EQ(run("BrightShading", "Uniform"), FlatFieldStatus::Done) << "and can be run again";
}

TEST_F(FlatFieldCamera, whatIsSavedComesBack)
{
    std::vector<Flash> saved;
    bool writable = true;
    camera.onFlashChange([&](const Flash &flash) {
        saved.push_back(flash);
        return writable;
    });
    calibrate();
    EXPECT_EQ(saved.size(), 0u);
    EXPECT_EQ(execute("FFCSave"), Status::Success);
    ASSERT_EQ(saved.size(), 1u);
    EXPECT_EQ(status(), FlatFieldStatus::Done);
    EXPECT_EQ(execute("FFCClear"), Status::Success);
    EXPECT_EQ(execute("FFCLoad"), Status::Success);
    set("FFCEnable", "On");
    EXPECT_NEAR(cornerRatio(), 1, 0.01);

    Camera again({Model::Mono, "T1", kWidth, kHeight, 1}, {});
    again.setFlash(saved[0]);
    EXPECT_FALSE(again.setFeature("FFCEnable", "On")) << "from power-up on";

    writable = false;
    EXPECT_EQ(execute("FFCClear"), Status::Success);
    execute("FFCSave");
    EXPECT_EQ(reason(), Refusal::StoreFailed);
    EXPECT_EQ(execute("FFCLoad"), Status::Success) << "the flash holds what it held";
    EXPECT_EQ(integer("FFCIsCalibrated"), 1);
}

TEST_F(FlatFieldCamera, aUsersFileThatCannotBeKeptFails)
{
    bool writable = true;
    camera.onFlashChange([&writable](const Flash &) { return writable; });
    const auto store = [&](char letter) {
        set("FileSelector", "UserFile");
        set("FileOpenMode", "Write");
        for (const auto operation : {FileOperation::Open, FileOperation::Write, FileOperation::Close}) {
            EXPECT_EQ(camera.setFeatureValue("FileOperationSelector", std::int64_t(operation)), Status::Success);
            set("FileAccessLength", "1");
            const auto byte = std::uint8_t(letter);
            EXPECT_EQ(camera.write(0x600000, {&byte, 1}), Status::Success);
            EXPECT_EQ(execute("FileOperationExecute"), Status::Success);
        }
        return FileStatus(integer("FileOperationStatus"));
    };
    EXPECT_EQ(store('a'), FileStatus::Success);
    writable = false;
    EXPECT_EQ(store('b'), FileStatus::Failure);
    set("FileOpenMode", "Read");
    for (const auto operation : {FileOperation::Open, FileOperation::Read}) {
        EXPECT_EQ(camera.setFeatureValue("FileOperationSelector", std::int64_t(operation)), Status::Success);
        EXPECT_EQ(execute("FileOperationExecute"), Status::Success);
    }
    std::uint8_t byte = 0;
    EXPECT_EQ(camera.read(0x600000, {&byte, 1}), Status::Success);
    EXPECT_EQ(byte, 'a');
}

// Defects that a client names are replaced, with and without the correction.
TEST_F(FlatFieldCamera, aListFromAFileIsApplied)
{
    const auto write = [this](std::string_view name, std::int64_t value) {
        EXPECT_EQ(camera.setFeatureValue(name, value), Status::Success) << name;
    };
    const auto run = [&](FileOperation operation) {
        write("FileOperationSelector", std::int64_t(operation));
        EXPECT_EQ(execute("FileOperationExecute"), Status::Success);
        EXPECT_EQ(integer("FileOperationStatus"), 0) << int(operation);
    };
    set("VirtualDeadPpm", "500");
    const Sensor sensor(camera.world().sensor, 1);
    std::string text;
    for (const Defect &defect : sensor.defects())
        text += std::to_string(defect.x) + ' ' + std::to_string(defect.y) + '\n';
    ASSERT_FALSE(text.empty());
    write("FileSelector", 2);
    write("FileOpenMode", 1);
    run(FileOperation::Open);
    write("FileAccessLength", std::int64_t(text.size()));
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(text.data());
    EXPECT_EQ(camera.write(0x600000, {bytes, text.size()}), Status::Success);
    run(FileOperation::Write);
    EXPECT_EQ(integer("FileOperationResult"), std::int64_t(text.size()));
    run(FileOperation::Close);
    EXPECT_EQ(integer("DefectPixelCount"), std::int64_t(sensor.defects().size()));

    set("VirtualTarget", "Uniform");
    set("VirtualFrameStamp", "false");
    const auto worst = [&] {
        execute("AcquisitionStart");
        const Words words = frame();
        execute("AcquisitionStop");
        double most = 0;
        for (const Defect &d : sensor.defects()) {
            const std::size_t at = d.y * kWidth + (d.x > 0 ? d.x - 1 : d.x + 1);
            most = std::max(most, std::abs(double(words[d.y * kWidth + d.x]) / words[at] - 1));
        }
        return most;
    };
    EXPECT_GT(worst(), 0.5);
    set("DefectPixelCorrectionEnable", "true");
    EXPECT_LT(worst(), 0.15);
}

TEST(FlatFieldOfTheBasicModel, isNotThere)
{
    Camera camera({Model::Basic, "T1", kWidth, kHeight, 1}, {});
    for (const std::string_view name : {"FFCCalibrate", "FFCSave", "FFCLoad", "FFCClear", "FFCAbort"})
        EXPECT_EQ(camera.setFeatureValue(name, std::int64_t(1)), Status::AccessDenied) << name;
    EXPECT_TRUE(camera.setFeature("FFCEnable", "On"));
    EXPECT_TRUE(camera.setFeature("DefectPixelCorrectionEnable", "true"));
}

} // namespace
} // namespace mv::vcam
