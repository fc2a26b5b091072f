// SPDX-License-Identifier: GPL-3.0-or-later
// The look-up table: curves, the camera's byte orders, and the editor under mouse and keys.
#include "tests/widgets/feature_samples.h"
#include "tests/widgets/value_port.h"

#include "widgets/lut_dialog.h"
#include "widgets/lut_plot.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace mv;

namespace {

const QString indexName = QStringLiteral("LUTIndex");
const QString valueName = QStringLiteral("LUTValue");
const QString allName = QStringLiteral("LUTValueAll");
const QString enableName = QStringLiteral("LUTEnable");
constexpr int size = 256;
constexpr qint64 highest = 4095;

/// A camera whose LUTValueAll holds 16-bit values in either order, or none at all.
class LutCamera : public test::ValuePort
{
public:
    enum class Bytes { Little, Big, None };

    explicit LutCamera(Bytes bytes) : ValuePort(treeFor(bytes)), m_bytes(bytes)
    {
        for (int i = 0; i < size; ++i)
            table.append(i * highest / (size - 1));
        values[indexName] = test::readWrite(QVariant::fromValue<qint64>(0));
        values[indexName].intMin = 0;
        values[indexName].intMax = size - 1;
        values[valueName] = test::readWrite(QVariant::fromValue<qint64>(0));
        values[valueName].intMin = 0;
        values[valueName].intMax = highest;
        values[enableName] = test::readWrite(false);
        values[allName] = test::readWrite(bytesOf(table));
        onWrite = [this](const QString &name, const QVariant &value) { take(name, value); };
    }

    QByteArray bytesOf(const QList<qint64> &from) const
    {
        QByteArray bytes;
        for (qint64 value : from) {
            const char low = static_cast<char>(value & 0xff);
            const char high = static_cast<char>(value >> 8);
            bytes.append(m_bytes == Bytes::Big ? high : low).append(m_bytes == Bytes::Big ? low : high);
        }
        return bytes;
    }

    QList<qint64> table;

private:
    static std::shared_ptr<const FeatureTree> treeFor(Bytes bytes)
    {
        std::vector<FeatureDescription> features{test::feature(enableName, FeatureType::Boolean),
                                                 test::feature(indexName, FeatureType::Integer),
                                                 test::feature(valueName, FeatureType::Integer)};
        if (bytes != Bytes::None)
            features.push_back(test::feature(allName, FeatureType::Register));
        return test::treeOf(features);
    }

    void take(const QString &name, const QVariant &value)
    {
        const qint64 index = values[indexName].value.toLongLong();
        if (name == indexName)
            values[valueName].value = QVariant::fromValue(table[index]);
        if (name == valueName)
            table[index] = value.toLongLong();
        const QByteArray bytes = values[allName].value.toByteArray();
        for (int i = 0; name == allName && i < size; ++i) {
            const int first = static_cast<unsigned char>(bytes[2 * i]);
            const int second = static_cast<unsigned char>(bytes[2 * i + 1]);
            table[i] = m_bytes == Bytes::Big ? first << 8 | second : second << 8 | first;
        }
    }

    Bytes m_bytes;
};

} // namespace

class TestLutDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void curvesGoThroughTheirPointsAndNeverOvershoot();
    void aTableIsFitted();
    void bothByteOrdersAreFound_data();
    void bothByteOrdersAreFound();
    void withoutARegisterValueByValue();
    void presetsAreWrittenByTheButton();
    void theMouseBendsTheCurve();
    void keysBendTheCurve();
    void theSwitchShowsWhatTheCameraHas();
    void aRefusalIsSaid();
};

