// SPDX-License-Identifier: GPL-3.0-or-later
// What has changed since connecting, putting it back, undo and redo; by the keys a person has.
#include "tests/widgets/panel_fixture.h"

#include "widgets/feature_info_pane.h"

#include <QSignalSpy>

using namespace mv;

namespace {

const QString selector = QStringLiteral("ChannelSelector");
const QString ratio = QStringLiteral("Ratio");
const QString width = QStringLiteral("Width");
const QString gain = QStringLiteral("Gain");

std::shared_ptr<const FeatureTree> selectorTree()
{
    FeatureDescription channel = test::feature(selector, FeatureType::Enumeration);
    channel.entries = {{QStringLiteral("Red"), {}, {}, 0, Visibility::Beginner},
                       {QStringLiteral("Blue"), {}, {}, 1, Visibility::Beginner}};
    channel.selects = {ratio};
    FeatureDescription selected = test::feature(ratio, FeatureType::Float);
    selected.selectedBy = {selector};
    return test::treeOf({channel, selected});
}

FeatureStates selectorStates(const QString &entry, double value)
{
    FeatureStates states;
    states[selector] = test::readWrite(entry);
    states[selector].availableEntries = {QStringLiteral("Red"), QStringLiteral("Blue")};
    states[ratio] = test::readWrite(value);
    return states;
}

} // namespace

class TestFeatureHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void changesAreMarkedWithTheOldValue();
    void whatTheCameraMeasuresIsNoChange();
    void revertsOneAndAll();
    void undoesAndRedoesByKey();
    void aNewWriteForgetsTheUndone();
    void refusedWritesAreNoSteps();
    void aRefusedUndoSaysWhy();
    void aDragIsOneStep();
    void undoTakesBackTheWriteThatWaits();
    void valuesBelongToTheirSelector();
    void revertsUnderTheRightSelector();
    void anotherCameraForgetsTheSteps();

private:
    void key(Qt::Key key) { QTest::keyClick(&m_fixture->tree(), key, Qt::ControlModifier); }
    QVariant old(const QString &name)
    {
        return m_fixture->panel.model().indexOf(name).data(FeatureModel::OldValueRole);
    }

    std::unique_ptr<test::PanelFixture> m_fixture;
};

void TestFeatureHistory::init()
{
    m_fixture = std::make_unique<test::PanelFixture>();
    QVERIFY(m_fixture->show());
}

void TestFeatureHistory::changesAreMarkedWithTheOldValue()
{
    QVERIFY(!old(gain).isValid());
    QVERIFY(!m_fixture->action("featureRevertAll").isEnabled());
    m_fixture->type(gain, QStringLiteral("7.5"));
    QCOMPARE(old(gain), QVariant(1.5));
    QVERIFY(m_fixture->row(gain).data(Qt::ToolTipRole).toString().contains(QStringLiteral("It was 1.5 dB")));
    auto *info = m_fixture->panel.findChild<FeatureInfoPane *>();
    QVERIFY(info->toPlainText().contains(QStringLiteral("1.5 dB")));
    QVERIFY(m_fixture->action("featureRevertAll").isEnabled());
    m_fixture->type(gain, QStringLiteral("1.5"));
    QVERIFY(!old(gain).isValid());
    QVERIFY(!m_fixture->action("featureRevertAll").isEnabled());
}

void TestFeatureHistory::whatTheCameraMeasuresIsNoChange()
{
    m_fixture->states[QStringLiteral("Address")].value = QVariant::fromValue<qint64>(77);
    m_fixture->publish({QStringLiteral("Address")});
    QVERIFY(!old(QStringLiteral("Address")).isValid());
}

