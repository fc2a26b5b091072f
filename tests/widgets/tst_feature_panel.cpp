// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes panel under real clicks and keys, with a camera of values behind it.
#include "widgets/feature_editors.h"
#include "widgets/feature_info_pane.h"
#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"

#include "tests/widgets/feature_samples.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace mv;

class TestFeaturePanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyTypeHasAWayToEdit();
    void typesAnInteger();
    void stepsWriteAtOnce();
    void typesAFloatInFull();
    void escapeWritesNothing();
    void saysWhyTextIsNoValue_data();
    void saysWhyTextIsNoValue();
    void newerInputAnswersAnOlderRefusal();
    void leavingTheRowClearsTheMark();
    void aClickElsewhereDoesNotHideARefusal();
    void aLostCameraIsReadOnly();
    void choosesAnEntry();
    void togglesABoolean();
    void pressesACommand();
    void typesAText();
    void valuesFromTheCameraDoNotDisturbTyping();
    void readOnlyOpensNoEditor();
    void searchOpensWhatItFinds();
    void informationCanBeHidden();

private:
    QModelIndex row(const char *name) const;
    void click(const QModelIndex &index);
    QWidget *editor() const;
    QModelIndex openEditor(const char *name);
    void type(const char *name, const QString &text);
    FeatureModel::RowState rowState(const char *name) const;

    std::unique_ptr<FeaturePanel> m_panel;
    QTreeView *m_tree = nullptr;
    QList<std::pair<QString, QVariant>> m_writes;
    QStringList m_executed;
    bool m_commandsEnd = true;
};

// The camera: takes every write as it is.
void TestFeaturePanel::init()
{
    m_panel = std::make_unique<FeaturePanel>(); // an editor that is still open in the old one may write its value
    m_writes.clear();
    m_executed.clear();
    m_commandsEnd = true;
    auto states = std::make_shared<FeatureStates>(test::sampleStates());
    FeatureModel *model = &m_panel->model();
    connect(model, &FeatureModel::writeRequested, m_panel.get(),
            [this, model, states](const QString &name, const QVariant &value) {
                m_writes.append({name, value});
                (*states)[name].value = value;
                model->updateStates(std::make_shared<FeatureStates>(*states), {name});
                model->settle(name);
            });
    connect(model, &FeatureModel::executeRequested, m_panel.get(), [this, model](const QString &name) {
        m_executed << name;
        if (m_commandsEnd)
            model->settle(name);
    });
    model->setTree(test::sampleTree());
    model->updateStates(std::make_shared<FeatureStates>(*states));
    m_panel->setLevel(Visibility::Guru);
    m_panel->resize(420, 700);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    m_tree = m_panel->findChild<QTreeView *>(QStringLiteral("featureTree"));
    m_tree->expandAll();
}

QModelIndex TestFeaturePanel::row(const char *name) const
{
    const auto found = m_tree->model()->match(m_tree->model()->index(0, 0), FeatureModel::NameRole,
                                              QString::fromLatin1(name), 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.first().siblingAtColumn(FeatureModel::ValueColumn);
}

void TestFeaturePanel::click(const QModelIndex &index)
{
    const QRect rect = m_tree->visualRect(index);
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(25, rect.height() / 2));
}

QWidget *TestFeaturePanel::editor() const
{
    return m_tree->viewport()->findChild<QWidget *>(QStringLiteral("featureEditor"));
}

QModelIndex TestFeaturePanel::openEditor(const char *name)
{
    const QModelIndex index = row(name);
    click(index);
    return index;
}

void TestFeaturePanel::type(const char *name, const QString &text)
{
    openEditor(name);
    QVERIFY(editor());
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), text);
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_VERIFY(!editor());
}

FeatureModel::RowState TestFeaturePanel::rowState(const char *name) const
{
    return static_cast<FeatureModel::RowState>(row(name).data(FeatureModel::RowStateRole).toInt());
}

void TestFeaturePanel::everyTypeHasAWayToEdit()
{
    for (int type = 0; type <= static_cast<int>(FeatureType::Register); ++type) {
        const auto kind = static_cast<FeatureType>(type);
        const bool inItsCell = kind == FeatureType::Boolean || kind == FeatureType::Command;
        QCOMPARE(findFeatureEditor(kind) == nullptr, inItsCell);
    }
}

void TestFeaturePanel::typesAnInteger()
{
    openEditor("Width");
    QVERIFY(editor());
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("1024"));
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second, QVariant::fromValue<qint64>(1024));
    QCOMPARE(row("Width").data().toString(), QStringLiteral("1024"));
}

void TestFeaturePanel::stepsWriteAtOnce()
{
    openEditor("Width");
    QTest::keyClick(editor(), Qt::Key_Up);
    QTest::keyClick(editor(), Qt::Key_Up);
    QCOMPARE(m_writes.size(), 2);
    QCOMPARE(m_writes.last().second, QVariant::fromValue<qint64>(656));
    QVERIFY(editor()); // still open
}

