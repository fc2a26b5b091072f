// SPDX-License-Identifier: GPL-3.0-or-later
// User sets: everything that can be set comes back, in whatever order it has to, and nothing else does.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/memory/persistent_state.h"
#include "camera/virtual/core/memory/user_sets.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mv::vcam {
namespace {

class UserSetFeatures : public testing::TestWithParam<Model>
{
protected:
    Camera camera{{GetParam(), "T1", 640, 480, 1}, {}};

    void set(const std::string &feature, const std::string &value)
    {
        const auto problem = camera.setFeature(feature, value);
        EXPECT_FALSE(problem) << *problem;
    }
    std::int64_t integer(std::string_view feature) const { return std::get<std::int64_t>(camera.feature(feature)); }
    double real(std::string_view feature) const { return std::get<double>(camera.feature(feature)); }
    void save(const std::string &name)
    {
        set("UserSetSelector", name);
        EXPECT_EQ(camera.setFeatureValue("UserSetSave", std::int64_t(1)), Status::Success);
    }
    Status load(const std::string &name)
    {
        set("UserSetSelector", name);
        return camera.setFeatureValue("UserSetLoad", std::int64_t(1));
    }
    /// A value that the row takes and has not now, or nothing.
    bool change(const Register &row)
    {
        const RegisterValue before = row.get();
        std::vector<RegisterValue> candidates;
        for (const EnumEntry &entry : row.entries)
            candidates.emplace_back(entry.value);
        for (const std::int64_t number : {1, 2, 3, 4, 16, 20, 60})
            row.kind == RegisterKind::Float ? candidates.emplace_back(double(number)) : candidates.emplace_back(number);
        return std::ranges::any_of(candidates, [&](const RegisterValue &value) {
            return value != before && value.index() == before.index() && row.set(value) == Status::Success &&
                   row.get() != before;
        });
    }
};

// Each setting for itself, behind whatever conditions: what was saved comes back after it was changed.
TEST_P(UserSetFeatures, everySettingComesBack)
{
    int settings = 0;
    for (const Register &row : camera.registers()) {
        if (row.access != Access::ReadWrite || row.kind == RegisterKind::Text || !belongsToUserSets(row.name))
            continue;
        ASSERT_EQ(load("Default"), Status::Success);
        const RegisterValue before = row.get();
        if (!change(row))
            continue; // one value only
        ++settings;
        const RegisterValue changed = row.get();
        save("UserSet1");
        ASSERT_EQ(load("Default"), Status::Success) << row.name;
        EXPECT_EQ(row.get(), before) << row.name;
        ASSERT_EQ(load("UserSet1"), Status::Success) << row.name;
        EXPECT_EQ(row.get(), changed) << row.name;
    }
    EXPECT_GT(settings, 30);
}

// Every setting moved at once: each hinders some other when it is written first.
TEST_P(UserSetFeatures, allSettingsComeBackTogether)
{
    for (const Register &row : camera.registers()) {
        if (row.access == Access::ReadWrite && row.kind != RegisterKind::Text && belongsToUserSets(row.name))
            change(row);
    }
    save("UserSet2");
    const auto saved = camera.persistentState().userSets.at("UserSet2");
    ASSERT_EQ(load("Default"), Status::Success);
    ASSERT_EQ(load("UserSet2"), Status::Success);
    save("UserSet1");
    EXPECT_EQ(camera.persistentState().userSets.at("UserSet1"), saved);
}

TEST_P(UserSetFeatures, regionAndBinningFindTheirOrder)
{
    set("BinningHorizontal", "2");
    set("Width", "100");
    set("OffsetX", "220");
    save("UserSet1");
    set("OffsetX", "0");
    set("BinningHorizontal", "1");
    set("Width", "640");
    ASSERT_EQ(load("UserSet1"), Status::Success);
    EXPECT_EQ(integer("BinningHorizontal"), 2);
    EXPECT_EQ(integer("Width"), 100);
    EXPECT_EQ(integer("OffsetX"), 220);
    ASSERT_EQ(load("Default"), Status::Success);
    EXPECT_EQ(integer("Width"), 640);
    EXPECT_EQ(integer("OffsetX"), 0);
}

TEST_P(UserSetFeatures, valuesBehindSelectorsAndConditionsBelongToTheSet)
{
    set("TriggerSelector", "AcquisitionStart");
    set("TriggerDelay", "123.25");
    set("LineSelector", "Line2");
    set("LineMode", "Output");
    set("LineSource", "ExposureActive");
    set("LineSelector", "Line0");
    set("LineInverter", "true");
    set("AcquisitionFrameRate", "12.5");
    set("AcquisitionFrameRateEnable", "false"); // locks the rate
    save("UserSet2");
    ASSERT_EQ(load("Default"), Status::Success);
    EXPECT_EQ(integer("LineSelector"), 1);
    EXPECT_EQ(real("AcquisitionFrameRate"), 30);
    ASSERT_EQ(load("UserSet2"), Status::Success);
    EXPECT_EQ(integer("LineSelector"), 0) << "selectors too";
    EXPECT_EQ(integer("LineInverter"), 1);
    EXPECT_EQ(real("AcquisitionFrameRate"), 12.5);
    EXPECT_EQ(integer("AcquisitionFrameRateEnable"), 0);
    EXPECT_EQ(real("TriggerDelay"), 123.25);
    set("TriggerSelector", "FrameStart");
    EXPECT_EQ(real("TriggerDelay"), 0);
    set("LineSelector", "Line2");
    EXPECT_EQ(integer("LineSource"), 1);
}

TEST_P(UserSetFeatures, worldFaultsAndNameAreNotInIt)
{
    set("DeviceUserID", "mine");
    set("VirtualPhotonFlux", "12345");
    set("VirtualFaultPacketLoss", "7");
    ASSERT_EQ(load("Default"), Status::Success);
    EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "mine");
    EXPECT_EQ(real("VirtualPhotonFlux"), 12345);
    EXPECT_EQ(integer("VirtualFaultPacketLoss"), 7);
    EXPECT_EQ(integer("UserSetSelector"), 0);
}

