// SPDX-License-Identifier: GPL-3.0-or-later
// The statistics: every figure of the ledger arrives in its row.
#include "widgets/statistics_model.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace mv;

namespace {

QString value(const StatisticsModel &model, const char *name)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, StatisticsModel::NameColumn).data().toString() == QLatin1String(name))
            return model.index(row, StatisticsModel::ValueColumn).data().toString();
    }
    return QStringLiteral("no such row");
}

} // namespace

class TestStatisticsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheLedger();
    void sumsUpLosses();
    void explainsEveryRow();
};

void TestStatisticsModel::showsTheLedger()
{
    QLocale::setDefault(QLocale::c());
    StatisticsModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(value(model, "Received"), QStringLiteral("–"));
    FrameLedger ledger;
    ledger.received = 1;
    ledger.shown = 2;
    ledger.skipped = 3;
    ledger.incomplete = 4;
    ledger.lostOnWire = 5;
    ledger.lostInHost = 6;
    ledger.droppedByCamera = 7;
    ledger.unknown = 8;
    ledger.resendsObtained = 9;
    ledger.resendsRequested = 10;
    ledger.captureFps = 11.25;
    ledger.megabytesPerSecond = 12.5;
    model.setFigures(ledger, 13.5);
    QCOMPARE(value(model, "Received"), QStringLiteral("1"));
    QCOMPARE(value(model, "Shown"), QStringLiteral("2"));
    QCOMPARE(value(model, "Skipped for display"), QStringLiteral("3"));
    QCOMPARE(value(model, "Incomplete"), QStringLiteral("4"));
    QCOMPARE(value(model, "Lost on the wire"), QStringLiteral("5"));
    QCOMPARE(value(model, "Lost in the host"), QStringLiteral("6"));
    QCOMPARE(value(model, "Dropped by the camera"), QStringLiteral("7"));
    QCOMPARE(value(model, "Unknown"), QStringLiteral("8"));
    QCOMPARE(value(model, "Resends"), QStringLiteral("9 of 10"));
    QCOMPARE(value(model, "Capture rate"), QStringLiteral("11.25 fps"));
    QCOMPARE(value(model, "Bandwidth"), QStringLiteral("12.5 MB/s"));
    QCOMPARE(value(model, "Display rate"), QStringLiteral("13.5 fps"));
}

void TestStatisticsModel::sumsUpLosses()
{
    StatisticsModel model;
    model.setFigures(FrameLedger(), 0);
    QCOMPARE(value(model, "Frame loss"), QStringLiteral("–"));
    FrameLedger ledger;
    ledger.received = 90;
    ledger.lostOnWire = 4;
    ledger.lostInHost = 3;
    ledger.incomplete = 2;
    ledger.unknown = 1;
    model.setFigures(ledger, 0);
    QCOMPARE(value(model, "Frame loss"), QStringLiteral("10.000 %"));
}

void TestStatisticsModel::explainsEveryRow()
{
    const StatisticsModel model;
    for (int row = 0; row < model.rowCount(); ++row)
        QVERIFY(!model.index(row, StatisticsModel::NameColumn).data(Qt::ToolTipRole).toString().isEmpty());
}

QTEST_MAIN(TestStatisticsModel)
#include "tst_statistics_model.moc"
