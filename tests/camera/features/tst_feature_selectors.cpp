// SPDX-License-Identifier: GPL-3.0-or-later
// Selectors: a feature under every entry, writes under an entry, and the selectors put back whatever happens.
#include "feature_fixture.h"

namespace mv::test {
namespace {

class FeatureSelectors : public FeatureTest
{
protected:
    void SetUp() override
    {
        m_memory.putBig32(0x4E05C180, 1); // TriggerMode of FrameStart: On
        m_memory.putBig32(0x4E05C284, 1); // TriggerSource of AcquisitionStart: Line1
        m_memory.putBig32(0x2000, 1);     // LineSelector: Line1
        m_memory.putBig32(0x2014, 8);     // LineMode of Line1: Output
        m_memory.putBig32(0x2030, 1);     // LUTSelector: Red
        m_memory.putBig32(0x2038, 2);     // LUTIndex of Red
        m_memory.putBig32(0x203C, 3);     // LUTIndex of Blue
        for (std::uint32_t selector : {1u, 2u}) {
            for (std::uint32_t index = 0; index < 4; ++index)
                m_memory.putBig32(0x2100 + 0x10 * selector + 4 * index, 100 * selector + index);
        }
        m_memory.putBig32(0x2204, 7);
        m_memory.putBig32(0x2208, 8);
        ASSERT_TRUE(open(xmlFile("selectors.xml"))) << toDetailedText(m_error).toStdString();
    }
    Result<SelectedStates> selected(const char *feature, int most = 1024, const std::function<bool()> &cancelled = {})
    {
        return m_engine->readSelected(text(feature), most, cancelled);
    }
    /// "Selector=Entry, …: value" of each state.
    static std::vector<std::string> lines(const SelectedStates &states)
    {
        std::vector<std::string> result;
        for (const auto &s : states.states)
            result.push_back((pathToText(s.path) + QStringLiteral(": ") + valueToText(s.state.value)).toStdString());
        return result;
    }
    bool wrote(std::uint64_t address) const
    {
        return std::any_of(m_memory.writes.begin(), m_memory.writes.end(),
                           [address](const auto &write) { return write.first == address; });
    }
};

TEST_F(FeatureSelectors, EveryEntryThatCanBeChosen)
{
    const auto states = selected("TriggerMode");
    ASSERT_TRUE(states) << toDetailedText(states.error()).toStdString();
    // LineStart is not available, Ghost not implemented.
    EXPECT_EQ(lines(states.value()),
              (std::vector<std::string>{"TriggerSelector=FrameStart: On", "TriggerSelector=AcquisitionStart: Off"}));
    EXPECT_EQ(read("TriggerSelector").value, QStringLiteral("FrameStart"));
}

TEST_F(FeatureSelectors, AccessDependsOnTheEntryToo)
{
    const auto states = selected("LineFormat");
    ASSERT_TRUE(states);
    ASSERT_EQ(states.value().states.size(), 3u);
    EXPECT_EQ(states.value().states[0].state.access, AccessMode::NotAvailable);
    EXPECT_EQ(states.value().states[1].state.access, AccessMode::ReadWrite);
    EXPECT_EQ(toText(states.value().states[0].state.reason), text("needs LineMode = Output"));
    EXPECT_EQ(m_memory.big32(0x2000), 1u);
}

TEST_F(FeatureSelectors, SelectorsInsideEachOther)
{
    EXPECT_EQ(m_engine->tree()->selectorsOf(text("LUTValue")), (QStringList{text("LUTSelector"), text("LUTIndex")}));
    const auto states = selected("LUTValue");
    ASSERT_TRUE(states);
    EXPECT_EQ(lines(states.value()),
              (std::vector<std::string>{"LUTSelector=Red, LUTIndex=0: 100", "LUTSelector=Red, LUTIndex=1: 101",
                                        "LUTSelector=Red, LUTIndex=2: 102", "LUTSelector=Red, LUTIndex=3: 103",
                                        "LUTSelector=Blue, LUTIndex=0: 200", "LUTSelector=Blue, LUTIndex=1: 201",
                                        "LUTSelector=Blue, LUTIndex=2: 202", "LUTSelector=Blue, LUTIndex=3: 203"}));
    // Where each stood, the inner one under each entry of the outer one.
    EXPECT_EQ(m_memory.big32(0x2030), 1u);
    EXPECT_EQ(m_memory.big32(0x2038), 2u);
    EXPECT_EQ(m_memory.big32(0x203C), 3u);
}

TEST_F(FeatureSelectors, BooleansFixedOnesAndNone)
{
    EXPECT_EQ(lines(selected("BankValue").value()), (std::vector<std::string>{"Bank=false: 7", "Bank=true: 8"}));
    const auto fixed = selected("FixedValue").value();
    EXPECT_EQ(lines(fixed), std::vector<std::string>{"FixedSelector=All: 0"});
    EXPECT_EQ(fixed.fixed, QStringList{text("FixedSelector")});
    m_memory.forget();
    EXPECT_EQ(lines(selected("Lone").value()), std::vector<std::string>{": 0"});
    EXPECT_EQ(lines(selected("Gain").value()), std::vector<std::string>{": 0"}); // pSelected is missing
    EXPECT_TRUE(m_memory.writes.empty());
}

TEST_F(FeatureSelectors, RingsEnd)
{
    const auto ring = selected("RingA");
    ASSERT_TRUE(ring) << toDetailedText(ring.error()).toStdString();
    EXPECT_EQ(ring.value().states.size(), 2u); // RingB selects it
}

TEST_F(FeatureSelectors, TooManyAreRefusedBeforeAnythingMoves)
{
    const auto huge = selected("HugeValue");
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().code, ErrorCode::TooManyCombinations);
    EXPECT_TRUE(m_memory.writes.empty());
    const auto eight = selected("LUTValue", 7);
    ASSERT_FALSE(eight);
    EXPECT_EQ(eight.error().code, ErrorCode::TooManyCombinations);
    EXPECT_EQ(m_memory.big32(0x2030), 1u);
    EXPECT_EQ(m_memory.big32(0x2038), 2u);
}

TEST_F(FeatureSelectors, PutBackAfterCancelling)
{
    int asked = 0;
    const auto cancelled = selected("LUTValue", 1024, [&asked] { return ++asked > 5; });
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(m_memory.big32(0x2030), 1u);
    EXPECT_EQ(m_memory.big32(0x2038), 2u);
    EXPECT_EQ(m_memory.big32(0x203C), 3u);
    EXPECT_TRUE(wrote(0x2038)); // it had moved
}

TEST_F(FeatureSelectors, PutBackAfterAnError)
{
    // The camera takes the entry and then refuses the one after it.
    m_memory.afterWrite = [this](std::uint64_t address) {
        if (address == 0x2000)
            m_memory.failWrites[0x2000] = ARV_DEVICE_ERROR_PROTOCOL_ERROR;
    };
    const auto states = selected("LineMode");
    ASSERT_FALSE(states);
    EXPECT_EQ(states.error().code, ErrorCode::WriteRefused);
    // Line0 taken, Line1 refused, and the way back tried all the same.
    EXPECT_EQ(m_memory.writes.size(), 3u);
    for (const auto &write : m_memory.writes)
        EXPECT_EQ(write.first, 0x2000u);
}

TEST_F(FeatureSelectors, AWriteUnderAnEntry)
{
    FeatureStates refreshed;
    const auto written = m_engine->writeSelected(text("LineMode"), {{text("LineSelector"), text("Line2")}},
                                                 QStringLiteral("Output"), &refreshed);
    ASSERT_TRUE(written) << toDetailedText(written.error()).toStdString();
    EXPECT_EQ(written.value().value, QStringLiteral("Output"));
    EXPECT_EQ(m_memory.big32(0x2018), 8u);
    EXPECT_EQ(m_memory.big32(0x2014), 8u); // Line1 as it was
    EXPECT_EQ(m_memory.big32(0x2000), 1u);
    // What is told of is how it stands now, under the selector as it is.
    EXPECT_TRUE(refreshed.value(text("LineMode")).locked);
    EXPECT_TRUE(refreshed.contains(text("LineFormat")));
}

TEST_F(FeatureSelectors, ARefusedWritePutsBackToo)
{
    const auto locked = m_engine->writeSelected(text("LineMode"), {{text("LineSelector"), text("Line0")}},
                                                QStringLiteral("Output"), nullptr);
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, ErrorCode::FeatureLocked);
    EXPECT_EQ(m_memory.big32(0x2000), 1u);
    const auto noEntry = m_engine->writeSelected(text("TriggerMode"), {{text("TriggerSelector"), text("LineStart")}},
                                                 text("On"), nullptr);
    ASSERT_FALSE(noEntry);
    EXPECT_EQ(noEntry.error().code, ErrorCode::ValueNotAnEntry);
    const auto noSelector = m_engine->writeSelected(text("Lone"), {{text("LineSelector"), text("Line0")}}, 1, nullptr);
    ASSERT_FALSE(noSelector);
    EXPECT_EQ(noSelector.error().code, ErrorCode::NoSuchFeature);
    const auto nothing = m_engine->writeSelected(text("Nobody"), {}, 1, nullptr);
    ASSERT_FALSE(nothing);
}