void TestFeaturePanel::typesAFloatInFull()
{
    openEditor("Gain");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("12.345678901234567"));
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second.toDouble(), 12.345678901234567);
}

void TestFeaturePanel::escapeWritesNothing()
{
    openEditor("Gain");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("9"));
    QTest::keyClick(editor(), Qt::Key_Escape);
    QTRY_VERIFY(!editor());
    openEditor("Gain"); // opened and left unchanged
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_VERIFY(!editor());
    QCOMPARE(m_writes.size(), 0);
}

void TestFeaturePanel::saysWhyTextIsNoValue_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *text, const char *reason) {
        QTest::addRow("%s %s", name, text)
            << QByteArray(name) << QString::fromLatin1(text) << QString::fromLatin1(reason);
    };
    row("Gain", "5,000", "50000 or 50.5: a comma is not accepted");
    row("Gain", "abc", "\"abc\" does not fit \"Gain\"");
    row("Gain", "1e400", "Float, in dB");
    row("Gain", "6 us", "Float, in dB");
    row("Width", "1,600", "50000: a comma is not accepted");
    row("Width", "1600.7", "type Integer");
    row("Width", "99999999999999999999", "type Integer");
    row("Table", "0a 0", "two hexadecimal digits");
}

void TestFeaturePanel::saysWhyTextIsNoValue()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, text);
    QFETCH(QString, reason);
    type(name.constData(), text);
    QCOMPARE(m_writes.size(), 0);
    QCOMPARE(rowState(name.constData()), FeatureModel::RowState::Failed);
    const QString problem = row(name.constData()).data(FeatureModel::ProblemRole).toString();
    QVERIFY2(problem.contains(reason), qPrintable(problem));
    QVERIFY(m_panel->findChild<FeatureInfoPane *>()->toPlainText().contains(reason));
}

void TestFeaturePanel::newerInputAnswersAnOlderRefusal()
{
    type("Gain", QStringLiteral("99"));
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Failed);
    type("Gain", QStringLiteral("abc"));
    QVERIFY(row("Gain").data(FeatureModel::ProblemRole).toString().contains(QStringLiteral("abc")));
    type("Gain", QStringLiteral("1.5 dB")); // what is there already, as it is shown
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Settled);
    QCOMPARE(row("Gain").data(FeatureModel::ProblemRole).toString(), QString());
    type("Gain", QStringLiteral("abc"));
    FeatureStates states = test::sampleStates();
    states[QStringLiteral("Gain")].value = 9.0; // a newer read
    m_panel->model().updateStates(std::make_shared<FeatureStates>(states), {QStringLiteral("Gain")});
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Settled);
    QCOMPARE(row("Gain").data(FeatureModel::ProblemRole).toString(), QString());
}

void TestFeaturePanel::leavingTheRowClearsTheMark()
{
    auto *info = m_panel->findChild<FeatureInfoPane *>();
    type("Gain", QStringLiteral("abc"));
    QTest::qWait(20); // the person sees it
    QTest::keyClick(m_tree, Qt::Key_Escape);
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Settled);
    QVERIFY(info->toPlainText().contains(QStringLiteral("abc"))); // the sentence stays
    type("Gain", QStringLiteral("def"));
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Failed);
    QTest::qWait(20); // the person sees it
    click(row("Reset"));
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Settled);
    m_tree->setCurrentIndex(row("Gain"));
    QVERIFY(info->toPlainText().contains(QStringLiteral("def")));
}

void TestFeaturePanel::aClickElsewhereDoesNotHideARefusal()
{
    openEditor("Gain");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("abc"));
    click(row("Address"));
    QTRY_COMPARE(rowState("Gain"), FeatureModel::RowState::Failed);
    QTest::qWait(20);
    QCOMPARE(rowState("Gain"), FeatureModel::RowState::Failed);
}

void TestFeaturePanel::aLostCameraIsReadOnly()
{
    openEditor("Gain");
    QVERIFY(editor()->isEnabled());
    m_panel->model().setConnected(false);
    QVERIFY(!editor() || !editor()->isEnabled());
    QTRY_VERIFY(!editor());
    for (const char *name : {"Gain", "Width", "Reverse", "Format", "Reset", "UserName"}) {
        QVERIFY2(!(row(name).flags() & (Qt::ItemIsEditable | Qt::ItemIsUserCheckable)), name);
        QVERIFY2(!row(name).data(FeatureModel::WritableRole).toBool(), name);
        QVERIFY2(row(name).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Not connected")), name);
    }
    click(row("Reset"));
    click(row("Reverse"));
    QVERIFY(m_executed.isEmpty());
    QCOMPARE(m_writes.size(), 0);
    QVERIFY(m_panel->findChild<FeatureInfoPane *>()->toPlainText().contains(QStringLiteral("Not connected")));
    QCOMPARE(row("Gain").data().toString(), QStringLiteral("1.5 dB")); // the last value stays to be read
    m_panel->model().setConnected(true);
    QVERIFY(row("Gain").flags() & Qt::ItemIsEditable);
    type("Gain", QStringLiteral("2.5"));
    QTRY_COMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second.toDouble(), 2.5);
}

