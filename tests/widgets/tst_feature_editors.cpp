// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of editor under real keys and clicks, and what it sends.
#include "tests/widgets/panel_fixture.h"

#include "widgets/number_boxes.h"
#include "widgets/text_box.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QStandardItemModel>

#include <limits>

using namespace mv;

namespace {

FeatureDescription number(const char *name, FeatureType type, Representation representation)
{
    FeatureDescription description = test::feature(QString::fromLatin1(name), type);
    description.representation = representation;
    return description;
}

std::shared_ptr<const FeatureTree> editorTree()
{
    FeatureDescription wide = number("Wide", FeatureType::Integer, Representation::Linear);
    FeatureDescription choice = test::feature(QStringLiteral("Choice"), FeatureType::Enumeration);
    for (const char *entry : {"A", "B", "C", "D"})
        choice.entries.push_back({QString::fromLatin1(entry), {}, {}, 0, Visibility::Beginner});
    return test::treeOf({wide, number("Gamma", FeatureType::Float, Representation::Logarithmic),
                         number("Pure", FeatureType::Integer, Representation::PureNumber),
                         number("Hex", FeatureType::Integer, Representation::HexNumber),
                         number("Ip", FeatureType::Integer, Representation::IPv4Address),
                         number("Mac", FeatureType::Integer, Representation::MacAddress),
                         number("Flag", FeatureType::Integer, Representation::Boolean), choice,
                         test::feature(QStringLiteral("Text"), FeatureType::String),
                         test::feature(QStringLiteral("Bytes"), FeatureType::Register),
                         test::feature(QStringLiteral("Run"), FeatureType::Command)});
}

FeatureState integer(qint64 value, qint64 min, qint64 max, qint64 step = 1)
{
    FeatureState state = test::readWrite(QVariant::fromValue(value));
    state.intMin = min;
    state.intMax = max;
    state.intStep = step;
    return state;
}

FeatureStates editorStates()
{
    constexpr qint64 min = std::numeric_limits<qint64>::min();
    constexpr qint64 max = std::numeric_limits<qint64>::max();
    FeatureStates states;
    states[QStringLiteral("Wide")] = integer(0, min, max);
    states[QStringLiteral("Gamma")] = test::readWrite(1.0);
    states[QStringLiteral("Gamma")].floatMin = 0.0;
    states[QStringLiteral("Gamma")].floatMax = 3.99998;
    states[QStringLiteral("Pure")] = integer(5, 0, 10);
    states[QStringLiteral("Hex")] = integer(0x10, 0, 0xffff);
    states[QStringLiteral("Ip")] = integer(0x7f000001, 0, 0xffffffff);
    states[QStringLiteral("Mac")] = integer(0x024d56240001, 0, 0xffffffffffff);
    states[QStringLiteral("Flag")] = integer(0, 0, 1);
    states[QStringLiteral("Choice")] = test::readWrite(QStringLiteral("A"));
    states[QStringLiteral("Choice")].availableEntries = {QStringLiteral("A"), QStringLiteral("D")};
    states[QStringLiteral("Text")] = test::readWrite(QStringLiteral("left"));
    states[QStringLiteral("Text")].maxLength = 8;
    states[QStringLiteral("Bytes")] = test::readWrite(QByteArray(8192, '\x5a'));
    states[QStringLiteral("Bytes")].maxLength = 8192;
    states[QStringLiteral("Run")].access = AccessMode::ReadWrite;
    return states;
}

} // namespace

class TestFeatureEditors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void slidersWhereTheCameraSaysSo_data();
    void slidersWhereTheCameraSaysSo();
    void aDraggedSliderWritesAndIsNotPulledBack();
    void sixtyFourBitsArriveWhole();
    void addressesAreTypedAsTheyAreShown();
    void anIntegerThatIsASwitch();
    void unavailableEntriesAreGrey();
    void textStopsAtItsLimit();
    void aTableOfBytes();
    void aCommandRunsAndIsDone();
    void aWriteThatWaitsIsMarked();
    void polledValuesLeaveSelectionAndCaret();
    void aRefusalIsExplainedInTheRow();
    void theSentenceIsThereWithoutTheInformation();
    void keyboardAloneGoesFromRowToRow();

private:
    QString text(const char *name) { return m_fixture->row(QString::fromLatin1(name)).data().toString(); }
    QSlider *slider() { return m_fixture->editor() ? m_fixture->editor()->findChild<QSlider *>() : nullptr; }

    std::unique_ptr<test::PanelFixture> m_fixture;
};

void TestFeatureEditors::init()
{
    m_fixture = std::make_unique<test::PanelFixture>(editorTree(), editorStates());
    QVERIFY(m_fixture->show());
}

