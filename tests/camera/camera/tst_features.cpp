// SPDX-License-Identifier: GPL-3.0-or-later
// The features of a real wire's camera: greyed while streaming, side by side under selectors, taken and put back.
#include "camera_fixture.h"

#include <QElapsedTimer>

#include <mutex>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

class CameraFeatures : public CameraTest
{
protected:
    std::vector<std::string> arguments() const override
    {
        return {"--sensor", "640x480", "--set", "VirtualTemperatureRise=0"};
    }
    FeatureState state(const char *name) { return m_camera.states()->value(QString::fromLatin1(name)); }
    std::string why(const char *name) { return toText(state(name).reason).toStdString(); }
};

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

} // namespace

TEST_F(CameraFeatures, GreyWhileStreamingWithoutAnybodyAsking)
{
    ASSERT_TRUE(waited(m_camera.read()).ok());
    EXPECT_EQ(why("Width"), "");
    ASSERT_TRUE(start());
    ASSERT_TRUE(becomesTrue([&] { return state("Width").locked && state("PixelFormat").locked; }, 10s));
    EXPECT_EQ(why("Width"), "locked while streaming");
    EXPECT_EQ(why("PixelFormat"), "locked while streaming");
    const auto refused = waited(m_camera.write(key("Width"), 320));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::FeatureLocked);
    ASSERT_TRUE(stop());
    EXPECT_TRUE(becomesTrue([&] { return !state("Width").locked && !state("PixelFormat").locked; }, 10s));
    EXPECT_EQ(why("Width"), "");
}

TEST_F(CameraFeatures, TheReasonNamesWhatToDo)
{
    ASSERT_TRUE(waited(m_camera.read()).ok());
    EXPECT_EQ(why("TriggerActivation"), "not available: TriggerSource is Software");
    ASSERT_TRUE(set("TriggerSource", QStringLiteral("Line1")));
    EXPECT_EQ(why("TriggerActivation"), "");
    EXPECT_EQ(why("TriggerSoftware"), "needs TriggerSource = Software");
    EXPECT_EQ(why("DeviceModelName"), "read-only");
}

TEST_F(CameraFeatures, SelectorsSideBySide)
{
    ASSERT_TRUE(set("LineSelector", QStringLiteral("Line1")));
    const auto lines = waited(m_camera.readSelected(key("LineMode")));
    ASSERT_TRUE(lines.ok()) << qPrintable(toDetailedText(lines.error()));
    std::vector<std::string> texts;
    for (const auto &line : lines.value().states)
        texts.push_back((pathToText(line.path) + u' ' + valueToText(line.state.value)).toStdString());
    EXPECT_EQ(texts, (std::vector<std::string>{"LineSelector=Line0 Output", "LineSelector=Line1 Input",
                                               "LineSelector=Line2 Input"}));
    ASSERT_TRUE(waited(m_camera.read({key("LineSelector")})).ok());
    EXPECT_EQ(state("LineSelector").value, QStringLiteral("Line1"));
    const auto written =
        waited(m_camera.writeSelected(key("LineMode"), {{key("LineSelector"), key("Line2")}}, key("Output")));
    ASSERT_TRUE(written.ok()) << qPrintable(toDetailedText(written.error()));
    EXPECT_EQ(written.value().value, QStringLiteral("Output"));
    EXPECT_EQ(state("LineMode").value, QStringLiteral("Input")); // of Line1, which it stands at
    EXPECT_FALSE(events(EventKind::FeatureWritten).empty());
}

TEST_F(CameraFeatures, TakenAndPutBack)
{
    const auto taken = waited(m_camera.readSet());
    ASSERT_TRUE(taken.ok()) << qPrintable(toDetailedText(taken.error()));
    for (const auto &missing : taken.value().missing)
        ADD_FAILURE() << missing.feature.toStdString() << ": " << toDetailedText(missing.error).toStdString();
    EXPECT_GT(taken.value().items.size(), 50u);
    for (const auto &[name, value] : std::vector<std::pair<const char *, QVariant>>{{"Width", 320},
                                                                                    {"OffsetX", 64},
                                                                                    {"ExposureTime", 5000.0},
                                                                                    {"TriggerSource", key("Line1")},
                                                                                    {"GammaEnable", true},
                                                                                    {"Gamma", 2.0},
                                                                                    {"LineSelector", key("Line2")},
                                                                                    {"LineMode", key("Output")}})
        ASSERT_TRUE(set(name, value));
    const auto back = waited(m_camera.restore(taken.value()));
    ASSERT_TRUE(back.ok()) << qPrintable(toDetailedText(back.error()));
    for (const auto &item : back.value().items) {
        const bool good = item.fate == RestoreFate::Written || item.fate == RestoreFate::AlreadySo;
        EXPECT_TRUE(good) << item.item.feature.toStdString() << '[' << pathToText(item.item.path).toStdString()
                          << "]: " << fateName(item.fate).toStdString() << ' '
                          << (item.error ? toDetailedText(*item.error).toStdString() : std::string()) << " wanted "
                          << valueToText(item.item.value).toStdString() << ", is "
                          << valueToText(item.after).toStdString();
    }
    const auto again = waited(m_camera.readSet());
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(again.value().items.size(), taken.value().items.size());
    for (std::size_t i = 0; i < again.value().items.size(); ++i) {
        const auto &a = taken.value().items[i], &b = again.value().items[i];
        EXPECT_EQ(a.feature, b.feature);
        EXPECT_EQ(a.value, b.value) << a.feature.toStdString() << '[' << pathToText(a.path).toStdString() << ']';
    }
    // And to and fro: what was undone comes back.
    const auto undone = waited(m_camera.restore(back.value().undo));
    ASSERT_TRUE(undone.ok());
    EXPECT_EQ(integer("Width"), 320);
    EXPECT_EQ(integer("OffsetX"), 64);
    EXPECT_FALSE(events(EventKind::ValuesRestored).empty());
}

TEST_F(CameraFeatures, OnceIsFollowedUntilItIsOff)
{
    ASSERT_TRUE(waited(m_camera.read()).ok());
    ASSERT_TRUE(start());
    ASSERT_TRUE(set("ExposureAuto", QStringLiteral("Once")));
    // Nobody asks.
    EXPECT_TRUE(becomesTrue([&] { return state("ExposureAuto").value == QStringLiteral("Off"); }, 60s));
    const auto shown = state("ExposureTime").value;
    EXPECT_TRUE(becomesTrue([&] { return !state("ExposureTime").locked; }, 10s));
    ASSERT_TRUE(stop());
    std::this_thread::sleep_for(500ms);
    ASSERT_TRUE(waited(m_camera.read({key("ExposureTime")})).ok());
    EXPECT_TRUE(shown.isValid());
}
