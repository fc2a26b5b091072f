// SPDX-License-Identifier: GPL-3.0-or-later
// What survives a restart, and what a damaged state file does.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/memory/persistent_state.h"
#include "camera/virtual/core/state_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace mv::vcam {
namespace {

class State : public testing::Test
{
protected:
    std::string path =
        (std::filesystem::temp_directory_path() / ("mv-vcam-state-" + std::to_string(::getpid()))).string();
    ~State() override { std::filesystem::remove(path); }

    void write(const std::string &content) { std::ofstream(path, std::ios::binary) << content; }
};

TEST_F(State, survivesARestart)
{
    {
        Camera camera({}, {});
        StateFile file(path);
        EXPECT_FALSE(file.load(camera)) << "there is none yet";
        camera.onPersistentChange([&file](const PersistentState &state) { return !file.save(state); });
        EXPECT_FALSE(camera.setFeature("DeviceUserID", "left = right"));
        EXPECT_FALSE(camera.setFeature("Width", "640"));
    }
    Camera camera({}, {});
    EXPECT_FALSE(StateFile(path).load(camera));
    EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "left = right");
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("Width")), 2448) << "is no user set";
}

TEST_F(State, aDamagedFileIsNamedAndExplained)
{
    for (const char *content : {"hello", "\177ELF\x01\x02\n", "# mv-virtual-camera state 1\nno equals sign\n",
                                "# mv-virtual-camera state 1\nDeviceUserID=far too long for a name\n",
                                "# mv-virtual-camera state 1\nUnknown=1\n", "# mv-virtual-camera state 99\n",
                                "# mv-virtual-camera state 2\nDeviceUserID=cut off\n",
                                "# mv-virtual-camera state 2\nDeviceUserID=%4\n# end\n",
                                "# mv-virtual-camera state 2\nDeviceUserID=%zz\n# end\n",
                                "# mv-virtual-camera state 2\nUserSetDefault=UserSet3\n# end\n",
                                "# mv-virtual-camera state 2\n[Default]\nWidth=640\n# end\n",
                                "# mv-virtual-camera state 2\n[UserSet9]\n# end\n",
                                "# mv-virtual-camera state 2\n[UserSet1]\nWidth=641\n# end\n",
                                "# mv-virtual-camera state 2\n[UserSet1]\nLineMode{LineSelector=Line1\n# end\n",
                                "# mv-virtual-camera state 2\n[UserSet1]\nHeight\n# end\n",
                                "# mv-virtual-camera state 2\n# end\nDeviceUserID=late\n"}) {
        write(content);
        Camera camera({}, {});
        const auto problem = StateFile(path).load(camera);
        ASSERT_TRUE(problem) << content;
        EXPECT_NE(problem->find(path), std::string::npos) << *problem;
    }
}

TEST_F(State, userSetsSurviveARestart)
{
    {
        Camera camera({}, {});
        StateFile file(path);
        camera.onPersistentChange([&file](const PersistentState &state) { return !file.save(state); });
        EXPECT_FALSE(camera.setFeature("Width", "640"));
        EXPECT_FALSE(camera.setFeature("ExposureTime", "1234.0625"));
        EXPECT_FALSE(camera.setFeature("TriggerMode", "On"));
        EXPECT_FALSE(camera.setFeature("UserSetSelector", "UserSet2"));
        EXPECT_EQ(camera.setFeatureValue("UserSetSave", std::int64_t(1)), Status::Success);
        EXPECT_FALSE(camera.setFeature("Width", "320")); // after it was saved
        EXPECT_FALSE(camera.setFeature("UserSetDefault", "UserSet2"));
    }
    Camera camera({}, {});
    EXPECT_FALSE(StateFile(path).load(camera));
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("Width")), 640);
    EXPECT_EQ(std::get<double>(camera.feature("ExposureTime")), 1234.0625);
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("TriggerMode")), 1);
    EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_F(State, theFileOfTheFirstVersionIsRead)
{
    write("# mv-virtual-camera state 1\nDeviceUserID=100%42\n");
    Camera camera({}, {});
    EXPECT_FALSE(StateFile(path).load(camera));
    EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "100%42");
    EXPECT_FALSE(StateFile(path).save(camera.persistentState()));
    Camera next({}, {});
    EXPECT_FALSE(StateFile(path).load(next));
    EXPECT_EQ(std::get<std::string>(next.feature("DeviceUserID")), "100%42");
}

TEST_F(State, anEmptyFileIsAFreshStart)
{
    write("");
    Camera camera({}, {});
    EXPECT_FALSE(StateFile(path).load(camera));
}

TEST_F(State, aFileBelongsToOneCamera)
{
    Camera camera({}, {}), other({}, {});
    {
        StateFile file(path);
        ASSERT_FALSE(file.load(camera));
        const auto problem = StateFile(path).load(other);
        ASSERT_TRUE(problem);
        EXPECT_NE(problem->find("another virtual camera"), std::string::npos) << *problem;
    }
    EXPECT_FALSE(StateFile(path).load(other)) << "the first has ended";
    EXPECT_FALSE(std::filesystem::exists(path + ".lock"));
}

// A set wants the correction on, and the calibration is not there: lost, or of another camera.
TEST_F(State, aSetMayWantACorrectionThatIsNotThere)
{
    write("# mv-virtual-camera state 2\nUserSetDefault=UserSet1\n[UserSet1]\nFFCEnable=On\nWidth=640\n# end\n");
    Camera camera({}, {});
    const auto problem = StateFile(path).load(camera);
    EXPECT_FALSE(problem) << *problem;
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("Width")), 640);
    EXPECT_TRUE(camera.setFeature("FFCEnable", "On")) << "there still is nothing to enable";
    EXPECT_FALSE(camera.setFeature("UserSetSelector", "UserSet1"));
    EXPECT_EQ(camera.setFeatureValue("UserSetLoad", std::int64_t(1)), Status::Success);
}

// A full disk: who saves is told, and what was not kept is not pretended to be.
TEST(CameraMemory, whatCannotBeKeptIsRefused)
{
    Camera camera({}, {});
    bool writable = true;
    camera.onPersistentChange([&writable](const PersistentState &) { return writable; });
    EXPECT_FALSE(camera.setFeature("DeviceUserID", "old"));
    EXPECT_FALSE(camera.setFeature("UserSetSelector", "UserSet1"));
    EXPECT_FALSE(camera.setFeature("Width", "640"));
    EXPECT_EQ(camera.setFeatureValue("UserSetSave", std::int64_t(1)), Status::Success);
    writable = false;
    EXPECT_FALSE(camera.setFeature("Width", "320"));
    EXPECT_EQ(camera.setFeatureValue("UserSetSave", std::int64_t(1)), Status::LocalProblem);
    EXPECT_EQ(camera.setFeatureValue("DeviceUserID", "new"), Status::LocalProblem);
    EXPECT_TRUE(camera.setFeature("UserSetDefault", "UserSet1"));
    EXPECT_EQ(std::get<std::string>(camera.feature("DeviceUserID")), "old");
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("UserSetDefault")), 0);
    EXPECT_EQ(camera.setFeatureValue("UserSetLoad", std::int64_t(1)), Status::Success);
    EXPECT_EQ(std::get<std::int64_t>(camera.feature("Width")), 640) << "the set is the one that was kept";
}

TEST_F(State, aFileThatCannotBeWrittenIsSaid)
{
    const auto problem = StateFile("/nonexistent/folder/state").save(PersistentState());
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("/nonexistent/folder/state"), std::string::npos);
}

} // namespace
} // namespace mv::vcam