void TestFeatureEditors::slidersWhereTheCameraSaysSo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("wanted");
    QTest::newRow("linear") << "Wide" << true;
    QTest::newRow("logarithmic from 0") << "Gamma" << true;
    QTest::newRow("pure number") << "Pure" << false;
    QTest::newRow("hex") << "Hex" << false;
}

void TestFeatureEditors::slidersWhereTheCameraSaysSo()
{
    QFETCH(QString, name);
    QFETCH(bool, wanted);
    m_fixture->click(m_fixture->row(name));
    QVERIFY(m_fixture->editor());
    QCOMPARE(slider() != nullptr, wanted);
    QCOMPARE(m_fixture->writes.size(), 0);
}

void TestFeatureEditors::aDraggedSliderWritesAndIsNotPulledBack()
{
    m_fixture->click(m_fixture->row(QStringLiteral("Gamma")));
    QSlider *handle = slider();
    QVERIFY(handle);
    const int y = handle->height() / 2;
    QTest::mousePress(handle, Qt::LeftButton, {}, {handle->width() / 2, y});
    QTest::mouseMove(handle, {handle->width() * 3 / 4, y});
    QVERIFY(m_fixture->writes.size() >= 2);
    const int held = handle->value();
    m_fixture->states[QStringLiteral("Gamma")].value = 0.001; // an answer that is late
    m_fixture->publish({QStringLiteral("Gamma")});
    QCOMPARE(handle->value(), held);
    QTest::mouseMove(handle, {handle->width() + 20, y});
    QTest::mouseRelease(handle, Qt::LeftButton, {}, {handle->width() + 20, y});
    QCOMPARE(m_fixture->writes.last().second, QVariant(3.99998));
    QVERIFY(m_fixture->editor()); // and the keys go on in the box
    QTest::keyClick(m_fixture->editor(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_fixture->writes.last().second, QVariant(0.0));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_VERIFY(!m_fixture->editor());
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Z, Qt::ControlModifier); // the end
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Z, Qt::ControlModifier); // the whole drag
    QCOMPARE(m_fixture->states[QStringLiteral("Gamma")].value.toDouble(), 1.0);
}

void TestFeatureEditors::sixtyFourBitsArriveWhole()
{
    m_fixture->type(QStringLiteral("Wide"), QStringLiteral("9223372036854775806"));
    QCOMPARE(m_fixture->writes.last().second, QVariant::fromValue<qint64>(9223372036854775806));
    QCOMPARE(text("Wide"), QStringLiteral("9223372036854775806"));
}

void TestFeatureEditors::addressesAreTypedAsTheyAreShown()
{
    QCOMPARE(text("Hex"), QStringLiteral("0x10"));
    m_fixture->type(QStringLiteral("Hex"), QStringLiteral("0xBEEF"));
    QCOMPARE(m_fixture->writes.last().second, QVariant::fromValue<qint64>(0xbeef));
    QCOMPARE(text("Ip"), QStringLiteral("127.0.0.1"));
    m_fixture->type(QStringLiteral("Ip"), QStringLiteral("192.168.7.9"));
    QCOMPARE(m_fixture->writes.last().second, QVariant::fromValue<qint64>(0xc0a80709));
    QCOMPARE(text("Mac"), QStringLiteral("02:4d:56:24:00:01"));
    m_fixture->type(QStringLiteral("Mac"), QStringLiteral("00:11:22:33:44:FF"));
    QCOMPARE(m_fixture->writes.last().second, QVariant::fromValue<qint64>(0x0011223344ff));
    m_fixture->type(QStringLiteral("Ip"), QStringLiteral("192.168.7.999"));
    QCOMPARE(m_fixture->writes.size(), 3);
    QCOMPARE(m_fixture->rowState(QStringLiteral("Ip")), FeatureModel::RowState::Failed);
}

void TestFeatureEditors::anIntegerThatIsASwitch()
{
    m_fixture->tree().setFocus();
    m_fixture->tree().setCurrentIndex(m_fixture->row(QStringLiteral("Flag")));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Space);
    QCOMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->writes.first().second, QVariant::fromValue<qint64>(1));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Return);
    QCOMPARE(m_fixture->writes.last().second, QVariant::fromValue<qint64>(0));
}