void TestLutDialog::curvesGoThroughTheirPointsAndNeverOvershoot()
{
    LutCurve curve = LutCurve::contrast();
    curve.add({0.9, 0.2}); // a valley
    for (const QPointF &point : curve.points())
        QVERIFY(std::abs(curve.at(point.x()) - point.y()) < 1e-12);
    for (qsizetype i = 0; i + 1 < curve.points().size(); ++i) {
        const QPointF a = curve.points()[i];
        const QPointF b = curve.points()[i + 1];
        for (int k = 0; k <= 100; ++k) {
            const double y = curve.at(a.x() + (b.x() - a.x()) * k / 100);
            QVERIFY(y >= std::min(a.y(), b.y()) - 1e-12 && y <= std::max(a.y(), b.y()) + 1e-12);
        }
    }
    const QList<qint64> straight = LutCurve::identity().table(4096, 4095);
    for (int i = 0; i < 4096; ++i)
        QCOMPARE(straight[i], qint64(i));
    curve.remove(0);
    curve.remove(static_cast<int>(curve.points().size()) - 1);
    QCOMPARE(curve.points().first().x(), 0.0); // the ends stay
    QCOMPARE(curve.points().last().x(), 1.0);
}

void TestLutDialog::aTableIsFitted()
{
    for (double exponent : {0.45, 1.0, 2.2}) {
        QList<qint64> table;
        for (int i = 0; i < 4096; ++i)
            table.append(std::llround(4095 * std::pow(i / 4095.0, exponent)));
        const LutCurve curve = LutCurve::through(table, 4095);
        QVERIFY(curve.points().size() <= 8);
        const QList<qint64> made = curve.table(4096, 4095);
        for (int i = 0; i < 4096; ++i)
            QVERIFY2(std::abs(made[i] - table[i]) < 4095 / 25, qPrintable(QString::number(i)));
    }
}

void TestLutDialog::bothByteOrdersAreFound_data()
{
    QTest::addColumn<int>("bytes");
    QTest::newRow("little") << int(LutCamera::Bytes::Little);
    QTest::newRow("big") << int(LutCamera::Bytes::Big);
}

void TestLutDialog::bothByteOrdersAreFound()
{
    QFETCH(int, bytes);
    LutCamera camera(static_cast<LutCamera::Bytes>(bytes));
    LutAccess access(camera);
    QSignalSpy loaded(&access, &LutAccess::loaded);
    access.read();
    QTRY_COMPARE(loaded.count(), 1);
    QCOMPARE(loaded.first().first().value<QList<qint64>>(), camera.table);
    QSignalSpy written(&access, &LutAccess::written);
    const QList<qint64> wanted = LutCurve::gamma(2.2).table(size, highest);
    access.write(wanted);
    QTRY_COMPARE(written.count(), 1);
    QCOMPARE(camera.table, wanted);
    QCOMPARE(camera.writes.last().first, allName); // in one piece
}

void TestLutDialog::withoutARegisterValueByValue()
{
    LutCamera camera(LutCamera::Bytes::None);
    LutAccess access(camera);
    QSignalSpy loaded(&access, &LutAccess::loaded);
    access.read();
    QTRY_COMPARE(loaded.count(), 1);
    QCOMPARE(loaded.first().first().value<QList<qint64>>(), camera.table);
    QSignalSpy written(&access, &LutAccess::written);
    QList<qint64> wanted = camera.table;
    wanted[7] = 3000;
    wanted[200] = 1;
    camera.writes.clear();
    access.write(wanted);
    QTRY_COMPARE(written.count(), 1);
    QCOMPARE(camera.table, wanted);
    QCOMPARE(camera.writes.size(), 5); // index and value of the two that differ, and the index put back
    QCOMPARE(camera.writes.last().first, QStringLiteral("LUTIndex"));
    QCOMPARE(camera.writes.last().second.toLongLong(), qint64(0));
}

void TestLutDialog::presetsAreWrittenByTheButton()
{
    LutCamera camera(LutCamera::Bytes::Little);
    LutDialog dialog(camera);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *write = dialog.findChild<QPushButton *>(QStringLiteral("lutWrite"));
    QTRY_VERIFY(write->isEnabled());
    QTest::keyClick(&dialog, Qt::Key_I, Qt::AltModifier); // Invert
    QTRY_COMPARE(dialog.findChild<LutPlot *>()->curve().at(0), 1.0);
    QCOMPARE(camera.table.first(), qint64(0)); // not before it is asked for
    QTest::mouseClick(write, Qt::LeftButton);
    QTRY_COMPARE(camera.table.first(), highest);
    QCOMPARE(camera.table.last(), qint64(0));
}