void TestFeatureHistory::revertsOneAndAll()
{
    m_fixture->type(gain, QStringLiteral("7.5"));
    m_fixture->type(width, QStringLiteral("1024"));
    m_fixture->type(QStringLiteral("UserName"), QStringLiteral("new"));
    m_fixture->click(m_fixture->row(width));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Escape);
    m_fixture->action("featureRevert").trigger();
    QCOMPARE(m_fixture->states[width].value.toLongLong(), 640);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 7.5);
    m_fixture->action("featureRevertAll").trigger();
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 1.5);
    QCOMPARE(m_fixture->states[QStringLiteral("UserName")].value.toString(), QStringLiteral("left"));
    QVERIFY(m_fixture->panel.model().changes().isEmpty());
    key(Qt::Key_Z); // all of it was one step
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 7.5);
    QCOMPARE(m_fixture->states[QStringLiteral("UserName")].value.toString(), QStringLiteral("new"));
    QCOMPARE(m_fixture->states[width].value.toLongLong(), 640);
}

void TestFeatureHistory::undoesAndRedoesByKey()
{
    m_fixture->type(gain, QStringLiteral("7.5"));
    m_fixture->type(width, QStringLiteral("1024"));
    m_fixture->type(gain, QStringLiteral("8.5"));
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 7.5);
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->states[width].value.toLongLong(), 640);
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 1.5);
    QVERIFY(!m_fixture->action("featureUndo").isEnabled());
    key(Qt::Key_Y);
    key(Qt::Key_Y);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 7.5);
    QCOMPARE(m_fixture->states[width].value.toLongLong(), 1024);
    key(Qt::Key_Y);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 8.5);
    QVERIFY(!m_fixture->action("featureRedo").isEnabled());
}

void TestFeatureHistory::aNewWriteForgetsTheUndone()
{
    m_fixture->type(gain, QStringLiteral("7.5"));
    key(Qt::Key_Z);
    QVERIFY(m_fixture->action("featureRedo").isEnabled());
    m_fixture->type(width, QStringLiteral("1024"));
    QVERIFY(!m_fixture->action("featureRedo").isEnabled());
}

void TestFeatureHistory::refusedWritesAreNoSteps()
{
    m_fixture->refused = {gain};
    m_fixture->type(gain, QStringLiteral("7.5"));
    m_fixture->type(gain, QStringLiteral("99")); // out of range
    QVERIFY(!m_fixture->action("featureUndo").isEnabled());
}

void TestFeatureHistory::aRefusedUndoSaysWhy()
{
    m_fixture->type(gain, QStringLiteral("7.5"));
    m_fixture->refused = {gain};
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->rowState(gain), FeatureModel::RowState::Failed);
    QVERIFY(!m_fixture->action("featureRedo").isEnabled());
    m_fixture->refused.clear();
    m_fixture->type(gain, QStringLiteral("8"));
    m_fixture->states[gain].access = AccessMode::ReadOnly;
    m_fixture->states[gain].locked = true;
    m_fixture->publish({gain});
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->rowState(gain), FeatureModel::RowState::Failed);
    QCOMPARE(m_fixture->refusals.size(), 1);
    QCOMPARE(m_fixture->refusals.first().code, ErrorCode::FeatureLocked);
}

void TestFeatureHistory::aDragIsOneStep()
{
    FeatureModel &model = m_fixture->panel.model();
    for (double value : {2.0, 3.0, 4.0, 5.0})
        QVERIFY(model.setData(model.indexOf(gain), value, FeatureModel::DragRole));
    QVERIFY(model.setData(model.indexOf(gain), 5.0));
    for (double value : {6.0, 7.0})
        QVERIFY(model.setData(model.indexOf(gain), value, FeatureModel::DragRole));
    QCOMPARE(m_fixture->writes.size(), 6);
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 5.0);
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 1.5);
}

