// SPDX-License-Identifier: GPL-3.0-or-later
// The event table: order, storms, copying.
#include "widgets/event_model.h"
#include "widgets/event_panel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

#include <thread>

using namespace mv;

class TestEventModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatHappenedInOrder();
    void takesAStormFromAnotherThread();
    void staysBelowItsLimit();
    void panelCopiesTheSelection();
    void panelFollowsTheNewest();
};

void TestEventModel::showsWhatHappenedInOrder()
{
    EventLog log;
    log.append(EventSeverity::Info, EventKind::Note, {QStringLiteral("before")});
    EventModel model(log);
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 1);
    log.append(EventSeverity::Warning, EventKind::Note, {QStringLiteral("first")});
    log.append(Error{ErrorCode::NotConnected, {}, QStringLiteral("detail")});
    QTRY_COMPARE(model.rowCount(), 3);
    QVERIFY(model.index(1, EventModel::TextColumn).data().toString().contains(QStringLiteral("first")));
    const QModelIndex failure = model.index(2, EventModel::TextColumn);
    QCOMPARE(failure.data().toString(), mv::toText(log.events().last()));
    QVERIFY(failure.data(Qt::ToolTipRole).toString().contains(QStringLiteral("detail")));
    QCOMPARE(failure.data(EventModel::SeverityRole).toInt(), int(EventSeverity::Error));
    QVERIFY(model.index(2, EventModel::TimeColumn)
                .data(Qt::AccessibleTextRole)
                .toString()
                .startsWith(QStringLiteral("Error")));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestEventModel::takesAStormFromAnotherThread()
{
    EventLog log;
    EventModel model(log);
    const QAbstractItemModelTester tester(&model);
    int insertions = 0;
    connect(&model, &EventModel::rowsInserted, this, [&insertions] { ++insertions; });
    std::thread storm([&log] {
        for (int i = 0; i < 20'000; ++i)
            log.append(EventSeverity::Warning, EventKind::FrameIncomplete, {QString::number(i)});
    });
    storm.join();
    QTRY_COMPARE(model.rowCount(), 20'000);
    QVERIFY2(insertions < 10, qPrintable(QString::number(insertions)));
    QVERIFY(model.index(19'999, EventModel::TextColumn).data().toString().contains(QStringLiteral("19999")));
}

void TestEventModel::staysBelowItsLimit()
{
    EventLog log;
    EventModel model(log);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < EventModel::maxRows / 2; ++i)
            log.append(EventSeverity::Info, EventKind::Note, {QString::number(round)});
        QTRY_VERIFY(model.rowCount() > 0 && model.index(model.rowCount() - 1, EventModel::TextColumn)
                                                .data()
                                                .toString()
                                                .endsWith(QString::number(round)));
    }
    QCOMPARE(model.rowCount(), EventModel::maxRows);
}

// Also when it was filled while nobody saw it; and not when a person has scrolled back to read.
void TestEventModel::panelFollowsTheNewest()
{
    EventLog log;
    EventPanel panel(log);
    const auto append = [&log](int count) {
        for (int i = 0; i < count; ++i)
            log.append(EventSeverity::Info, EventKind::Note, {QString::number(i)});
    };
    auto *table = panel.findChild<QTableView *>(QStringLiteral("eventTable"));
    QScrollBar *bar = table->verticalScrollBar();
    const auto newestIsSeen = [&] { return bar->maximum() > 0 && bar->value() == bar->maximum(); };
    append(60);
    QTRY_COMPARE(table->model()->rowCount(), 60);
    panel.resize(400, 200);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QTRY_VERIFY(newestIsSeen());
    append(40);
    QTRY_COMPARE(table->model()->rowCount(), 100);
    QTRY_VERIFY(newestIsSeen());
    panel.resize(400, 120);
    QTRY_VERIFY(newestIsSeen());
    bar->setValue(10);
    append(5);
    QTRY_COMPARE(table->model()->rowCount(), 105);
    QTest::qWait(50);
    QCOMPARE(bar->value(), 10);
    bar->setValue(bar->maximum());
    append(5);
    QTRY_COMPARE(table->model()->rowCount(), 110);
    QTRY_VERIFY(newestIsSeen());
}

void TestEventModel::panelCopiesTheSelection()
{
    EventLog log;
    EventPanel panel(log);
    panel.resize(400, 200);
    panel.show();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    log.append(EventSeverity::Info, EventKind::Note, {QStringLiteral("one")});
    log.append(EventSeverity::Error, EventKind::Note, {QStringLiteral("two")});
    auto *table = panel.findChild<QTableView *>(QStringLiteral("eventTable"));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    table->setFocus();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(1, 1)).center());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(QStringLiteral("two")));
    QVERIFY(copied.contains(QStringLiteral("Error")));
    QVERIFY(!copied.contains(QStringLiteral("one")));
}

QTEST_MAIN(TestEventModel)
#include "tst_event_model.moc"