void TestLutDialog::theMouseBendsTheCurve()
{
    LutPlot plot;
    plot.resize(320, 240);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    QSignalSpy changes(&plot, &LutPlot::curveChanged);
    const QPoint middle = plot.toWidget({0.5, 0.5}).toPoint();
    QTest::mousePress(&plot, Qt::LeftButton, {}, middle);
    QCOMPARE(plot.curve().points().size(), 3);
    QTest::mouseMove(&plot, plot.toWidget({0.5, 0.8}).toPoint());
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, plot.toWidget({0.5, 0.8}).toPoint());
    QVERIFY(std::abs(plot.curve().at(0.5) - 0.8) < 0.02);
    QVERIFY(changes.count() >= 2);
    QTest::mouseClick(&plot, Qt::RightButton, {}, plot.toWidget(plot.curve().points()[1]).toPoint());
    QCOMPARE(plot.curve().points().size(), 2);
}

void TestLutDialog::keysBendTheCurve()
{
    LutPlot plot;
    plot.show();
    QVERIFY(QTest::qWaitForWindowActive(&plot));
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Insert);
    QCOMPARE(plot.curve().points().size(), 3);
    QCOMPARE(plot.currentPoint(), 1);
    QTest::keyClick(&plot, Qt::Key_Up);
    QTest::keyClick(&plot, Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(std::abs(plot.curve().points()[1].y() - 0.522) < 1e-9);
    QTest::keyClick(&plot, Qt::Key_Tab);
    QCOMPARE(plot.currentPoint(), 2);
    QTest::keyClick(&plot, Qt::Key_Down);
    QVERIFY(std::abs(plot.curve().points()[2].y() - 0.98) < 1e-9);
    QTest::keyClick(&plot, Qt::Key_Backtab);
    QTest::keyClick(&plot, Qt::Key_Delete);
    QCOMPARE(plot.curve().points().size(), 2);
}

void TestLutDialog::theSwitchShowsWhatTheCameraHas()
{
    LutCamera camera(LutCamera::Bytes::Little);
    LutDialog dialog(camera);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *box = dialog.findChild<QCheckBox *>(QStringLiteral("lutEnable"));
    QTRY_VERIFY(box->isEnabled());
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_COMPARE(camera.values[enableName].value, QVariant(true));
    camera.refused = {enableName};
    QTest::keyClick(box, Qt::Key_Space);
    QTRY_VERIFY(box->isChecked()); // the camera did not switch it off
    camera.values[enableName].access = AccessMode::ReadOnly;
    camera.values[enableName].locked = true;
    LutDialog again(camera);
    QTRY_VERIFY(!again.findChild<QCheckBox *>(QStringLiteral("lutEnable"))->isEnabled());
}

void TestLutDialog::aRefusalIsSaid()
{
    LutCamera camera(LutCamera::Bytes::Little);
    LutDialog dialog(camera);
    dialog.show();
    auto *write = dialog.findChild<QPushButton *>(QStringLiteral("lutWrite"));
    QTRY_VERIFY(write->isEnabled());
    camera.refused = {allName};
    QSignalSpy refusals(&dialog, &LutDialog::refused);
    QTest::mouseClick(write, Qt::LeftButton);
    QTRY_COMPARE(refusals.count(), 1);
    const QString status = dialog.findChild<QLabel *>(QStringLiteral("lutStatus"))->text();
    QVERIFY2(status.contains(QStringLiteral("node LUTValueAllReg")), qPrintable(status));
    QVERIFY(write->isEnabled());
}

QTEST_MAIN(TestLutDialog)
#include "tst_lut_dialog.moc"
