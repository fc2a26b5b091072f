// SPDX-License-Identifier: GPL-3.0-or-later
// Values as text and back, ranges, and the check before a write.
#include "widgets/feature_text.h"

#include "tests/widgets/feature_samples.h"

#include <QTest>

#include <limits>

using namespace mv;

class TestFeatureText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void integersRoundTrip_data();
    void integersRoundTrip();
    void refusesWhatIsNoNumber();
    void checksIntegers_data();
    void checksIntegers();
    void checksTheOtherTypes();
    void saysWhyNotWritable();
    void showsRangesAndUnits();
};

void TestFeatureText::integersRoundTrip_data()
{
    QTest::addColumn<qint64>("value");
    QTest::addColumn<int>("representation");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 value, Representation representation, const char *text) {
        QTest::addRow("%s", text) << value << int(representation) << QString::fromLatin1(text);
    };
    row(std::numeric_limits<qint64>::max(), Representation::Linear, "9223372036854775807");
    row(std::numeric_limits<qint64>::min(), Representation::Linear, "-9223372036854775808");
    row(255, Representation::HexNumber, "0xff");
    row(-1, Representation::HexNumber, "0xffffffffffffffff");
    row(0x7f060001, Representation::IPv4Address, "127.6.0.1");
    row(0x024d56240001, Representation::MacAddress, "02:4d:56:24:00:01");
}

void TestFeatureText::integersRoundTrip()
{
    QFETCH(qint64, value);
    QFETCH(int, representation);
    QFETCH(QString, text);
    const auto form = static_cast<Representation>(representation);
    QCOMPARE(integerToText(value, form), text);
    QCOMPARE(integerFromText(text, form).value(), value);
    QCOMPARE(integerFromText(QStringLiteral(" 0X1f "), form).value(), qint64(31));
}

void TestFeatureText::refusesWhatIsNoNumber()
{
    for (const char *text : {"", "12a", "0x", "0xg", "1.5", "9223372036854775808", "--1"})
        QVERIFY2(!integerFromText(QString::fromLatin1(text), Representation::Linear), text);
    for (const char *text : {"1.2.3", "1.2.3.256", "1.2.3.4.5", "a.b.c.d", "1..2.3"})
        QVERIFY2(!integerFromText(QString::fromLatin1(text), Representation::IPv4Address), text);
}

void TestFeatureText::checksIntegers_data()
{
    QTest::addColumn<qint64>("min");
    QTest::addColumn<qint64>("max");
    QTest::addColumn<qint64>("step");
    QTest::addColumn<qint64>("value");
    QTest::addColumn<int>("code");
    constexpr qint64 lowest = std::numeric_limits<qint64>::min();
    constexpr qint64 highest = std::numeric_limits<qint64>::max();
    const int good = int(ErrorCode::None);
    QTest::newRow("good") << qint64(16) << qint64(64) << qint64(8) << qint64(24) << good;
    QTest::newRow("below") << qint64(16) << qint64(64) << qint64(8) << qint64(8) << int(ErrorCode::ValueOutOfRange);
    QTest::newRow("above") << qint64(16) << qint64(64) << qint64(8) << qint64(72) << int(ErrorCode::ValueOutOfRange);
    QTest::newRow("off step") << qint64(16) << qint64(64) << qint64(8) << qint64(20) << int(ErrorCode::ValueOffStep);
    QTest::newRow("whole range") << lowest << highest << qint64(1) << highest << good;
    QTest::newRow("whole range, step 2") << lowest << highest << qint64(2) << highest << int(ErrorCode::ValueOffStep);
    QTest::newRow("step 0") << qint64(0) << qint64(9) << qint64(0) << qint64(5) << good;
}

void TestFeatureText::checksIntegers()
{
    QFETCH(qint64, min);
    QFETCH(qint64, max);
    QFETCH(qint64, step);
    QFETCH(qint64, value);
    QFETCH(int, code);
    FeatureState state = test::readWrite(QVariant::fromValue<qint64>(min));
    state.intMin = min;
    state.intMax = max;
    state.intStep = step;
    const auto error =
        checkValue(test::feature(QStringLiteral("X"), FeatureType::Integer), state, QVariant::fromValue(value));
    QCOMPARE(int(error ? error->code : ErrorCode::None), code);
}

void TestFeatureText::checksTheOtherTypes()
{
    const FeatureStates states = test::sampleStates();
    const auto tree = test::sampleTree();
    const auto code = [&](const char *name, const QVariant &value) {
        const QString feature = QString::fromLatin1(name);
        const auto error = checkValue(*tree->find(feature), states.value(feature), value);
        return error ? error->code : ErrorCode::None;
    };
    QCOMPARE(code("Gain", 24.0), ErrorCode::None);
    QCOMPARE(code("Gain", 24.5), ErrorCode::ValueOutOfRange);
    QCOMPARE(code("Gain", std::numeric_limits<double>::quiet_NaN()), ErrorCode::ValueNotOfType);
    QCOMPARE(code("Gain", QStringLiteral("x")), ErrorCode::ValueNotOfType);
    QCOMPARE(code("Format", QStringLiteral("Mono12")), ErrorCode::None);
    QCOMPARE(code("Format", QStringLiteral("Mono16")), ErrorCode::ValueNotAnEntry); // known, but not available now
    QCOMPARE(code("UserName", QStringLiteral("1234567")), ErrorCode::None);
    QCOMPARE(code("UserName", QStringLiteral("12345678")), ErrorCode::TextTooLong); // the NUL needs its place, too
    QCOMPARE(code("UserName", QStringLiteral("ääää")), ErrorCode::TextTooLong);     // bytes, not letters
}

void TestFeatureText::saysWhyNotWritable()
{
    FeatureState state;
    for (AccessMode access : {AccessMode::NotImplemented, AccessMode::NotAvailable, AccessMode::ReadOnly}) {
        state.access = access;
        QVERIFY(!isWritable(state));
        QVERIFY(!whyNotWritable(state).isEmpty());
    }
    const QString readOnly = whyNotWritable(state);
    state.locked = true;
    QVERIFY(whyNotWritable(state) != readOnly);
    for (AccessMode access : {AccessMode::ReadWrite, AccessMode::WriteOnly}) {
        state.access = access;
        QVERIFY(isWritable(state));
        QVERIFY(whyNotWritable(state).isEmpty());
    }
}

void TestFeatureText::showsRangesAndUnits()
{
    const FeatureStates states = test::sampleStates();
    const auto tree = test::sampleTree();
    const QString width = QStringLiteral("Width");
    const QString gain = QStringLiteral("Gain");
    QCOMPARE(featureRangeText(*tree->find(width), states[width]), QStringLiteral("16 … 2448"));
    QCOMPARE(featureStepText(*tree->find(width), states[width]), QStringLiteral("8"));
    QCOMPARE(featureStepText(*tree->find(gain), states[gain]), QString());
    QCOMPARE(featureRangeText(*tree->find(gain), states[gain]), QStringLiteral("0 … 24"));
    QCOMPARE(featureValueText(*tree->find(gain), states[gain]), QStringLiteral("1.5 dB"));
    QCOMPARE(featureValueText(*tree->find(gain), FeatureState()), QStringLiteral("–"));
    QCOMPARE(featureValueText(*tree->find(gain), test::readWrite(5000.0)), QStringLiteral("5000 dB"));
}

QTEST_MAIN(TestFeatureText)
#include "tst_feature_text.moc"
