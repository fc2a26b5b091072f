// SPDX-License-Identifier: GPL-3.0-or-later
// The number boxes under real keys: 64 bits, every digit, steps at the ends of the range.
#include "widgets/number_boxes.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <limits>

using namespace mv;

class TestNumberBoxes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void integersAreWhole64Bits();
    void integerStepsStopAtTheRange();
    void typedNonsenseIsNoValue();
    void floatsKeepEveryDigit();
    void groupingIsNeverGuessedAt();
    void theUnitMayFollow();
    void floatStepsDoNotDrift();
    void wheelOverAnUnfocusedBoxChangesNothing();
};

void TestNumberBoxes::integersAreWhole64Bits()
{
    IntegerBox box(Representation::Linear);
    box.setValue(std::numeric_limits<qint64>::max());
    QCOMPARE(box.value().value(), std::numeric_limits<qint64>::max());
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    box.selectAll();
    QTest::keyClicks(&box, QStringLiteral("-9223372036854775808"));
    QCOMPARE(box.value().value(), std::numeric_limits<qint64>::min());
    QVERIFY(box.edited());
}

void TestNumberBoxes::integerStepsStopAtTheRange()
{
    IntegerBox box(Representation::Linear);
    box.setRange(16, 64, 8);
    box.setValue(56);
    QSignalSpy spy(&box, &NumberBox::stepped);
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    QTest::keyClick(&box, Qt::Key_Up);
    QCOMPARE(box.value().value(), qint64(64));
    QTest::keyClick(&box, Qt::Key_Up);
    QCOMPARE(box.value().value(), qint64(64));
    QTest::keyClick(&box, Qt::Key_PageDown);
    QCOMPARE(box.value().value(), qint64(16));
    QCOMPARE(spy.count(), 3);
    box.setRange(std::nullopt, std::nullopt, std::numeric_limits<qint64>::max());
    box.setValue(std::numeric_limits<qint64>::max() - 1);
    QTest::keyClick(&box, Qt::Key_PageUp);
    QCOMPARE(box.value().value(), std::numeric_limits<qint64>::max());
}

void TestNumberBoxes::typedNonsenseIsNoValue()
{
    IntegerBox integer(Representation::Linear);
    FloatBox real;
    for (NumberBox *box : {static_cast<NumberBox *>(&integer), static_cast<NumberBox *>(&real)}) {
        box->show();
        QVERIFY(QTest::qWaitForWindowExposed(box));
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("abc"));
    }
    QVERIFY(!integer.value());
    QVERIFY(!real.value());
}

void TestNumberBoxes::floatsKeepEveryDigit()
{
    FloatBox box;
    for (double value : {0.1, 78.512656240185924, 1e-300, 123456789.125, -0.0}) {
        box.setValue(value);
        QCOMPARE(box.value().value(), value);
    }
}

void TestNumberBoxes::groupingIsNeverGuessedAt()
{
    FloatBox real;
    IntegerBox integer(Representation::Linear);
    for (NumberBox *box : {static_cast<NumberBox *>(&real), static_cast<NumberBox *>(&integer)})
        box->setUnit(QStringLiteral("us"));
    for (const char *text : {"50,000", "5,000", "2,5", "1.000,5", "1,000.5", "50 000", "5'000", "1e400", "nan", "inf",
                             "6000 ms", "us", ""}) {
        real.findChild<QLineEdit *>()->setText(QLatin1String(text));
        QVERIFY2(!real.value(), text);
        integer.findChild<QLineEdit *>()->setText(QLatin1String(text));
        QVERIFY2(!integer.value(), text);
    }
}

void TestNumberBoxes::theUnitMayFollow()
{
    FloatBox real;
    real.setUnit(QStringLiteral("us"));
    for (const char *text : {"6000 us", "6000us", " 6e3 us ", "6000"}) {
        real.findChild<QLineEdit *>()->setText(QLatin1String(text));
        QVERIFY2(real.value() == 6000.0, text);
    }
    IntegerBox integer(Representation::HexNumber);
    integer.setUnit(QStringLiteral("B"));
    integer.findChild<QLineEdit *>()->setText(QStringLiteral("0x1B"));
    QCOMPARE(integer.value().value(), qint64(0x1b)); // its last digit is no unit
    integer.findChild<QLineEdit *>()->setText(QStringLiteral("0x1B B"));
    QCOMPARE(integer.value().value(), qint64(0x1b));
}

void TestNumberBoxes::floatStepsDoNotDrift()
{
    FloatBox box;
    box.setRange(0.0, 1.0, 0.1);
    box.setValue(0.0);
    for (int i = 0; i < 3; ++i)
        box.stepBy(1);
    QCOMPARE(box.text(), QStringLiteral("0.3"));
    box.stepBy(100);
    QCOMPARE(box.value().value(), 1.0);
    FloatBox free; // no step of its own: the second digit
    free.setValue(5000);
    free.stepBy(1);
    QCOMPARE(free.text(), QStringLiteral("5100"));
}

void TestNumberBoxes::wheelOverAnUnfocusedBoxChangesNothing()
{
    QWidget window;
    auto *other = new FloatBox(&window);
    auto *box = new IntegerBox(Representation::Linear, &window);
    box->move(0, 60);
    box->setValue(5);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    other->setFocus();
    QWheelEvent wheel(QPointF(5, 5), box->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(box, &wheel);
    QCOMPARE(box->value().value(), qint64(5));
}

QTEST_MAIN(TestNumberBoxes)
#include "tst_number_boxes.moc"
