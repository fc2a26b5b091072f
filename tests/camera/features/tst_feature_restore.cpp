// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of values on their way back into a camera: the order, the passes, and what becomes of each.
#include "feature_fixture.h"

#include <QtEndian>

#include <bit>

namespace mv::test {
namespace {

class FeatureRestoring : public FeatureTest
{
protected:
    void SetUp() override
    {
        m_memory.putBig32(0x1000, 640);
        m_memory.putBig32(0x1004, 0);
        m_memory.putBig32(0x1008, 2448);
        m_memory.putBig32(0x100C, 0x01080001);
        putDouble(0x1010, 10000);
        m_memory.putBig32(0x1020, std::bit_cast<std::uint32_t>(25.0f));
        putDouble(0x1048, 50);
        ASSERT_TRUE(open(xmlFile("restore.xml"))) << toDetailedText(m_error).toStdString();
    }
    FeatureSet take()
    {
        auto set = m_engine->readSet({}, {});
        EXPECT_TRUE(set);
        return set ? set.value() : FeatureSet();
    }
    RestoreReport restore(const FeatureSet &set, const std::function<bool()> &cancelled = {},
                          const FeatureEngine::Progress &progress = {})
    {
        auto report = m_engine->restore(set, cancelled, progress, &m_refreshed);
        EXPECT_TRUE(report) << toDetailedText(report.ok() ? Error() : report.error()).toStdString();
        return report ? report.value() : RestoreReport();
    }
    static FeatureSet setOf(const std::vector<std::pair<const char *, QVariant>> &values)
    {
        FeatureSet set;
        for (const auto &[name, value] : values)
            set.items.push_back({text(name), {}, value});
        return set;
    }
    static std::string fate(const RestoreReport &report, const char *feature)
    {
        for (const auto &item : report.items) {
            if (item.item.feature == text(feature))
                return fateName(item.fate).toStdString();
        }
        return "not in the report";
    }
    static std::string fates(const RestoreReport &report)
    {
        QStringList lines;
        for (const auto &item : report.items)
            lines.append(
                QStringLiteral("%1=%2 %3")
                    .arg(item.item.feature, fateName(item.fate), item.error ? toDetailedText(*item.error) : QString()));
        return lines.join(QStringLiteral("; ")).toStdString();
    }
};

TEST_F(FeatureRestoring, WhatWasTakenIsAlreadySo)
{
    const auto set = take();
    EXPECT_TRUE(set.missing.empty());
    m_memory.forget();
    const auto report = restore(set);
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(report.passes, 0);
    EXPECT_TRUE(report.undo.items.empty());
    for (const auto &write : m_memory.writes) // the selector alone was moved, to look
        EXPECT_EQ(write.first, 0x1028u);
    for (const auto &item : report.items)
        EXPECT_EQ(item.fate, RestoreFate::AlreadySo) << item.item.feature.toStdString();
}

TEST_F(FeatureRestoring, SettingsOnlyAreTaken)
{
    QStringList names;
    for (const auto &item : take().items)
        names.append(item.feature);
    EXPECT_FALSE(names.contains(text("SensorWidth"))); // read-only by design
    EXPECT_FALSE(names.contains(text("Gone")));        // not available
    EXPECT_FALSE(names.contains(text("Command")));
    EXPECT_TRUE(names.contains(text("Table")));
    EXPECT_EQ(names.count(text("TriggerMode")), 2);
    EXPECT_EQ(names.count(text("TriggerDelay")), 0); // not available while its TriggerMode is off
    ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), 1));
    names.clear();
    for (const auto &item : take().items)
        names.append(item.feature);
    EXPECT_TRUE(names.contains(text("Width"))); // locked for now is a setting all the same
}

TEST_F(FeatureRestoring, RangesThatDependOnEachOther)
{
    m_memory.putBig32(0x1000, 640);
    m_memory.putBig32(0x1004, 1800);
    const auto wide = restore(setOf({{"Width", 2448}, {"OffsetX", 0}}));
    EXPECT_TRUE(wide.complete()) << fates(wide);
    EXPECT_EQ(m_memory.big32(0x1000), 2448u);
    EXPECT_EQ(wide.passes, 2); // Width fits only once OffsetX has made room
    const auto narrow = restore(setOf({{"OffsetX", 1800}, {"Width", 640}}));
    EXPECT_TRUE(narrow.complete()) << fates(narrow);
    EXPECT_EQ(m_memory.big32(0x1004), 1800u);
    EXPECT_EQ(narrow.passes, 1); // the order in the set does not matter
}