// On a slow camera Ctrl+Z comes before the answer: it means the newest write, not the one before.
void TestFeatureHistory::undoTakesBackTheWriteThatWaits()
{
    m_fixture->type(width, QStringLiteral("1024"));
    m_fixture->answers = false;
    m_fixture->type(gain, QStringLiteral("7.5"));
    QVERIFY(m_fixture->action("featureUndo").isEnabled());
    key(Qt::Key_Z);
    QCOMPARE(m_fixture->writes.size(), 2); // nothing yet
    m_fixture->answer(gain, 7.5);
    QCOMPARE(m_fixture->writes.size(), 3);
    QCOMPARE(m_fixture->writes.last(), std::pair(gain, QVariant(1.5)));
    m_fixture->answer(gain, 1.5);
    QCOMPARE(m_fixture->states[width].value.toLongLong(), 1024);
    QCOMPARE(m_fixture->writes.size(), 3);

    m_fixture->type(gain, QStringLiteral("9.5"));
    key(Qt::Key_Z);
    key(Qt::Key_Y); // thought better of it
    m_fixture->answer(gain, 9.5);
    QCOMPARE(m_fixture->writes.size(), 4);
    QCOMPARE(m_fixture->states[gain].value.toDouble(), 9.5);
}

void TestFeatureHistory::valuesBelongToTheirSelector()
{
    FeatureModel model;
    model.setTree(selectorTree());
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Red"), 1.0)));
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Blue"), 2.0)));
    QVERIFY(!model.indexOf(ratio).data(FeatureModel::OldValueRole).isValid()); // Blue was never anything else
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Blue"), 2.5)), {ratio});
    QCOMPARE(model.indexOf(ratio).data(FeatureModel::OldValueRole), QVariant(2.0));
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Red"), 1.0)));
    QVERIFY(!model.indexOf(ratio).data(FeatureModel::OldValueRole).isValid());
    QCOMPARE(model.changes().size(), 1);
    QCOMPARE(model.changes().first().path, (SelectorPath{{selector, QStringLiteral("Blue")}}));
}

void TestFeatureHistory::revertsUnderTheRightSelector()
{
    FeatureModel model;
    model.setTree(selectorTree());
    QSignalSpy selected(&model, &FeatureModel::selectedWriteRequested);
    QSignalSpy sets(&model, &FeatureModel::restoreRequested);
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Red"), 1.0)));
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Red"), 1.25)), {ratio});
    model.updateStates(std::make_shared<FeatureStates>(selectorStates(QStringLiteral("Blue"), 2.0)));
    model.revert({ratio});
    const SelectorPath red{{selector, QStringLiteral("Red")}};
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.first().at(0).toString(), ratio);
    QCOMPARE(selected.first().at(1).value<SelectorPath>(), red);
    QCOMPARE(selected.first().at(2), QVariant(1.0));
    model.settle(ratio);
    QCOMPARE(model.changes().size(), 1); // the selector itself
    model.undo();
    QCOMPARE(selected.count(), 2);
    QCOMPARE(selected.last().at(2), QVariant(1.25));
    model.settle(ratio);
    model.revert(); // both, as one set
    QCOMPARE(sets.count(), 1);
    const auto set = sets.first().first().value<FeatureSet>();
    QCOMPARE(set.items.size(), std::size_t(2));
    RestoreReport report;
    for (const FeatureSetItem &item : set.items)
        report.items.push_back({item, RestoreFate::Written, {}, item.value, {}, {}});
    report.items.back().fate = RestoreFate::NotWritable;
    model.restored(report);
    const auto rowState = [&model](const QString &name) {
        return model.indexOf(name).data(FeatureModel::RowStateRole).toInt();
    };
    QCOMPARE(rowState(set.items.front().feature), int(FeatureModel::RowState::Settled));
    QCOMPARE(rowState(set.items.back().feature), int(FeatureModel::RowState::Failed));
}

void TestFeatureHistory::anotherCameraForgetsTheSteps()
{
    m_fixture->type(gain, QStringLiteral("7.5"));
    m_fixture->panel.model().setTree(test::sampleTree());
    m_fixture->publish();
    QVERIFY(!m_fixture->panel.model().canUndo());
    QVERIFY(m_fixture->panel.model().changes().isEmpty());
}

QTEST_MAIN(TestFeatureHistory)
#include "tst_feature_history.moc"
