// SPDX-License-Identifier: GPL-3.0-or-later
// What the device thread reads by itself, and what it says of who made a feature different.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "gvcp_responder.h"
#include "waiting.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

QByteArray reg(const char *name, const char *address, const char *more = "")
{
    return QByteArray("<IntReg Name=\"") + name + "\"><Address>" + address +
           "</Address><Length>4</Length><AccessMode>RW</AccessMode><pPort>Device</pPort>" + more +
           "<Endianess>BigEndian</Endianess></IntReg>";
}

const QByteArray pollDescription =
    "<?xml version=\"1.0\"?><RegisterDescription ModelName=\"Poll\" VendorName=\"Test\" SchemaMajorVersion=\"1\" "
    "SchemaMinorVersion=\"1\" SchemaSubMinorVersion=\"0\"><Category Name=\"Root\"><pFeature>Counter</pFeature>"
    "<pFeature>Other</pFeature><pFeature>GainAuto</pFeature><pFeature>Gain</pFeature><pFeature>Half</pFeature>"
    "<pFeature>Plain</pFeature></Category>" +
    reg("Counter", "0x200000", "<PollingTime>40</PollingTime>") +
    reg("Other", "0x200004", "<PollingTime>40</PollingTime>") + reg("Plain", "0x200014") +
    "<Enumeration Name=\"GainAuto\"><EnumEntry Name=\"Off\"><Value>0</Value></EnumEntry><EnumEntry "
    "Name=\"Once\"><Value>1</Value></EnumEntry><pValue>GainAutoReg</pValue></Enumeration>" +
    reg("GainAutoReg", "0x200008") + "<Integer Name=\"Gain\"><pIsLocked>GainLock</pIsLocked><pValue>GainReg</pValue>" +
    "</Integer>" + reg("GainReg", "0x20000C") +
    "<IntSwissKnife Name=\"GainLock\"><pVariable Name=\"A\">GainAuto</pVariable><Formula>A &lt;&gt; 0</Formula>"
    "</IntSwissKnife><IntSwissKnife Name=\"Half\"><pVariable Name=\"P\">Plain</pVariable><Formula>P / 2</Formula>"
    "</IntSwissKnife><Port Name=\"Device\"/></RegisterDescription>";

const QString counter = QStringLiteral("Counter"), other = QStringLiteral("Other"), plain = QStringLiteral("Plain"),
              gainAuto = QStringLiteral("GainAuto"), gain = QStringLiteral("Gain"), half = QStringLiteral("Half");

class PollingTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_address = nextAddress();
        m_responder.emplace(m_address);
        ASSERT_TRUE(m_responder->listening());
        m_responder->setDescription(pollDescription);
        // Direct: the signals come in the device thread, and there is no event loop here.
        QObject::connect(
            &m_camera, &Camera::featuresDiffer, &m_camera,
            [this](const FeatureChanges &changes) {
                const std::lock_guard lock(m_mutex);
                m_changes += changes;
            },
            Qt::DirectConnection);
        open();
        ASSERT_TRUE(waited(m_camera.read()).ok());
    }
    void open()
    {
        DeviceInfo info;
        info.address = m_address;
        info.serial = QStringLiteral("T5");
        const auto opened = waited(m_camera.open(info));
        ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    }
    QVariant value(const QString &name) const { return m_camera.states()->value(name).value; }
    FeatureChanges changes()
    {
        const std::lock_guard lock(m_mutex);
        return m_changes;
    }
    std::optional<FeatureChange> change(const QString &name)
    {
        for (const auto &change : changes()) {
            if (change.name == name)
                return change;
        }
        return std::nullopt;
    }
    void forgetChanges()
    {
        const std::lock_guard lock(m_mutex);
        m_changes.clear();
    }

    QString m_address;
    std::optional<GvcpResponder> m_responder;
    EventLog m_log;
    std::mutex m_mutex; // guards m_changes
    FeatureChanges m_changes;
    Camera m_camera{m_log}; // after what its signals use
};

} // namespace