TEST_F(FeatureRestoring, LocksThatTheSetItselfLifts)
{
    m_memory.putBig32(0x1018, 2); // ExposureAuto: Continuous
    // ExposureTime stands before ExposureAuto in nothing but the set; FrameRate depends on both.
    const auto report = restore(setOf({{"FrameRate", 50.0},
                                       {"ExposureTime", 15000.0},
                                       {"FrameRateEnable", true},
                                       {"ExposureAuto", QStringLiteral("Off")}}));
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(read("ExposureTime").value.toDouble(), 15000.0);
}

TEST_F(FeatureRestoring, AModeBeforeWhatItMakesAvailable)
{
    const auto report = restore(setOf({{"Dependent", 5}, {"Mode", QStringLiteral("B")}}));
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(report.passes, 1);
    const auto back = restore(report.undo);
    // Dependent was not readable before, so that there is nothing to put back but the mode.
    EXPECT_TRUE(back.complete()) << fates(back);
    EXPECT_EQ(read("Mode").value, QStringLiteral("A"));
}

TEST_F(FeatureRestoring, SelectorsAreReplayedAndEndWhereTheSetHasThem)
{
    FeatureSet set;
    for (const char *entry : {"FrameStart", "AcquisitionStart"}) {
        const SelectorPath path{{text("TriggerSelector"), text(entry)}};
        set.items.push_back({text("TriggerDelay"), path, entry[0] == 'F' ? 11.0 : 22.0});
        set.items.push_back({text("TriggerMode"), path, QStringLiteral("On")});
    }
    auto report = restore(set);
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(m_memory.big32(0x1030), 1u);
    EXPECT_EQ(m_memory.big32(0x1034), 1u);
    EXPECT_EQ(m_memory.big32(0x1028), 0u); // the selector where it was
    set.items.push_back({text("TriggerSelector"), {}, QStringLiteral("AcquisitionStart")});
    set.items[0].value = 33.0;
    report = restore(set);
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(m_memory.big32(0x1028), 1u); // where the set has it
    EXPECT_EQ(fate(report, "TriggerSelector"), "Written");
    // And back: 11, and the selector.
    ASSERT_EQ(report.undo.items.size(), 2u);
    report = restore(report.undo);
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(m_memory.big32(0x1028), 0u);
    EXPECT_EQ(read("TriggerDelay").value.toDouble(), 11.0);
}

TEST_F(FeatureRestoring, EachOnesFate)
{
    m_memory.failWrites[0x1090] = ARV_DEVICE_ERROR_PROTOCOL_ERROR;
    m_memory.afterWrite = [this](std::uint64_t address) {
        if (address == 0x1088)
            m_memory.putBig32(0x1088, 100); // makes of it what it likes
    };
    FeatureSet set = setOf({{"Stubborn", 1},
                            {"Clamped", 120},
                            {"Nobody", 1},
                            {"Gone", 1},
                            {"SensorWidth", 1},
                            {"Computed", 1},
                            {"Width", 100000},
                            {"PixelFormat", QStringLiteral("Mono16")},
                            {"ExposureTime", QStringLiteral("long")},
                            {"UserName", QStringLiteral("a name that is too long for it")},
                            {"Command", 1},
                            {"OffsetX", 0},
                            {"Chaser", 5}});
    set.items.push_back({text("TriggerMode"), {{text("TriggerSelector"), text("LineStart")}}, QStringLiteral("On")});
    set.items.push_back({text("TriggerMode"), {{text("NoSelector"), text("A")}}, QStringLiteral("On")});
    const auto report = restore(set);
    EXPECT_EQ(fate(report, "Stubborn"), "Refused");
    EXPECT_EQ(fate(report, "Clamped"), "Differs");
    EXPECT_EQ(fate(report, "Nobody"), "NotInCamera");
    EXPECT_EQ(fate(report, "Gone"), "NotWritable");
    EXPECT_EQ(fate(report, "SensorWidth"), "NotWritable");
    EXPECT_EQ(fate(report, "Computed"), "NotWritable");
    EXPECT_EQ(fate(report, "Width"), "Refused");
    EXPECT_EQ(fate(report, "PixelFormat"), "Refused");
    EXPECT_EQ(fate(report, "ExposureTime"), "Refused");
    EXPECT_EQ(fate(report, "UserName"), "Refused");
    EXPECT_EQ(fate(report, "Command"), "Refused");
    EXPECT_EQ(fate(report, "OffsetX"), "AlreadySo");
    EXPECT_EQ(fate(report, "Chaser"), "Written");
    EXPECT_EQ(report.items[13].fate, RestoreFate::NotInCamera);
    EXPECT_EQ(report.items[14].fate, RestoreFate::NotInCamera);
    EXPECT_FALSE(report.complete());
    for (const auto &item : report.items) {
        const bool bad = item.fate == RestoreFate::Refused || item.fate == RestoreFate::NotWritable;
        EXPECT_EQ(item.error.has_value(), bad) << item.item.feature.toStdString();
    }
    EXPECT_EQ(toText(report.items[4].reason), text("read-only"));
    EXPECT_EQ(report.items[1].after, 100);
    // The value before is there for all that could be read, and undo holds what was written.
    EXPECT_EQ(report.items[6].before, 640);
    ASSERT_EQ(report.undo.items.size(), 2u);
}