void TestFeaturePanel::choosesAnEntry()
{
    openEditor("Format");
    auto *box = qobject_cast<QComboBox *>(editor());
    QVERIFY(box);
    QCOMPARE(box->count(), 3);
    QVERIFY(!(box->model()->index(2, 0).flags() & Qt::ItemIsEnabled)); // Mono16 cannot be chosen now
    QTRY_VERIFY(box->view()->isVisible());
    QTest::keyClick(box->view(), Qt::Key_Down);
    QTest::keyClick(box->view(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second.toString(), QStringLiteral("Mono12"));
}

void TestFeaturePanel::togglesABoolean()
{
    const QModelIndex index = row("Reverse");
    const QRect rect = m_tree->visualRect(index);
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(10, rect.height() / 2));
    QCOMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second, QVariant(true));
    QCOMPARE(m_tree->currentIndex(), index);
    QTest::keyClick(m_tree, Qt::Key_Space);
    QCOMPARE(m_writes.size(), 2);
    QCOMPARE(m_writes.last().second, QVariant(false));
}

void TestFeaturePanel::pressesACommand()
{
    const QModelIndex index = row("Reset");
    click(index);
    QCOMPARE(m_executed, QStringList{QStringLiteral("Reset")});
    QVERIFY(!editor());
    m_tree->setCurrentIndex(index.siblingAtColumn(FeatureModel::NameColumn));
    QTest::keyClick(m_tree, Qt::Key_Space);
    QCOMPARE(m_executed.size(), 2);
    // Pressed inside, let go outside: not meant.
    const QRect rect = m_tree->visualRect(index);
    QTest::mousePress(m_tree->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(25, rect.height() / 2));
    QTest::mouseRelease(m_tree->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(25, 5 * rect.height()));
    QCOMPARE(m_executed.size(), 2);
}

void TestFeaturePanel::typesAText()
{
    openEditor("UserName");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("right"));
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.size(), 1);
    QTRY_VERIFY(!editor());
    openEditor("Table");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("0a 0B"));
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.last().second.toByteArray(), QByteArray("\x0a\x0b", 2));
}

void TestFeaturePanel::valuesFromTheCameraDoNotDisturbTyping()
{
    openEditor("Gain");
    QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(), QStringLiteral("7.2"));
    FeatureStates states = test::sampleStates();
    states[QStringLiteral("Gain")].value = 9.0;
    m_panel->model().updateStates(std::make_shared<FeatureStates>(states));
    QTest::keyClicks(editor(), QStringLiteral("5"));
    QTest::keyClick(editor(), Qt::Key_Return);
    QTRY_COMPARE(m_writes.size(), 1);
    QCOMPARE(m_writes.first().second.toDouble(), 7.25);
}

void TestFeaturePanel::readOnlyOpensNoEditor()
{
    openEditor("Address");
    QVERIFY(!editor());
    QTest::keyClick(m_tree, Qt::Key_F2);
    QVERIFY(!editor());
    QCOMPARE(m_writes.size(), 0);
    auto *info = m_panel->findChild<FeatureInfoPane *>();
    QVERIFY(info->toPlainText().contains(QStringLiteral("Read only")));
}

void TestFeaturePanel::searchOpensWhatItFinds()
{
    m_tree->collapseAll();
    auto *search = m_panel->findChild<QLineEdit *>(QStringLiteral("featureSearch"));
    QTest::keyClicks(search, QStringLiteral("user"));
    QVERIFY(row("UserName").isValid());
    QVERIFY(!m_tree->visualRect(row("UserName")).isEmpty());
    QVERIFY(!row("Gain").isValid());
    search->clear();
    QVERIFY(row("Gain").isValid());
}

void TestFeaturePanel::informationCanBeHidden()
{
    auto *info = m_panel->findChild<FeatureInfoPane *>();
    click(row("Gain"));
    QVERIFY(info->toPlainText().contains(QStringLiteral("What Gain is")));
    QVERIFY(info->toPlainText().contains(QStringLiteral("0 … 24")));
    QTest::mouseClick(m_panel->findChild<QToolButton *>(QStringLiteral("infoButton")), Qt::LeftButton);
    QVERIFY(!info->isVisible());
}

QTEST_MAIN(TestFeaturePanel)
#include "tst_feature_panel.moc"