TEST_F(PollingTest, WhatIsLookedAtFollowsTheCamera)
{
    m_camera.setPolled({counter, plain});
    m_responder->put32(0x200000, 11);
    ASSERT_TRUE(becomesTrue([&] { return value(counter) == 11; }, 10s));
    m_responder->put32(0x200000, 12);
    m_responder->put32(0x200004, 99); // nobody looks at it
    m_responder->put32(0x200014, 99); // has no PollingTime
    ASSERT_TRUE(becomesTrue([&] { return value(counter) == 12; }, 10s));
    m_responder->put32(0x200000, 13);
    ASSERT_TRUE(becomesTrue([&] { return value(counter) == 13; }, 10s));
    EXPECT_EQ(value(other), 0);
    EXPECT_EQ(value(plain), 0);
    const auto changed = change(counter);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->source, ChangeSource::Poll);
    EXPECT_EQ(changed->before, 0);
    EXPECT_EQ(changed->after, 11);
    // Another row: the one before is left alone.
    m_camera.setPolled({other});
    ASSERT_TRUE(becomesTrue([&] { return value(other) == 99; }, 10s));
    m_responder->put32(0x200000, 50);
    m_responder->put32(0x200004, 100);
    ASSERT_TRUE(becomesTrue([&] { return value(other) == 100; }, 10s));
    EXPECT_EQ(value(counter), 13);
}

TEST_F(PollingTest, KeptOverAReconnection)
{
    m_camera.setPolled({counter});
    ASSERT_TRUE(waited(m_camera.close()).ok());
    open();
    ASSERT_TRUE(waited(m_camera.read()).ok());
    m_responder->put32(0x200000, 77);
    EXPECT_TRUE(becomesTrue([&] { return value(counter) == 77; }, 10s));
}

// The camera takes 200 ms an access: whoever looks at the last feature does not wait for all before it, and sees each
// value when it comes.
TEST_F(PollingTest, WhatIsLookedAtComesFirst)
{
    ASSERT_TRUE(waited(m_camera.close()).ok());
    open();
    m_responder->setDelay(200ms, true);
    const auto all = m_camera.read();
    m_camera.setPolled({plain});
    const auto knows = [this](const QString &name) { return m_camera.states()->contains(name); };
    ASSERT_TRUE(becomesTrue([&] { return knows(plain); }, 20s));
    EXPECT_FALSE(knows(gain));
    EXPECT_FALSE(all.isFinished());
    ASSERT_TRUE(becomesTrue([&] { return knows(other); }, 20s));
    EXPECT_FALSE(all.isFinished()); // each value when it comes
    EXPECT_TRUE(waited(all).ok());
    EXPECT_TRUE(knows(half));
}

// Two features that ask to be read each 40 ms, from a camera that takes 300 ms an access: nothing piles up, and what
// somebody asks for waits for one access, not for all.
TEST_F(PollingTest, ASlowCameraIsNotDrowned)
{
    m_camera.setPolled({counter, other});
    m_responder->setDelay(300ms, true);
    std::this_thread::sleep_for(1s);
    for (int i = 1; i <= 3; ++i) {
        const int before = m_responder->requests();
        EXPECT_TRUE(waited(m_camera.write(plain, i)).ok());
        // Check, write and read back are three to five accesses; one more may be under way, and heartbeats come
        // between.
        EXPECT_LT(m_responder->requests() - before, 20);
    }
    EXPECT_EQ(m_responder->get32(0x200014), 3u);
    // It goes on being read all the same.
    m_responder->put32(0x200000, 5);
    EXPECT_TRUE(becomesTrue([&] { return value(counter) == 5; }, 20s));
}

TEST_F(PollingTest, AnAutomaticThatRunsOnceIsFollowedToItsEnd)
{
    ASSERT_TRUE(waited(m_camera.write(gainAuto, QStringLiteral("Once"))).ok());
    EXPECT_TRUE(m_camera.states()->value(gain).locked);
    forgetChanges();
    // Nobody looks at anything. It is at work …
    m_responder->put32(0x20000C, 7);
    ASSERT_TRUE(becomesTrue([&] { return value(gain) == 7; }, 10s));
    EXPECT_EQ(change(gain)->source, ChangeSource::Poll);
    // … and ends.
    m_responder->put32(0x20000C, 8);
    m_responder->put32(0x200008, 0);
    ASSERT_TRUE(becomesTrue([&] { return value(gainAuto) == QStringLiteral("Off"); }, 10s));
    ASSERT_TRUE(becomesTrue([&] { return value(gain) == 8; }, 10s));
    EXPECT_TRUE(becomesTrue([&] { return !m_camera.states()->value(gain).locked; }, 10s));
    EXPECT_EQ(change(gainAuto)->source, ChangeSource::Poll);
    // Then it is left alone.
    std::this_thread::sleep_for(300ms);
    m_responder->put32(0x20000C, 9);
    std::this_thread::sleep_for(1s);
    EXPECT_EQ(value(gain), 8);
}

