// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of the play mode.
#include "widgets/play_mode_box.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include <limits>

using namespace mv;

namespace {

FeatureState state(const QVariant &value)
{
    FeatureState result;
    result.access = AccessMode::ReadWrite;
    result.value = value;
    return result;
}

} // namespace

class TestPlayModeBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatIsChosen();
    void showsWhatTheCameraSays();
    void canBeChangedOnlyWhenAllowed();
};

void TestPlayModeBox::writesWhatIsChosen()
{
    PlayModeBox box;
    box.setChangeable(true);
    box.setStates(state(QStringLiteral("Continuous")), state(QVariant::fromValue<qint64>(3)));
    box.show();
    QVERIFY(QTest::qWaitForWindowActive(&box));
    QSignalSpy writes(&box, &PlayModeBox::writeRequested);
    auto *mode = box.findChild<QComboBox *>(QStringLiteral("playMode"));
    auto *count = box.findChild<QSpinBox *>(QStringLiteral("frameCount"));
    QVERIFY(!count->isVisible());
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_End);
    QCOMPARE(writes.count(), 1);
    QCOMPARE(writes.last().first().toString(), QStringLiteral("AcquisitionMode"));
    QCOMPARE(writes.last().last().toString(), QStringLiteral("MultiFrame"));
    QVERIFY(count->isVisible());
    count->setFocus();
    count->selectAll();
    QTest::keyClicks(count, QStringLiteral("25"));
    QTest::keyClick(count, Qt::Key_Return);
    QCOMPARE(writes.count(), 2);
    QCOMPARE(writes.last().last(), QVariant::fromValue<qint64>(25));
}

void TestPlayModeBox::showsWhatTheCameraSays()
{
    PlayModeBox box;
    QSignalSpy writes(&box, &PlayModeBox::writeRequested);
    FeatureState count = state(QVariant::fromValue<qint64>(7));
    count.intMin = 1;
    count.intMax = std::numeric_limits<qint64>::max();
    box.setStates(state(QStringLiteral("MultiFrame")), count);
    QCOMPARE(box.findChild<QComboBox *>(QStringLiteral("playMode"))->currentIndex(), 2);
    QCOMPARE(box.findChild<QSpinBox *>(QStringLiteral("frameCount"))->value(), 7);
    box.setStates(FeatureState(), FeatureState());
    QCOMPARE(box.findChild<QComboBox *>(QStringLiteral("playMode"))->currentIndex(), 0);
    QCOMPARE(writes.count(), 0); // showing is not writing
}

void TestPlayModeBox::canBeChangedOnlyWhenAllowed()
{
    PlayModeBox box;
    auto *mode = box.findChild<QComboBox *>(QStringLiteral("playMode"));
    box.setStates(state(QStringLiteral("Continuous")), FeatureState());
    QVERIFY(!mode->isEnabled());
    box.setChangeable(true);
    QVERIFY(mode->isEnabled());
    box.setStates(FeatureState(), FeatureState()); // a camera without the feature
    QVERIFY(!mode->isEnabled());
}

QTEST_MAIN(TestPlayModeBox)
#include "tst_play_mode_box.moc"
