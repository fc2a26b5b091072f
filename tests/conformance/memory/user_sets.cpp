// SPDX-License-Identifier: GPL-3.0-or-later
// User sets: loaded, saved, chosen for power-up, and kept while the camera is off.
#include "tests/conformance/manual/sentence.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace mv::test {
namespace {

/// The camera's flash: a file that is gone with the test.
class StateFile
{
public:
    StateFile() : m_path(testing::TempDir() + "mv-state-" + std::to_string(::getpid()))
    {
        std::filesystem::remove(m_path);
    }
    ~StateFile() { std::filesystem::remove(m_path); }
    StateFile(const StateFile &) = delete;
    StateFile &operator=(const StateFile &) = delete;

    std::vector<std::string> args() const { return {"--state", m_path, "--sensor", "320x240"}; }
    std::string text() const
    {
        std::ifstream file(m_path);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    void write(const std::string &text) const { std::ofstream(m_path) << text; }

private:
    std::string m_path;
};

/// Settings of many kinds, of every category and behind selectors.
void changeMuch(WireCamera &camera)
{
    camera.set("Width", 160);
    camera.set("OffsetX", 100);
    camera.set("PixelFormat", "Mono12Packed");
    camera.set("ReverseX", true);
    camera.set("ExposureTime", 1234.5);
    camera.set("GainRaw", 3.25);
    camera.set("BlackLevel", 99);
    camera.set("GammaEnable", true);
    camera.set("Gamma", 0.45);
    camera.set("GammaEnable", false);
    camera.set("LUTIndex", 1000);
    camera.set("LUTValue", 17);
    camera.set("TriggerSelector", "AcquisitionStart");
    camera.set("TriggerDelay", 70.0);
    camera.set("TriggerSelector", "FrameStart");
    camera.set("TriggerDelay", 30.0);
    camera.set("LineSelector", "Line2");
    camera.set("LineDebouncerTimeAbs", 55.0);
    camera.set("ChunkSelector", "Gain");
    camera.set("ChunkEnable", true);
    camera.set("EventSelector", "ReadOut");
    camera.set("EventNotification", "On");
}

void expectMuch(WireCamera &camera, bool changed)
{
    EXPECT_EQ(camera.integer("Width"), changed ? 160 : 320);
    EXPECT_EQ(camera.integer("OffsetX"), changed ? 100 : 0);
    EXPECT_EQ(camera.entry("PixelFormat"), changed ? "Mono12Packed" : "Mono8");
    EXPECT_EQ(camera.boolean("ReverseX"), changed);
    EXPECT_DOUBLE_EQ(camera.real("ExposureTime"), changed ? 1234.5 : 5000);
    EXPECT_DOUBLE_EQ(camera.real("GainRaw"), changed ? 3.25 : 1);
    EXPECT_EQ(camera.integer("BlackLevel"), changed ? 99 : 64);
    camera.set("GammaEnable", true);
    EXPECT_DOUBLE_EQ(camera.real("Gamma"), changed ? 0.45 : 1) << "also where it was not available";
    camera.set("GammaEnable", false);
    camera.set("LUTIndex", 1000);
    EXPECT_EQ(camera.integer("LUTValue"), changed ? 17 : 1000);
    camera.set("TriggerSelector", "AcquisitionStart");
    EXPECT_DOUBLE_EQ(camera.real("TriggerDelay"), changed ? 70 : 0) << "behind each entry of a selector";
    camera.set("TriggerSelector", "FrameStart");
    EXPECT_DOUBLE_EQ(camera.real("TriggerDelay"), changed ? 30 : 0);
    camera.set("LineSelector", "Line2");
    EXPECT_DOUBLE_EQ(camera.real("LineDebouncerTimeAbs"), changed ? 55 : 0);
    camera.set("ChunkSelector", "Gain");
    EXPECT_EQ(camera.boolean("ChunkEnable"), changed);
    camera.set("EventSelector", "ReadOut");
    EXPECT_EQ(camera.entry("EventNotification"), changed ? "On" : "Off");
}

void save(WireCamera &camera, const char *set)
{
    camera.set("UserSetSelector", set);
    camera.execute("UserSetSave");
}

void load(WireCamera &camera, const char *set)
{
    camera.set("UserSetSelector", set);
    camera.execute("UserSetLoad");
}

void savedAndLoaded()
{
    WireCamera camera;
    expectMuch(camera, false);
    changeMuch(camera);
    expectMuch(camera, true);
    save(camera, "UserSet1");
    load(camera, "Default");
    expectMuch(camera, false);
    load(camera, "UserSet2");
    expectMuch(camera, false); // never saved: the same as Default
    load(camera, "UserSet1");
    expectMuch(camera, true);
    const Shot shot = camera.record(1)[0];
    EXPECT_EQ(shot.width, 160u) << "and it is what the camera does";
    EXPECT_EQ(shot.bytes.size(), 160u * 240 * 3 / 2);
}

void worldStays()
{
    WireCamera camera;
    camera.set("DeviceUserID", "before");
    camera.set("VirtualPhotonFlux", 1000.0);
    camera.set("VirtualFaultPacketLoss", 3);
    save(camera, "UserSet1");
    camera.set("DeviceUserID", "after");
    camera.set("VirtualPhotonFlux", 2000.0);
    camera.set("VirtualFaultPacketLoss", 0);
    load(camera, "UserSet1");
    EXPECT_EQ(camera.entry("DeviceUserID"), "after");
    EXPECT_DOUBLE_EQ(camera.real("VirtualPhotonFlux"), 2000);
    EXPECT_EQ(camera.integer("VirtualFaultPacketLoss"), 0);
}

void notWhileStreaming()
{
    WireCamera camera;
    camera.set("UserSetSelector", "UserSet1");
    camera.start();
    camera.take(1);
    EXPECT_TRUE(camera.isLocked("UserSetLoad"));
    EXPECT_EQ(camera.tryExecute("UserSetLoad"), Answer::AccessDenied);
    camera.stop();
    EXPECT_EQ(camera.tryExecute("UserSetLoad"), Answer::Success);
}

void defaultIsFixed()
{
    WireCamera camera;
    camera.set("UserSetSelector", "Default");
    EXPECT_FALSE(camera.isAvailable("UserSetSave"));
    EXPECT_EQ(camera.tryExecute("UserSetSave"), Answer::AccessDenied);
    camera.set("UserSetSelector", "UserSet2");
    EXPECT_TRUE(camera.isAvailable("UserSetSave"));
}

void restart()
{
    const StateFile flash;
    {
        WireCamera camera({}, flash.args());
        changeMuch(camera);
        save(camera, "UserSet1");
        camera.set("ExposureTime", 777.0);
        save(camera, "UserSet2");
        camera.set("DeviceUserID", "third from left");
    }
    {
        WireCamera camera({}, flash.args());
        expectMuch(camera, false); // UserSetDefault is Default
        EXPECT_EQ(camera.entry("DeviceUserID"), "third from left");
        load(camera, "UserSet1");
        expectMuch(camera, true);
        load(camera, "UserSet2");
        EXPECT_DOUBLE_EQ(camera.real("ExposureTime"), 777);
        camera.set("UserSetDefault", "UserSet1");
    }
    {
        WireCamera camera({}, flash.args());
        EXPECT_EQ(camera.entry("UserSetDefault"), "UserSet1");
        expectMuch(camera, true); // the set loaded at power-up
        camera.set("UserSetDefault", "Default");
    }
    WireCamera camera({}, flash.args());
    expectMuch(camera, false);
    load(camera, "UserSet1");
    expectMuch(camera, true);
}

void withoutFlashAllIsForgotten()
{
    {
        WireCamera camera;
        camera.set("DeviceUserID", "nobody");
        changeMuch(camera);
        save(camera, "UserSet1");
        camera.set("UserSetDefault", "UserSet1");
    }
    WireCamera camera;
    expectMuch(camera, false);
    EXPECT_EQ(camera.entry("DeviceUserID"), "");
}

/// What the camera says of a state file that it cannot use; it must not start, and leave the file alone.
std::string refusal(const StateFile &flash, const std::string &text)
{
    flash.write(text);
    VirtualCameraProcess camera;
    EXPECT_FALSE(camera.start(flash.args()));
    EXPECT_EQ(flash.text(), text);
    return camera.error();
}

void brokenFlash()
{
    const StateFile flash;
    {
        WireCamera camera({}, flash.args());
        changeMuch(camera);
        save(camera, "UserSet1");
    }
    const std::string good = flash.text();
    const std::string broken[] = {good.substr(0, good.size() / 2), good.substr(0, 3), "no state at all\n",
                                  std::string(4096, '\0'), good + "Width=7\n"};
    for (const std::string &text : broken) {
        const std::string said = refusal(flash, text);
        EXPECT_GT(said.size(), 20u) << "of " << text.size() << " bytes";
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << "one sentence: " << said;
    }
    flash.write(good);
    WireCamera camera({}, flash.args());
    load(camera, "UserSet1");
    expectMuch(camera, true);
}

const Sentence kSentences[] = {
    {"UserSetControl", "SavedAndLoaded", "all settings, kept under a name", savedAndLoaded},
    {"UserSetControl", "WorldStays", "neither the name, nor the light, nor the faults", worldStays},
    {"UserSetControl", "NotWhileStreaming", "load is refused while images are taken", notWhileStreaming},
    {"UserSetControl", "DefaultIsFixed", "Default cannot be saved", defaultIsFixed},
    {"UserSetControl", "Restart", "sets, UserSetDefault and DeviceUserID survive with --state", restart},
    {"UserSetControl", "Forgotten", "and without it do not", withoutFlashAllIsForgotten},
    {"UserSetControl", "BrokenFlash", "a broken state file: one sentence, nothing changed", brokenFlash},
};

MV_MANUAL_TABLE(UserSets, kSentences);

} // namespace
} // namespace mv::test