TEST_F(PollingTest, WhoChangedWhat)
{
    ASSERT_TRUE(waited(m_camera.write(plain, 10)).ok());
    ASSERT_TRUE(change(plain));
    EXPECT_EQ(change(plain)->source, ChangeSource::Write);
    EXPECT_EQ(change(plain)->before, 0);
    EXPECT_EQ(change(plain)->after, 10);
    ASSERT_TRUE(change(half));
    EXPECT_EQ(change(half)->source, ChangeSource::Invalidation);
    forgetChanges();
    ASSERT_TRUE(waited(m_camera.write(plain, 10)).ok());
    EXPECT_TRUE(changes().isEmpty()); // nothing is different
    m_responder->put32(0x200014, 20);
    ASSERT_TRUE(waited(m_camera.read({plain})).ok());
    EXPECT_EQ(change(plain)->source, ChangeSource::Read);
    forgetChanges();
    FeatureSet set;
    set.items = {{plain, {}, 30}, {gainAuto, {}, QStringLiteral("Off")}};
    const auto report = waited(m_camera.restore(set));
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report.value().complete());
    EXPECT_EQ(change(plain)->source, ChangeSource::Restore);
    EXPECT_EQ(change(half)->source, ChangeSource::Invalidation);
    EXPECT_FALSE(change(gainAuto));
    // What the access became is a change too: a lock, without another value.
    forgetChanges();
    ASSERT_TRUE(waited(m_camera.write(gainAuto, QStringLiteral("Once"))).ok());
    ASSERT_TRUE(change(gain));
    EXPECT_EQ(change(gain)->accessBefore, AccessMode::ReadWrite);
    EXPECT_EQ(change(gain)->accessAfter, AccessMode::ReadOnly);
}

TEST_F(PollingTest, RestoringCanBeCancelledAndStillReports)
{
    m_responder->setDelay(100ms, true);
    FeatureSet set;
    for (int i = 0; i < 3; ++i)
        set.items.push_back({i == 0 ? plain : i == 1 ? gain : counter, {}, 40 + i});
    CancelFlag cancel;
    cancel.cancel();
    const auto report = waited(m_camera.restore(set, cancel));
    ASSERT_TRUE(report.ok()) << qPrintable(toDetailedText(report.error()));
    EXPECT_TRUE(report.value().cancelled);
    for (const auto &item : report.value().items)
        EXPECT_EQ(item.fate, RestoreFate::NotReached);
    EXPECT_EQ(m_responder->get32(0x200014), 0u);
}

TEST_F(PollingTest, LosingTheCameraInBetweenAnswers)
{
    m_responder->setDelay(1s, true);              // long enough to be closed in between on a busy machine
    auto selected = m_camera.readSelected(plain); // is under way
    auto set = m_camera.readSet();                // waits for its turn; there may be nothing in it that takes long
    ASSERT_TRUE(waited(m_camera.close()).ok());
    EXPECT_EQ(waited(set).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(selected).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(waited(m_camera.readSelected(plain)).error().code, ErrorCode::NotConnected);
}

// Somebody reads all of a slow camera; whoever writes meanwhile waits for one feature, not for all.
TEST_F(PollingTest, ReadingAllMakesWay)
{
    m_responder->setDelay(200ms, true);
    std::atomic<bool> allRead = false;
    bool tooLate = true;
    auto all = m_camera.read().then(QtFuture::Launch::Sync, [&allRead](const Result<FeatureStates> &states) {
        allRead = true;
        return states;
    });
    std::this_thread::sleep_for(100ms);
    // Told in the device thread, the moment it is written.
    auto written = m_camera.write(plain, 5).then(QtFuture::Launch::Sync, [&](const Result<FeatureState> &state) {
        tooLate = allRead;
        return state;
    });
    ASSERT_TRUE(waited(written).ok());
    EXPECT_FALSE(tooLate);
    const auto states = waited(all);
    ASSERT_TRUE(states.ok());
    EXPECT_EQ(states.value().size(), 6);
    EXPECT_EQ(states.value().value(plain).value, 5);
}
