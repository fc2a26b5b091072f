// SPDX-License-Identifier: GPL-3.0-or-later
// Sliders' scales: both ends, zero inside, 64 bits, steps.
#include "widgets/slider_scale.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace mv;

class TestSliderScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noScaleWithoutARange();
    void linearIntegersKeep64Bits();
    void everyValueIsAStep();
    void logarithmicOverDecades();
    void logarithmicSurvivesZeroAndBelow_data();
    void logarithmicSurvivesZeroAndBelow();
    void snapsToTheNearestStep();
};

void TestSliderScale::noScaleWithoutARange()
{
    using Ints = SliderScale<qint64>;
    using Reals = SliderScale<double>;
    QVERIFY(!Ints::make(std::nullopt, 5, 1, Representation::Linear));
    QVERIFY(!Ints::make(5, 5, 1, Representation::Linear));
    QVERIFY(!Ints::make(6, 5, 1, Representation::Logarithmic));
    QVERIFY(!Ints::make(0, 5, 1, Representation::PureNumber));
    QVERIFY(!Ints::make(0, 5, 1, Representation::HexNumber));
    QVERIFY(!Reals::make(0.0, HUGE_VAL, std::nullopt, Representation::Linear));
    QVERIFY(!Reals::make(0.0, std::nan(""), std::nullopt, Representation::Linear));
    QVERIFY(Reals::make(0.0, 1.0, std::nullopt, Representation::Linear));
}

void TestSliderScale::linearIntegersKeep64Bits()
{
    constexpr qint64 min = std::numeric_limits<qint64>::min();
    constexpr qint64 max = std::numeric_limits<qint64>::max();
    const auto scale = SliderScale<qint64>::make(min, max, 1, Representation::Linear);
    QCOMPARE(scale->valueAt(0), min);
    QCOMPARE(scale->valueAt(1000), max);
    QVERIFY(std::abs(scale->valueAt(500)) <= 1);
    qint64 before = min;
    for (int position = 1; position <= 1000; ++position) {
        QVERIFY(scale->valueAt(position) > before);
        before = scale->valueAt(position);
        QCOMPARE(scale->positionOf(before), position);
    }
    const auto high = SliderScale<qint64>::make(max - 1000, max, 1, Representation::Linear);
    QCOMPARE(high->valueAt(1), max - 999); // a double would not tell them apart
}

void TestSliderScale::everyValueIsAStep()
{
    for (Representation form : {Representation::Linear, Representation::Logarithmic}) {
        const auto scale = SliderScale<qint64>::make(16, 2448, 8, form);
        const auto real = SliderScale<double>::make(1.0, 10.05, 0.1, form);
        for (int position = 0; position <= 1000; ++position) {
            QCOMPARE((scale->valueAt(position) - 16) % 8, qint64(0));
            const double steps = (real->valueAt(position) - 1.0) / 0.1;
            QVERIFY(std::abs(steps - std::round(steps)) < 1e-9);
            QVERIFY(real->valueAt(position) <= 10.05);
        }
    }
}

void TestSliderScale::logarithmicOverDecades()
{
    const auto scale = SliderScale<double>::make(1.0, 1e6, std::nullopt, Representation::Logarithmic);
    QCOMPARE(scale->valueAt(0), 1.0);
    QVERIFY(std::abs(scale->valueAt(500) / 1000.0 - 1) < 1e-9);
    QCOMPARE(scale->valueAt(1000), 1e6);
    QCOMPARE(scale->positionOf(1000.0), 500);
    QCOMPARE(scale->positionOf(-5.0), 0);
}

void TestSliderScale::logarithmicSurvivesZeroAndBelow_data()
{
    QTest::addColumn<double>("min");
    QTest::addColumn<double>("max");
    QTest::newRow("gamma") << 0.0 << 3.99998;
    QTest::newRow("exposure") << 0.0 << 1e7;
    QTest::newRow("both signs") << -1000.0 << 1000.0;
    QTest::newRow("negative") << -500.0 << -1.0;
    QTest::newRow("to zero") << -500.0 << 0.0;
    QTest::newRow("tiny and huge") << -1e-300 << 1e300;
}

void TestSliderScale::logarithmicSurvivesZeroAndBelow()
{
    QFETCH(double, min);
    QFETCH(double, max);
    const auto scale = SliderScale<double>::make(min, max, std::nullopt, Representation::Logarithmic);
    QVERIFY(scale);
    QCOMPARE(scale->valueAt(0), min);
    QCOMPARE(scale->valueAt(1000), max);
    double before = min;
    for (int position = 1; position <= 1000; ++position) {
        const double value = scale->valueAt(position);
        QVERIFY2(std::isfinite(value) && value >= before && value <= max, qPrintable(QString::number(position)));
        QVERIFY(std::abs(scale->positionOf(value) - position) <= 1);
        before = value;
    }
}

void TestSliderScale::snapsToTheNearestStep()
{
    QCOMPARE(snapToStep(qint64(21), qint64(16), qint64(64), qint64(8)), qint64(24));
    QCOMPARE(snapToStep(qint64(19), qint64(16), qint64(64), qint64(8)), qint64(16));
    QCOMPARE(snapToStep(qint64(70), qint64(16), qint64(63), qint64(8)), qint64(56));
    QCOMPARE(snapToStep(qint64(5), qint64(16), qint64(63), qint64(8)), qint64(16));
    constexpr qint64 min = std::numeric_limits<qint64>::min();
    constexpr qint64 max = std::numeric_limits<qint64>::max();
    QCOMPARE(snapToStep(max, min, max, qint64(2)), max - 1);
    QCOMPARE(snapToStep(0.29, 0.0, 1.0, 0.1), 0.3);
    QCOMPARE(snapToStep(2.0, 0.0, 0.95, 0.1), 0.9);
    QCOMPARE(snapToStep(0.123, 0.0, 1.0, 0.0), 0.123);
}

QTEST_MAIN(TestSliderScale)
#include "tst_slider_scale.moc"
