// SPDX-License-Identifier: GPL-3.0-or-later
// A selector's entries side by side: shown, edited in place, refused in words; the selector stays.
#include "tests/widgets/feature_samples.h"
#include "tests/widgets/value_port.h"

#include "widgets/selector_dialog.h"
#include "widgets/selector_model.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace mv;

namespace {

const QString selector = QStringLiteral("Selector");
const QString ratio = QStringLiteral("Ratio");
const QString on = QStringLiteral("On");

std::shared_ptr<const FeatureTree> channels()
{
    FeatureDescription channel = test::feature(selector, FeatureType::Enumeration);
    for (const char *entry : {"Red", "Green", "Blue"})
        channel.entries.push_back({QString::fromLatin1(entry), {}, {}, 0, Visibility::Beginner});
    channel.selects = {ratio, on};
    FeatureDescription value = test::feature(ratio, FeatureType::Float);
    FeatureDescription enabled = test::feature(on, FeatureType::Boolean);
    value.selectedBy = enabled.selectedBy = {selector};
    return test::treeOf({channel, value, enabled, test::feature(QStringLiteral("Other"), FeatureType::Float)});
}

QString under(const QString &name, const char *entry)
{
    return test::ValuePort::key(name, {{selector, QString::fromLatin1(entry)}});
}

} // namespace

class TestSelectorDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyEntryHasItsColumn();
    void theSelectorAndItsFeaturesOpenTheSame();
    void aCellIsTyped();
    void aSwitchIsToggled();
    void aRefusalIsSaid();
    void lockedCellsOpenNoEditor();

private:
    QModelIndex cell(int row, int column) { return table().model()->index(row, column); }
    QTableView &table() { return *m_dialog->findChild<QTableView *>(QStringLiteral("selectorTable")); }
    QString status() { return m_dialog->findChild<QLabel *>(QStringLiteral("selectorStatus"))->text(); }
    void type(const QModelIndex &index, const QString &text);

    std::unique_ptr<test::ValuePort> m_port;
    std::unique_ptr<SelectorDialog> m_dialog;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestSelectorDialog::init()
{
    m_tester.reset();
    m_dialog.reset();
    m_port = std::make_unique<test::ValuePort>(channels());
    m_port->values[selector] = test::readWrite(QStringLiteral("Green"));
    double value = 1;
    for (const char *entry : {"Red", "Green", "Blue"}) {
        FeatureState state = test::readWrite(value++);
        state.floatMin = 0;
        state.floatMax = 15;
        m_port->values[under(ratio, entry)] = state;
        m_port->values[under(on, entry)] = test::readWrite(false);
    }
    m_port->values[under(ratio, "Blue")].access = AccessMode::ReadOnly;
    m_dialog = std::make_unique<SelectorDialog>(*m_port, selector);
    m_tester = std::make_unique<QAbstractItemModelTester>(table().model());
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QTRY_COMPARE(table().model()->columnCount(), 3);
}

void TestSelectorDialog::everyEntryHasItsColumn()
{
    const QAbstractItemModel &model = *table().model();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Blue"));
    QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), ratio);
    QTRY_COMPARE(cell(0, 0).data().toString(), QStringLiteral("1"));
    QCOMPARE(cell(0, 2).data().toString(), QStringLiteral("3"));
    QVERIFY(cell(0, 1).data(Qt::ToolTipRole).toString().startsWith(QStringLiteral("Ratio[Selector=Green]")));
    QVERIFY(m_port->writes.isEmpty());
}

void TestSelectorDialog::theSelectorAndItsFeaturesOpenTheSame()
{
    const SelectorModel below(*m_port, on);
    QCOMPARE(below.selectors(), QStringList{selector});
    QCOMPARE(below.rowCount(), 2);
    const SelectorModel none(*m_port, QStringLiteral("Nowhere"));
    QCOMPARE(none.rowCount(), 0);
}

void TestSelectorDialog::type(const QModelIndex &index, const QString &text)
{
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(index).center());
    auto *editor = table().viewport()->findChild<QWidget *>(QStringLiteral("cellEditor"));
    QVERIFY(editor);
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
}

void TestSelectorDialog::aCellIsTyped()
{
    const int reads = m_port->reads;
    type(cell(0, 0), QStringLiteral("2.5"));
    QTRY_COMPARE(m_port->writes.size(), 1);
    QCOMPARE(m_port->writes.first().first, QStringLiteral("Ratio[Selector=Red]"));
    QTRY_COMPARE(cell(0, 0).data().toString(), QStringLiteral("2.5"));
    QVERIFY(m_dialog->isVisible());          // Return is no button here
    QTRY_VERIFY(m_port->reads >= reads + 2); // all of them, from the camera
    QCOMPARE(m_port->values[selector].value.toString(), QStringLiteral("Green"));
}

void TestSelectorDialog::aSwitchIsToggled()
{
    table().setCurrentIndex(cell(1, 2));
    QTest::keyClick(&table(), Qt::Key_Space);
    QTRY_COMPARE(m_port->writes.size(), 1);
    QCOMPARE(m_port->writes.first().first, QStringLiteral("On[Selector=Blue]"));
    QCOMPARE(m_port->writes.first().second, QVariant(true));
}

void TestSelectorDialog::aRefusalIsSaid()
{
    QSignalSpy refusals(m_dialog.get(), &SelectorDialog::refused);
    type(cell(0, 0), QStringLiteral("99"));
    QTRY_VERIFY2(status().contains(QStringLiteral("99")), qPrintable(status()));
    QVERIFY(m_port->writes.isEmpty());
    m_port->refused = {ratio};
    type(cell(0, 0), QStringLiteral("9"));
    QTRY_COMPARE(refusals.count(), 2);
    QVERIFY2(status().contains(QStringLiteral("node RatioReg")), qPrintable(status()));
    QTRY_COMPARE(cell(0, 0).data().toString(), QStringLiteral("1")); // what the camera has
}

void TestSelectorDialog::lockedCellsOpenNoEditor()
{
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(cell(0, 2)).center());
    QVERIFY(!table().viewport()->findChild<QWidget *>(QStringLiteral("cellEditor")));
    QVERIFY(cell(0, 2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Read only")));
}

QTEST_MAIN(TestSelectorDialog)
#include "tst_selector_dialog.moc"
