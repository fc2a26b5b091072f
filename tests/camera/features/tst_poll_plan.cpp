// SPDX-License-Identifier: GPL-3.0-or-later
// What is read again by itself, and when: told by a clock of the test's own.
#include "camera/private/poll_plan.h"

#include <gtest/gtest.h>

namespace mv {
namespace {

using namespace std::chrono_literals;

class PollPlanTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto tree = std::make_shared<FeatureTree>();
        const auto add = [&tree](const char *name, FeatureType type, int pollingTimeMs) {
            FeatureDescription feature;
            feature.name = QString::fromLatin1(name);
            feature.type = type;
            feature.pollingTimeMs = pollingTimeMs;
            tree->index.insert(feature.name, int(tree->features.size()));
            tree->features.push_back(feature);
        };
        add("Temperature", FeatureType::Float, 1000);
        add("Status", FeatureType::Integer, 200);
        add("Width", FeatureType::Integer, 0);
        add("GainAuto", FeatureType::Enumeration, 0);
        add("Gain", FeatureType::Float, 0);
        m_plan.begin(tree, [](const QString &name) {
            return name == u"GainAuto" ? QStringList{QStringLiteral("GainAuto"), QStringLiteral("Gain")}
                                       : QStringList();
        });
    }
    PollPlan::Clock::time_point at(std::chrono::milliseconds time) const { return m_start + time; }
    QString due(std::chrono::milliseconds time) const { return m_plan.due(at(time)).join(u' '); }
    void done(const char *names, std::chrono::milliseconds begin, std::chrono::milliseconds end)
    {
        m_plan.done(QString::fromLatin1(names).split(u' '), at(begin), at(end));
    }
    void saw(const char *symbol, std::chrono::milliseconds time)
    {
        FeatureState state;
        state.value = QString::fromLatin1(symbol);
        m_plan.saw({{QStringLiteral("GainAuto"), state}}, at(time));
    }
    static QStringList names(const char *list) { return QString::fromLatin1(list).split(u' '); }

    PollPlan m_plan;
    const PollPlan::Clock::time_point m_start = PollPlan::Clock::now();
};

TEST_F(PollPlanTest, NothingIsReadThatNobodyLooksAt)
{
    EXPECT_EQ(due(10h), QString());
    EXPECT_FALSE(m_plan.next());
}

TEST_F(PollPlanTest, VisibleOnesWithAPollingTimeWhenItHasPassed)
{
    m_plan.setVisible(names("Status Width Temperature Nobody"), at(0ms));
    EXPECT_EQ(due(199ms), QString());
    EXPECT_EQ(m_plan.next(), at(200ms));
    EXPECT_EQ(due(200ms), u"Status");
    EXPECT_EQ(due(1000ms), u"Temperature Status"); // in the order of the tree
    done("Status", 200ms, 201ms);
    EXPECT_EQ(due(400ms), QString());
    EXPECT_EQ(due(401ms), u"Status");
    // Scrolled away and back: no reason to begin anew.
    m_plan.setVisible(names("Status"), at(300ms));
    EXPECT_EQ(due(401ms), u"Status");
    EXPECT_EQ(due(2000ms), u"Status");
}

TEST_F(PollPlanTest, ASlowCameraIsAskedLessOften)
{
    m_plan.setVisible(names("Status"), at(0ms));
    done("Status", 200ms, 3200ms);     // took 3 s
    EXPECT_EQ(due(6199ms), QString()); // as long again before the next
    EXPECT_EQ(due(6200ms), u"Status");
}

TEST_F(PollPlanTest, WhatWasInterruptedStaysDue)
{
    m_plan.setVisible(names("Status Temperature"), at(0ms));
    ASSERT_EQ(due(1000ms), u"Temperature Status");
    done("Temperature", 1000ms, 1001ms);
    EXPECT_EQ(due(1001ms), u"Status");
}

TEST_F(PollPlanTest, OnceUntilItEndsAndThenOnceMore)
{
    saw("Once", 0ms);
    EXPECT_EQ(due(199ms), QString());
    EXPECT_EQ(due(200ms), u"GainAuto Gain");
    EXPECT_TRUE(m_plan.isPolled(QStringLiteral("Gain")));
    done("GainAuto Gain", 200ms, 202ms);
    saw("Once", 202ms);
    EXPECT_EQ(due(401ms), QString());
    EXPECT_EQ(due(402ms), u"GainAuto Gain");
    // It ends: Gain may have been read before that in the same pass, so that it is read once more.
    saw("Off", 402ms);
    done("GainAuto Gain", 402ms, 403ms);
    m_plan.soon({});
    EXPECT_FALSE(m_plan.isPolled(QStringLiteral("Gain")));
    saw("Once", 500ms);
    saw("Off", 600ms);
    EXPECT_EQ(due(600ms), u"GainAuto Gain");
    done("GainAuto Gain", 600ms, 601ms);
    EXPECT_EQ(due(10h), QString());
}

TEST_F(PollPlanTest, AnOnceThatNeverEndsIsAskedLessAndLessOften)
{
    saw("AutoOnce", 0ms);
    auto now = at(0ms);
    int readings = 0;
    while (now < at(60s)) {
        now = *m_plan.next();
        m_plan.done(m_plan.due(now), now, now);
        ++readings;
    }
    EXPECT_LT(readings, 40);
    EXPECT_GT(readings, 20);
}

TEST_F(PollPlanTest, WhatIsStaleIsReadAtTheNextOccasion)
{
    m_plan.soon(names("Width Gain Width"));
    ASSERT_TRUE(m_plan.next());
    EXPECT_EQ(due(0ms), u"Width Gain");
    done("Width", 0ms, 1ms);
    EXPECT_EQ(due(1ms), u"Gain");
    done("Gain", 1ms, 2ms);
    EXPECT_FALSE(m_plan.next());
}

} // namespace
} // namespace mv
