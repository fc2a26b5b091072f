// SPDX-License-Identifier: GPL-3.0-or-later
// The feature tree's model and its filter.
#include "widgets/feature_filter_model.h"
#include "widgets/feature_model.h"

#include "tests/widgets/feature_samples.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace mv;

namespace {

QStringList names(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList result;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        result.append(index.data(FeatureModel::NameRole).toString());
        result.append(names(model, index));
    }
    return result;
}

} // namespace

class TestFeatureModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheTreeOnce();
    void settlesWithWhatWasReadBack();
    void failsWithTheReason();
    void refusesBeforeAsking();
    void asksForNothingThatCannotBeWritten();
    void executesCommands();
    void filtersByLevelAndText();
    void anotherCameraForgetsEverything();
};

// The sample's categories contain themselves; that must end.
void TestFeatureModel::showsTheTreeOnce()
{
    FeatureModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTree(test::sampleTree());
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    QCOMPARE(names(model).join(u' '),
             QStringLiteral("First Width Gain Reverse Format UserName Reset Second Gain Table Missing Address Third"));
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("First Control"));
    QCOMPARE(model.indexOf(QStringLiteral("Width")).data().toString(), QStringLiteral("640"));
    QCOMPARE(model.indexOf(QStringLiteral("Address")).data().toString(), QStringLiteral("0xffffffffffffffff"));
    QVERIFY(!model.indexOf(QStringLiteral("Nowhere")).isValid());
}

void TestFeatureModel::settlesWithWhatWasReadBack()
{
    FeatureModel model;
    model.setTree(test::sampleTree());
    FeatureStates states = test::sampleStates();
    model.updateStates(std::make_shared<FeatureStates>(states));
    QSignalSpy writes(&model, &FeatureModel::writeRequested);
    const QModelIndex gain = model.indexOf(QStringLiteral("Gain"));
    QVERIFY(model.setData(gain, 3.3));
    QCOMPARE(writes.count(), 1);
    QCOMPARE(gain.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Pending));
    QCOMPARE(gain.data(Qt::EditRole).toDouble(), 1.5); // not before the camera has said so
    states[QStringLiteral("Gain")].value = 3.25;       // the camera rounds
    QSignalSpy changes(&model, &FeatureModel::dataChanged);
    model.updateStates(std::make_shared<FeatureStates>(states), {QStringLiteral("Gain")});
    model.settle(QStringLiteral("Gain"));
    QCOMPARE(gain.data(Qt::EditRole).toDouble(), 3.25);
    QCOMPARE(gain.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Settled));
    QCOMPARE(changes.count(), 4); // two rows show it, each for the value and for the state
}

void TestFeatureModel::failsWithTheReason()
{
    FeatureModel model;
    model.setTree(test::sampleTree());
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    const QModelIndex gain = model.indexOf(QStringLiteral("Gain"));
    QVERIFY(model.setData(gain, 3.0));
    const Error error{ErrorCode::WriteRefused, {QStringLiteral("Gain")}, {}};
    model.fail(QStringLiteral("Gain"), error);
    QCOMPARE(gain.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Failed));
    QCOMPARE(gain.data(FeatureModel::ProblemRole).toString(), toText(error));
    QVERIFY(gain.data(Qt::ToolTipRole).toString().contains(toText(error)));
    QCOMPARE(gain.data(Qt::EditRole).toDouble(), 1.5);
}

void TestFeatureModel::refusesBeforeAsking()
{
    FeatureModel model;
    model.setTree(test::sampleTree());
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    QSignalSpy writes(&model, &FeatureModel::writeRequested);
    QSignalSpy refusals(&model, &FeatureModel::refused);
    const QModelIndex width = model.indexOf(QStringLiteral("Width"));
    QVERIFY(!model.setData(width, QVariant::fromValue<qint64>(20)));
    QVERIFY(!model.setData(width, QVariant::fromValue<qint64>(99999)));
    QCOMPARE(writes.count(), 0);
    QCOMPARE(refusals.count(), 2);
    QCOMPARE(width.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Failed));
    QVERIFY(model.setData(width, QVariant::fromValue<qint64>(24)));
    QCOMPARE(writes.count(), 1);
}