TEST_P(UserSetFeatures, refusals)
{
    set("UserSetSelector", "Default");
    EXPECT_EQ(camera.setFeatureValue("UserSetSave", std::int64_t(1)), Status::AccessDenied);
    EXPECT_TRUE(camera.setFeature("UserSetSelector", "3"));
    EXPECT_EQ(camera.setFeatureValue("AcquisitionStart", std::int64_t(1)), Status::Success);
    EXPECT_EQ(load("UserSet1"), Status::AccessDenied) << "while images are being taken";
    save("UserSet1"); // is no change of a setting
    camera.stopAcquisition();
    EXPECT_EQ(load("UserSet1"), Status::Success);
}

TEST_P(UserSetFeatures, theSetAtPowerUpIsLoaded)
{
    set("ExposureTime", "777");
    save("UserSet2");
    set("UserSetDefault", "UserSet2");
    Camera next({GetParam(), "T1", 640, 480, 1}, {});
    EXPECT_FALSE(next.restore(camera.persistentState()));
    EXPECT_EQ(std::get<double>(next.feature("ExposureTime")), 777);
    EXPECT_EQ(std::get<std::int64_t>(next.feature("UserSetDefault")), 2);
}

TEST_P(UserSetFeatures, aStateThatDoesNotFitChangesNothing)
{
    set("Width", "320");
    const auto refuse = [this](const UserSetEntry &entry) {
        PersistentState state;
        state.userId = "other";
        state.userSetDefault = "UserSet1";
        state.userSets["UserSet1"] = {{"ExposureTime", "99"}};
        state.userSets["UserSet2"] = {{"Height", "240"}, entry};
        const auto problem = camera.restore(state);
        ASSERT_TRUE(problem) << entry.first;
        EXPECT_NE(problem->find(entry.first), std::string::npos) << *problem;
        EXPECT_EQ(integer("Width"), 320);
        EXPECT_EQ(integer("Height"), 480);
        EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "");
        EXPECT_TRUE(camera.persistentState().userSets.empty());
    };
    refuse({"Width", "648"});
    refuse({"Width", "wide"});
    refuse({"Breadth", "8"});
    refuse({"VirtualFaultPacketLoss", "8"});
    refuse({"PixelFormat", "17"});
    refuse({"TriggerDelay", "1"}); // of which trigger?
    refuse({"LineMode{LineSelector=Line0}", "Input"});
}

INSTANTIATE_TEST_SUITE_P(Models, UserSetFeatures, testing::Values(Model::Mono, Model::Color, Model::Basic),
                         [](const auto &p) { return modelName(p.param).substr(sizeof "Virtual"); });

} // namespace
} // namespace mv::vcam
