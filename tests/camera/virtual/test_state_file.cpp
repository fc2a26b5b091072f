// SPDX-License-Identifier: GPL-3.0-or-later
// What survives a restart, and what a damaged state file does.
#include "camera/virtual/core/settings.h"
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
        camera.onPersistentChange([&file](const Settings &settings) { EXPECT_FALSE(file.save(settings)); });
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
    for (const char *content : {"hello",
                                "\x7f"
                                "ELF\x01\x02\n",
                                "# mv-virtual-camera state 1\nno equals sign\n",
                                "# mv-virtual-camera state 1\nDeviceUserID=far too long for a name\n",
                                "# mv-virtual-camera state 1\nUnknown=1\n", "# mv-virtual-camera state 99\n"}) {
        write(content);
        Camera camera({}, {});
        const auto problem = StateFile(path).load(camera);
        ASSERT_TRUE(problem) << content;
        EXPECT_NE(problem->find(path), std::string::npos) << *problem;
    }
}

TEST_F(State, anEmptyFileIsAFreshStart)
{
    write("");
    Camera camera({}, {});
    EXPECT_FALSE(StateFile(path).load(camera));
}

TEST_F(State, aFileThatCannotBeWrittenIsSaid)
{
    const auto problem = StateFile("/nonexistent/folder/state").save(Settings());
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("/nonexistent/folder/state"), std::string::npos);
}

} // namespace
} // namespace mv::vcam