void TestFeatureEditors::unavailableEntriesAreGrey()
{
    m_fixture->click(m_fixture->row(QStringLiteral("Choice")));
    auto *box = qobject_cast<QComboBox *>(m_fixture->editor());
    QVERIFY(box);
    QCOMPARE(box->count(), 4);
    const auto *items = qobject_cast<QStandardItemModel *>(box->model());
    QVERIFY(items->item(0)->isEnabled() && !items->item(1)->isEnabled() && !items->item(2)->isEnabled());
    QTRY_VERIFY(box->view()->isVisible());
    QTest::keyClick(box->view(), Qt::Key_Down); // over the two that cannot be chosen
    QTest::keyClick(box->view(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->writes.first().second, QVariant(QStringLiteral("D")));
}

void TestFeatureEditors::textStopsAtItsLimit()
{
    m_fixture->type(QStringLiteral("Text"), QStringLiteral("123456789"));
    QCOMPARE(m_fixture->writes.last().second, QVariant(QStringLiteral("1234567"))); // and the NUL
    m_fixture->click(m_fixture->row(QStringLiteral("Text")));
    QVERIFY(m_fixture->editor());
    QTest::keyClick(m_fixture->editor(), Qt::Key_A, Qt::ControlModifier);
    for (int i = 0; i < 4; ++i)
        QTest::sendKeyEvent(QTest::Click, m_fixture->editor(), Qt::Key_Adiaeresis, QStringLiteral("ä"), Qt::NoModifier);
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 2);
    QCOMPARE(m_fixture->writes.last().second, QVariant(QStringLiteral("äää"))); // bytes, not letters
}

void TestFeatureEditors::aTableOfBytes()
{
    QVERIFY2(text("Bytes").endsWith(QStringLiteral("… (8192 bytes)")), qPrintable(text("Bytes")));
    m_fixture->click(m_fixture->row(QStringLiteral("Bytes")));
    auto *line = qobject_cast<QLineEdit *>(m_fixture->editor());
    QCOMPARE(line->text().size(), 2 * 8192);
    QTest::keyClick(line, Qt::Key_Home);
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClicks(line, QStringLiteral("ff"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->writes.first().second.toByteArray(), QByteArray("\xff") + QByteArray(8191, '\x5a'));
}

void TestFeatureEditors::aCommandRunsAndIsDone()
{
    m_fixture->answers = false;
    const QModelIndex run = m_fixture->row(QStringLiteral("Run"));
    m_fixture->click(run);
    QCOMPARE(m_fixture->executed.size(), 1);
    QCOMPARE(m_fixture->rowState(QStringLiteral("Run")), FeatureModel::RowState::Pending);
    QVERIFY(run.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("running")));
    m_fixture->click(run); // once is enough
    QCOMPARE(m_fixture->executed.size(), 1);
    m_fixture->panel.model().settle(QStringLiteral("Run"));
    QVERIFY(run.data(FeatureModel::DoneRole).toBool());
    QVERIFY(run.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("done")));
    QTRY_VERIFY_WITH_TIMEOUT(!run.data(FeatureModel::DoneRole).toBool(), 10'000);
    m_fixture->click(run);
    QCOMPARE(m_fixture->executed.size(), 2);
}

void TestFeatureEditors::aWriteThatWaitsIsMarked()
{
    m_fixture->answers = false;
    m_fixture->type(QStringLiteral("Pure"), QStringLiteral("7"));
    QCOMPARE(m_fixture->rowState(QStringLiteral("Pure")), FeatureModel::RowState::Pending);
    QCOMPARE(text("Pure"), QStringLiteral("5")); // not before the camera has said so
    m_fixture->type(QStringLiteral("Pure"), QStringLiteral("8"));
    QCOMPARE(m_fixture->writes.size(), 2);
    m_fixture->answer(QStringLiteral("Pure"), QVariant::fromValue<qint64>(7));
    QCOMPARE(m_fixture->rowState(QStringLiteral("Pure")), FeatureModel::RowState::Pending); // the newer one still waits
    m_fixture->answer(QStringLiteral("Pure"), QVariant::fromValue<qint64>(6));              // what the camera made of 8
    QCOMPARE(m_fixture->rowState(QStringLiteral("Pure")), FeatureModel::RowState::Settled);
    QCOMPARE(text("Pure"), QStringLiteral("6"));
}

// A polled value comes again and again, also while somebody is about to type.
void TestFeatureEditors::polledValuesLeaveSelectionAndCaret()
{
    m_fixture->click(m_fixture->row(QStringLiteral("Pure"))); // opens with all of it selected
    QTRY_VERIFY(m_fixture->editor());
    m_fixture->publish({QStringLiteral("Pure")});
    QTest::keyClicks(m_fixture->editor(), QStringLiteral("8"));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 1);
    QCOMPARE(m_fixture->writes.last().second.toLongLong(), 8);
    QTRY_VERIFY(!m_fixture->editor());

    m_fixture->click(m_fixture->row(QStringLiteral("Pure")));
    QTRY_VERIFY(m_fixture->editor());
    m_fixture->states[QStringLiteral("Pure")].value = QVariant::fromValue<qint64>(17); // the camera's own doing
    m_fixture->publish({QStringLiteral("Pure")});
    QTest::keyClicks(m_fixture->editor(), QStringLiteral("9"));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 2);
    QCOMPARE(m_fixture->writes.last().second.toLongLong(), 9);
    QTRY_VERIFY(!m_fixture->editor());

    m_fixture->click(m_fixture->row(QStringLiteral("Text")));
    QTRY_VERIFY(m_fixture->editor());
    QTest::keyClick(m_fixture->editor(), Qt::Key_Home);
    m_fixture->publish({QStringLiteral("Text")});
    QTest::keyClicks(m_fixture->editor(), QStringLiteral("x"));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_COMPARE(m_fixture->writes.size(), 3);
    QVERIFY(m_fixture->writes.last().second.toString().startsWith(u'x'));
}