TEST_F(FeatureRestoring, LockedWhileStreamingSaysSo)
{
    ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), 1));
    const auto report = restore(setOf({{"Width", 320}, {"Chaser", 3}}));
    EXPECT_EQ(fate(report, "Width"), "NotWritable");
    EXPECT_EQ(toText(report.items[0].reason), text("locked while streaming"));
    EXPECT_EQ(fate(report, "Chaser"), "Written");
}

TEST_F(FeatureRestoring, ValuesThatChaseEachOtherEnd)
{
    // Each write of one changes the other: there is no end to it, but there is to the passes.
    m_memory.afterWrite = [this](std::uint64_t address) {
        if (address == 0x1080)
            m_memory.putBig32(0x1084, 0);
        if (address == 0x1084)
            m_memory.putBig32(0x1080, 0);
    };
    const auto report = restore(setOf({{"Chaser", 5}, {"Chased", 6}}));
    EXPECT_FALSE(report.complete());
    EXPECT_LE(report.passes, 10);
    // The one that was written last is there, and the report is of what is there.
    EXPECT_EQ(fate(report, "Chaser"), m_memory.big32(0x1080) == 5 ? "Written" : "Differs");
    EXPECT_EQ(fate(report, "Chased"), m_memory.big32(0x1084) == 6 ? "Written" : "Differs");
    EXPECT_NE(fate(report, "Chaser"), fate(report, "Chased"));
}

TEST_F(FeatureRestoring, FloatsAreComparedAsRegistersHoldThem)
{
    m_memory.putBig32(0x1024, 1);
    const auto report = restore(setOf({{"FrameRate", 30.1}})); // a register of 32 bits
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(restore(setOf({{"FrameRate", QStringLiteral("30.10000")}})).items.front().fate, RestoreFate::AlreadySo);
}

TEST_F(FeatureRestoring, CancelledItSaysHowFarItCame)
{
    int asked = 0;
    std::vector<std::pair<int, int>> progress;
    const auto report = restore(
        setOf({{"Chaser", 5}, {"Chased", 6}, {"Clamped", 7}}), [&asked] { return ++asked > 1; },
        [&progress](int done, int total) { progress.emplace_back(done, total); });
    EXPECT_TRUE(report.cancelled);
    EXPECT_EQ(fate(report, "Chaser"), "Written");
    EXPECT_EQ(fate(report, "Chased"), "NotReached");
    EXPECT_EQ(fate(report, "Clamped"), "NotReached");
    EXPECT_EQ(report.undo.items.size(), 1u);
    ASSERT_FALSE(progress.empty());
    EXPECT_EQ(progress.front().second, 3);
}

TEST_F(FeatureRestoring, ALostCameraIsAnErrorOrAReport)
{
    m_memory.failReads[0x1080] = ARV_DEVICE_ERROR_NOT_CONNECTED;
    const auto nothing = m_engine->restore(setOf({{"Chaser", 5}}), {}, {}, nullptr);
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::ConnectionLost);
    m_memory.failReads.clear();
    m_memory.failWrites[0x1084] = ARV_DEVICE_ERROR_NOT_CONNECTED;
    const auto half = restore(setOf({{"Chaser", 5}, {"Chased", 6}, {"Clamped", 7}}));
    EXPECT_EQ(fate(half, "Chaser"), "Written");
    EXPECT_EQ(fate(half, "Chased"), "NotReached");
    EXPECT_EQ(fate(half, "Clamped"), "NotReached");
}

TEST_F(FeatureRestoring, WhatDependsOnItIsReadAgain)
{
    restore(setOf({{"Width", 320}}));
    EXPECT_TRUE(m_refreshed.contains(text("Width")));
    EXPECT_TRUE(m_refreshed.contains(text("OffsetX")));
    EXPECT_TRUE(m_refreshed.contains(text("Computed")));
    EXPECT_FALSE(m_refreshed.contains(text("Mode")));
    EXPECT_EQ(m_refreshed.value(text("OffsetX")).intMax, 2128);
}

TEST_F(FeatureRestoring, TablesAndTexts)
{
    const QByteArray table(1024, '\x5a');
    const auto report = restore(setOf({{"Table", table}, {"UserName", QStringLiteral("bench 7")}}));
    EXPECT_TRUE(report.complete()) << fates(report);
    EXPECT_EQ(m_memory.get(0x2000, 1024), table);
    EXPECT_EQ(read("UserName").value, QStringLiteral("bench 7"));
    EXPECT_EQ(report.undo.items.size(), 2u);
}

} // namespace
} // namespace mv::test