void TestFeatureModel::asksForNothingThatCannotBeWritten()
{
    FeatureModel model;
    model.setTree(test::sampleTree());
    QSignalSpy writes(&model, &FeatureModel::writeRequested);
    const QModelIndex width = model.indexOf(QStringLiteral("Width"));
    QVERIFY(!model.setData(width, QVariant::fromValue<qint64>(24))); // nothing is known of it yet
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    const QModelIndex address = model.indexOf(QStringLiteral("Address"));
    QVERIFY(!(address.flags() & Qt::ItemIsEditable));
    QVERIFY(!model.setData(address, QVariant::fromValue<qint64>(1)));
    QVERIFY(!address.data(Qt::ToolTipRole).toString().isEmpty());
    QVERIFY(!model.setData(model.index(0, 1), 1)); // a category
    QCOMPARE(writes.count(), 0);
}

void TestFeatureModel::executesCommands()
{
    FeatureModel model;
    model.setTree(test::sampleTree());
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    QSignalSpy executions(&model, &FeatureModel::executeRequested);
    const QModelIndex reset = model.indexOf(QStringLiteral("Reset"));
    QVERIFY(model.setData(reset, true));
    QCOMPARE(executions.count(), 1);
    QCOMPARE(reset.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Pending));
    model.settle(QStringLiteral("Reset"));
    QCOMPARE(reset.data(FeatureModel::RowStateRole).toInt(), int(FeatureModel::RowState::Settled));
}

void TestFeatureModel::filtersByLevelAndText()
{
    FeatureModel model;
    FeatureFilterModel filter(model);
    const QAbstractItemModelTester tester(&filter);
    model.setTree(test::sampleTree());
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates()));
    QCOMPARE(names(filter).join(u' '), QStringLiteral("First Width Gain Reverse Format Reset Second Gain"));
    filter.setLevel(Visibility::Expert);
    QCOMPARE(names(filter).join(u' '), QStringLiteral("First Width Gain Reverse Format UserName Reset Second Gain"));
    filter.setLevel(Visibility::Guru);
    QVERIFY(names(filter).contains(QStringLiteral("Table")));
    QVERIFY(!names(filter).contains(QStringLiteral("Missing"))); // not implemented
    filter.setSearchText(QStringLiteral("gAi"));
    QCOMPARE(names(filter).join(u' '), QStringLiteral("First Gain Second Gain"));
    filter.setSearchText(QStringLiteral("nothing like this"));
    QCOMPARE(filter.rowCount(), 0);
    // A feature that the camera implements from now on appears by itself.
    filter.setSearchText(QStringLiteral("Missing"));
    FeatureStates states = test::sampleStates();
    states[QStringLiteral("Missing")].access = AccessMode::ReadWrite;
    model.updateStates(std::make_shared<FeatureStates>(states), {QStringLiteral("Missing")});
    QCOMPARE(names(filter).join(u' '), QStringLiteral("Second Missing"));
}

void TestFeatureModel::anotherCameraForgetsEverything()
{
    FeatureModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTree(test::sampleTree());
    model.fail(QStringLiteral("Gain"), {ErrorCode::WriteRefused, {}, {}});
    model.setTree(nullptr);
    QCOMPARE(model.rowCount(), 0);
    model.updateStates(std::make_shared<FeatureStates>(test::sampleStates())); // a late answer of the old camera
    model.settle(QStringLiteral("Gain"));
    model.setTree(std::make_shared<FeatureTree>()); // a description without anything in it
    QCOMPARE(model.rowCount(), 0);
    model.setTree(test::sampleTree());
    QCOMPARE(model.indexOf(QStringLiteral("Gain")).data(FeatureModel::RowStateRole).toInt(),
             int(FeatureModel::RowState::Settled));
    QCOMPARE(model.indexOf(QStringLiteral("Gain")).data().toString(), QStringLiteral("–"));
}

QTEST_MAIN(TestFeatureModel)
#include "tst_feature_model.moc"
