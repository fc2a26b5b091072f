// SPDX-License-Identifier: GPL-3.0-or-later
// The colour matrix as a table, and the white balance on a patch of a picture that answers to it.
#include "tests/widgets/feature_samples.h"
#include "tests/widgets/value_port.h"

#include "widgets/color_matrix_dialog.h"
#include "widgets/number_boxes.h"
#include "widgets/white_balance.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace mv;

namespace {

const QString matrixSelector = QStringLiteral("ColorTransformationValueSelector");
const QString matrixValue = QStringLiteral("ColorTransformationValue");
const QString ratioSelector = QStringLiteral("BalanceRatioSelector");
const QString ratio = QStringLiteral("BalanceRatio");
const QString automatic = QStringLiteral("BalanceWhiteAuto");

std::shared_ptr<const FeatureTree> selected(const QString &selector, const QString &value, const QStringList &entries,
                                            std::vector<FeatureDescription> others)
{
    FeatureDescription by = test::feature(selector, FeatureType::Enumeration);
    for (const QString &entry : entries)
        by.entries.push_back({entry, {}, {}, 0, Visibility::Beginner});
    by.selects = {value};
    FeatureDescription what = test::feature(value, FeatureType::Float);
    what.selectedBy = {selector};
    others.push_back(by);
    others.push_back(what);
    return test::treeOf(std::move(others));
}

QStringList gains()
{
    QStringList names;
    for (int i = 0; i < 9; ++i)
        names.append(QStringLiteral("Gain%1%2").arg(i / 3).arg(i % 3));
    return names;
}

const QStringList colors{QStringLiteral("Red"), QStringLiteral("Green"), QStringLiteral("Blue")};

/// A picture of one colour under the ratios of the camera: black level 0.02, what the sensor sees is tinted.
class TintedCamera : public test::ValuePort
{
public:
    TintedCamera()
        : ValuePort(selected(ratioSelector, ratio, colors, {test::feature(automatic, FeatureType::Enumeration)}))
    {
        values[automatic] = test::readWrite(QStringLiteral("Continuous"));
        values[ratioSelector] = test::readWrite(QStringLiteral("Green"));
        for (const QString &color : colors) {
            values[place(color)] = test::readWrite(1.0);
            values[place(color)].floatMin = 0;
            values[place(color)].floatMax = 15;
        }
    }

    static QString place(const QString &color) { return key(ratio, {{ratioSelector, color}}); }

    FramePtr frame()
    {
        FrameInfo info;
        info.pixelFormat = static_cast<std::uint32_t>(mono ? PixelFormat::Mono8 : PixelFormat::BayerRG12);
        info.width = info.height = 64;
        info.frameId = id++;
        std::vector<std::byte> bytes;
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                const int channel = x % 2 + y % 2;
                const double light = brightness * seen[channel] * values[place(colors[channel])].value.toDouble();
                const auto value = static_cast<unsigned>(std::lround(4095 * std::min(1.0, 0.02 + light)));
                bytes.push_back(static_cast<std::byte>(value & 0xff));
                if (!mono)
                    bytes.push_back(static_cast<std::byte>(value >> 8));
            }
        }
        return Frame::fromBytes(info, std::move(bytes));
    }

    std::array<double, 3> seen{0.5, 1.0, 0.7};
    double brightness = 0.4;
    bool mono = false;
    std::uint64_t id = 1;
};

} // namespace

class TestColorTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMatrixIsATable();
    void aChangedCellIsWrittenUnderItsSelector();
    void identityIsOneClick();
    void aRefusedCellShowsWhatTheCameraHas();
    void greyBecomesGrey();
    void refusesWhatCannotBeMeasured_data();
    void refusesWhatCannotBeMeasured();
    void aRefusedRatioIsSaid();
};

void TestColorTools::theMatrixIsATable()
{
    test::ValuePort camera(selected(matrixSelector, matrixValue, gains() + QStringList{QStringLiteral("Offset0")}, {}));
    for (int i = 0; i < 9; ++i)
        camera.values[test::ValuePort::key(matrixValue, {{matrixSelector, gains()[i]}})] = test::readWrite(i / 10.0);
    ColorMatrixDialog dialog(camera);
    dialog.show();
    for (int i = 0; i < 9; ++i) {
        auto *box = dialog.findChild<FloatBox *>(QStringLiteral("gain%1%2").arg(i / 3).arg(i % 3));
        QTRY_VERIFY(box->isEnabled());
        QCOMPARE(box->value().value(), i / 10.0);
    }
    QVERIFY(dialog.findChild<QCheckBox *>(QStringLiteral("matrixEnable"))->isHidden()); // this camera has none
    QVERIFY(camera.writes.isEmpty());
}