void TestFeatureEditors::aRefusalIsExplainedInTheRow()
{
    m_fixture->refused = {QStringLiteral("Pure")};
    m_fixture->type(QStringLiteral("Pure"), QStringLiteral("7"));
    const QModelIndex pure = m_fixture->row(QStringLiteral("Pure"));
    QCOMPARE(m_fixture->rowState(QStringLiteral("Pure")), FeatureModel::RowState::Failed);
    for (int role : {int(FeatureModel::ProblemRole), int(Qt::ToolTipRole)}) {
        const QString sentence = pure.data(role).toString();
        QVERIFY2(sentence.contains(toText({ErrorCode::WriteRefused, {QStringLiteral("Pure")}, {}})),
                 qPrintable(sentence));
        QVERIFY2(sentence.contains(QStringLiteral("node PureReg, GVCP 0x8006")), qPrintable(sentence));
    }
    QCOMPARE(pure.data().toString(), QStringLiteral("5"));
}

void TestFeatureEditors::theSentenceIsThereWithoutTheInformation()
{
    auto *notice = m_fixture->panel.findChild<QLabel *>(QStringLiteral("featureNotice"));
    m_fixture->panel.setInfoShown(false);
    QVERIFY(!notice->isVisible());
    m_fixture->type(QStringLiteral("Pure"), QStringLiteral("99"));
    QVERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(QStringLiteral("99")), qPrintable(notice->text()));
    m_fixture->type(QStringLiteral("Pure"), QStringLiteral("9"));
    QVERIFY(!notice->isVisible());
}

void TestFeatureEditors::keyboardAloneGoesFromRowToRow()
{
    m_fixture->tree().setFocus();
    m_fixture->tree().setCurrentIndex(m_fixture->row(QStringLiteral("Pure")).siblingAtColumn(0));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_F2);
    QTRY_VERIFY(m_fixture->editor());
    QTest::keyClick(m_fixture->editor(), Qt::Key_Up);
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_VERIFY(!m_fixture->editor());
    QCOMPARE(m_fixture->states[QStringLiteral("Pure")].value.toLongLong(), 6);
    QTest::keyClick(&m_fixture->tree(), Qt::Key_4); // typing opens the editor, and replaces what is there
    QTRY_VERIFY(m_fixture->editor());
    QTest::keyClick(m_fixture->editor(), Qt::Key_Return);
    QTRY_VERIFY(!m_fixture->editor());
    QCOMPARE(m_fixture->states[QStringLiteral("Pure")].value.toLongLong(), 4);
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Down);
    QCOMPARE(m_fixture->tree().currentIndex().data(FeatureModel::NameRole).toString(), QStringLiteral("Hex"));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Return);
    QTRY_VERIFY(m_fixture->editor());
    QTest::keyClick(m_fixture->editor(), Qt::Key_Escape);
    QTRY_VERIFY(!m_fixture->editor());
    QCOMPARE(m_fixture->writes.size(), 2);
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Space); // opens the editor, and is no letter in it
    QTRY_VERIFY(m_fixture->editor());
    QCOMPARE(m_fixture->editor()->findChild<QLineEdit *>()->text(), QStringLiteral("0x10"));
    QTest::keyClick(m_fixture->editor(), Qt::Key_Escape);
    QTRY_VERIFY(!m_fixture->editor());
    const QModelIndex first = m_fixture->tree().model()->index(0, 0);
    m_fixture->tree().setCurrentIndex(first);
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Return);
    QVERIFY(!m_fixture->tree().isExpanded(first));
    QTest::keyClick(&m_fixture->tree(), Qt::Key_Space);
    QVERIFY(m_fixture->tree().isExpanded(first));
    // The menu of the row, too, by its key.
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(5, 5), m_fixture->tree().mapToGlobal(QPoint(5, 5)));
    QCoreApplication::sendEvent(m_fixture->tree().viewport(), &byKey);
    auto *menu = m_fixture->panel.findChild<QMenu *>(QStringLiteral("featureMenu"));
    QTRY_VERIFY(menu->isVisible());
    menu->close();
}

QTEST_MAIN(TestFeatureEditors)
#include "tst_feature_editors.moc"