TEST_F(FeatureSelectors, NestedWritePutsBackTheInnerUnderTheOuter)
{
    const SelectorPath path{{text("LUTSelector"), text("Blue")}, {text("LUTIndex"), text("0")}};
    const auto written = m_engine->writeSelected(text("LUTValue"), path, 999, nullptr);
    ASSERT_TRUE(written) << toDetailedText(written.error()).toStdString();
    EXPECT_EQ(m_memory.big32(0x2120), 999u);
    EXPECT_EQ(m_memory.big32(0x2030), 1u);
    EXPECT_EQ(m_memory.big32(0x2038), 2u);
    EXPECT_EQ(m_memory.big32(0x203C), 3u);
}

TEST_F(FeatureSelectors, ASelectorThatCannotBeReadIsAnError)
{
    m_memory.failReads[0x2250] = ARV_DEVICE_ERROR_PROTOCOL_ERROR;
    const auto states = selected("RefusedValue");
    ASSERT_FALSE(states);
    EXPECT_EQ(states.error().code, ErrorCode::ReadFailed);
}

TEST_F(FeatureSelectors, TheSetHasEveryCombinationAndTheSelectorsLast)
{
    std::vector<std::pair<int, int>> progress;
    const auto set = m_engine->readSet({}, [&progress](int done, int total) { progress.emplace_back(done, total); });
    ASSERT_TRUE(set) << toDetailedText(set.error()).toStdString();
    std::vector<std::string> items;
    for (const auto &item : set.value().items)
        items.push_back(QStringLiteral("%1[%2] %3")
                            .arg(item.feature, pathToText(item.path), valueToText(item.value))
                            .toStdString());
    const std::vector<std::string> expected{"TriggerMode[TriggerSelector=FrameStart] On",
                                            "TriggerMode[TriggerSelector=AcquisitionStart] Off",
                                            "TriggerSource[TriggerSelector=FrameStart] Software",
                                            "TriggerSource[TriggerSelector=AcquisitionStart] Line1",
                                            "LineMode[LineSelector=Line0] Input",
                                            "LineMode[LineSelector=Line1] Output",
                                            "LineMode[LineSelector=Line2] Input",
                                            "LineFormat[LineSelector=Line1] 0",
                                            "LUTValue[LUTSelector=Red, LUTIndex=0] 100",
                                            "LUTValue[LUTSelector=Red, LUTIndex=1] 101",
                                            "LUTValue[LUTSelector=Red, LUTIndex=2] 102",
                                            "LUTValue[LUTSelector=Red, LUTIndex=3] 103",
                                            "LUTValue[LUTSelector=Blue, LUTIndex=0] 200",
                                            "LUTValue[LUTSelector=Blue, LUTIndex=1] 201",
                                            "LUTValue[LUTSelector=Blue, LUTIndex=2] 202",
                                            "LUTValue[LUTSelector=Blue, LUTIndex=3] 203",
                                            "BankValue[Bank=false] 7",
                                            "BankValue[Bank=true] 8",
                                            "FixedValue[FixedSelector=All] 0",
                                            "Gain[] 0",
                                            "Lone[] 0",
                                            "TriggerSelector[] FrameStart",
                                            "LineSelector[] Line1",
                                            "LUTSelector[] Red",
                                            "Bank[] false"};
    EXPECT_EQ(items, expected);
    // HugeValue under 2^63 positions is left out, and said to be.
    ASSERT_EQ(set.value().missing.size(), 1u);
    EXPECT_EQ(set.value().missing.front().feature, text("HugeValue"));
    ASSERT_FALSE(progress.empty());
    EXPECT_EQ(progress.back().first, progress.back().second);
    EXPECT_EQ(m_memory.big32(0x2030), 1u);
}

} // namespace
} // namespace mv::test