void TestColorTools::aChangedCellIsWrittenUnderItsSelector()
{
    test::ValuePort camera(selected(matrixSelector, matrixValue, gains(), {}));
    for (const QString &gain : gains())
        camera.values[test::ValuePort::key(matrixValue, {{matrixSelector, gain}})] = test::readWrite(0.0);
    ColorMatrixDialog dialog(camera);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *box = dialog.findChild<FloatBox *>(QStringLiteral("gain12"));
    QTRY_VERIFY(box->isEnabled());
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QStringLiteral("-0.375"));
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_COMPARE(camera.writes.size(), 1);
    QCOMPARE(camera.writes.first().first,
             QStringLiteral("ColorTransformationValue[ColorTransformationValueSelector=Gain12]"));
    QCOMPARE(camera.writes.first().second, QVariant(-0.375));
    QVERIFY(dialog.isVisible());
    QTest::keyClick(box, Qt::Key_Tab); // leaving it writes nothing again
    QTest::qWait(20);
    QCOMPARE(camera.writes.size(), 1);
}

void TestColorTools::identityIsOneClick()
{
    test::ValuePort camera(selected(matrixSelector, matrixValue, gains(), {}));
    for (const QString &gain : gains())
        camera.values[test::ValuePort::key(matrixValue, {{matrixSelector, gain}})] = test::readWrite(0.5);
    ColorMatrixDialog dialog(camera);
    dialog.show();
    QTRY_VERIFY(dialog.findChild<FloatBox *>(QStringLiteral("gain22"))->isEnabled());
    QTest::mouseClick(dialog.findChild<QPushButton *>(QStringLiteral("matrixIdentity")), Qt::LeftButton);
    for (int i = 0; i < 9; ++i)
        QTRY_COMPARE(camera.values[test::ValuePort::key(matrixValue, {{matrixSelector, gains()[i]}})].value,
                     QVariant(i % 4 == 0 ? 1.0 : 0.0));
}

void TestColorTools::aRefusedCellShowsWhatTheCameraHas()
{
    test::ValuePort camera(selected(matrixSelector, matrixValue, gains(), {}));
    for (const QString &gain : gains())
        camera.values[test::ValuePort::key(matrixValue, {{matrixSelector, gain}})] = test::readWrite(0.25);
    camera.refused = {matrixValue};
    ColorMatrixDialog dialog(camera);
    dialog.show();
    auto *box = dialog.findChild<FloatBox *>(QStringLiteral("gain00"));
    QTRY_VERIFY(box->isEnabled());
    QSignalSpy refusals(&dialog, &ColorMatrixDialog::refused);
    box->stepBy(1);
    QTRY_COMPARE(refusals.count(), 1);
    QTRY_COMPARE(box->value().value(), 0.25);
}

void TestColorTools::greyBecomesGrey()
{
    TintedCamera camera;
    WhiteBalance balance(camera, [&camera] { return camera.frame(); });
    QSignalSpy done(&balance, &WhiteBalance::done);
    QSignalSpy failed(&balance, &WhiteBalance::failed);
    balance.start({32, 32});
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 20'000);
    QCOMPARE(failed.count(), 0);
    QCOMPARE(camera.values[automatic].value.toString(), QStringLiteral("Off"));
    const auto color = patchColor(*camera.frame(), {32, 32});
    QVERIFY2(color->tint() <= 0.005, qPrintable(QString::number(color->tint())));
    QVERIFY(std::abs(camera.values[TintedCamera::place(QStringLiteral("Red"))].value.toDouble() - 2.0) < 0.03);
    QCOMPARE(camera.values[TintedCamera::place(QStringLiteral("Green"))].value.toDouble(), 1.0);
    QCOMPARE(camera.values[ratioSelector].value.toString(), QStringLiteral("Green")); // put back
}

void TestColorTools::refusesWhatCannotBeMeasured_data()
{
    QTest::addColumn<double>("brightness");
    QTest::addColumn<bool>("mono");
    QTest::addColumn<QString>("reason");
    QTest::newRow("too bright") << 2.0 << false << "too bright";
    QTest::newRow("too dark") << -0.02 << false << "too dark";
    QTest::newRow("no colours") << 0.04 << true << "no colours";
}

void TestColorTools::refusesWhatCannotBeMeasured()
{
    QFETCH(double, brightness);
    QFETCH(bool, mono);
    QFETCH(QString, reason);
    TintedCamera camera;
    camera.brightness = brightness;
    camera.mono = mono;
    WhiteBalance balance(camera, [&camera] { return camera.frame(); });
    QSignalSpy failed(&balance, &WhiteBalance::failed);
    balance.start({32, 32});
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY2(failed.first().first().toString().contains(reason), qPrintable(failed.first().first().toString()));
    QCOMPARE(camera.values[TintedCamera::place(QStringLiteral("Red"))].value.toDouble(), 1.0);
}

void TestColorTools::aRefusedRatioIsSaid()
{
    TintedCamera camera;
    camera.refused = {ratio};
    WhiteBalance balance(camera, [&camera] { return camera.frame(); });
    QSignalSpy failed(&balance, &WhiteBalance::failed);
    balance.start({32, 32});
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.first().first().toString().contains(QStringLiteral("node BalanceRatioReg")));
    QVERIFY(!balance.isRunning());
}

QTEST_MAIN(TestColorTools)
#include "tst_color_tools.moc"
