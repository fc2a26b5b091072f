// SPDX-License-Identifier: GPL-3.0-or-later
// The number boxes under real keys: 64 bits, every digit, steps at the ends of the range.
#include "widgets/number_boxes.h"

#include <QSignalSpy>
#include <QSlider>
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
    void stepsFallOnTheGridOfTheRange();
    void theSliderFollowsTheMouse();
    void theSliderHoldsStillAgainstTheCamera();
    void ctrlHomeAndEndGoToTheEnds();
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
    auto *other = new FloatBox(Representation::Undefined, &window);
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

void TestNumberBoxes::stepsFallOnTheGridOfTheRange()
{
    IntegerBox box(Representation::Linear);
    box.setRange(16, 2448, 8);
    box.setValue(21); // as typed
    box.stepBy(1);
    QCOMPARE(box.value().value(), qint64(32));
    FloatBox real;
    real.setRange(0.5, 10.0, 0.25);
    real.setValue(0.6);
    real.stepBy(1);
    QCOMPARE(real.value().value(), 0.75);
}

void TestNumberBoxes::theSliderFollowsTheMouse()
{
    IntegerBox box(Representation::Linear);
    box.resize(300, 28);
    box.setRange(0, 1000, 10);
    box.setValue(500);
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    auto *slider = box.findChild<QSlider *>(QStringLiteral("valueSlider"));
    QVERIFY(slider && slider->isVisible());
    QVERIFY(slider->width() > 100);
    QSignalSpy drags(&box, &NumberBox::dragged);
    QSignalSpy ends(&box, &NumberBox::stepped);
    const int middle = slider->height() / 2;
    QTest::mousePress(slider, Qt::LeftButton, {}, {slider->width() / 4, middle});
    QVERIFY(box.dragging());
    const qint64 quarter = box.value().value();
    QVERIFY2(quarter > 200 && quarter < 300, qPrintable(box.text()));
    QTest::mouseMove(slider, {slider->width() / 2, middle});
    QTest::mouseMove(slider, {slider->width() - 1, middle});
    QCOMPARE(box.value().value(), qint64(1000));
    QVERIFY(drags.count() >= 3);
    QCOMPARE(ends.count(), 0);
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() - 1, middle});
    QCOMPARE(ends.count(), 1);
    QVERIFY(!box.dragging());
    box.setRange(std::nullopt, 1000, 10); // nothing to slide along
    QVERIFY(!box.findChild<QSlider *>());
}

void TestNumberBoxes::theSliderHoldsStillAgainstTheCamera()
{
    FloatBox box(Representation::Logarithmic);
    box.resize(300, 28);
    box.setRange(0.0, 4.0, std::nullopt);
    box.setValue(1.0);
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    auto *slider = box.findChild<QSlider *>();
    QVERIFY(slider);
    QTest::mousePress(slider, Qt::LeftButton, {}, {slider->width() / 2, slider->height() / 2});
    const int held = slider->value();
    box.setValue(3.9); // an older value comes back
    QCOMPARE(slider->value(), held);
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() / 2, slider->height() / 2});
    box.setValue(4.0);
    QCOMPARE(slider->value(), slider->maximum());
}

void TestNumberBoxes::ctrlHomeAndEndGoToTheEnds()
{
    IntegerBox box(Representation::Linear);
    box.setRange(3, 1001, 10);
    box.setValue(33);
    box.show();
    QVERIFY(QTest::qWaitForWindowExposed(&box));
    QTest::keyClick(&box, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(box.value().value(), qint64(993)); // the last one on the grid
    QTest::keyClick(&box, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(box.value().value(), qint64(3));
}

QTEST_MAIN(TestNumberBoxes)
#include "tst_number_boxes.moc"
