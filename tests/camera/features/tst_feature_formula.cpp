// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas in a camera: attacks on the evaluator, exact integers, suffixes of variables, and never a number made up.
#include "feature_fixture.h"

#include <chrono>
#include <cmath>

namespace mv::test {
namespace {

constexpr qint64 least = std::numeric_limits<qint64>::min();

QByteArray knife(const QByteArray &name, const QByteArray &formula, const QByteArray &variables = {},
                 const QByteArray &kind = "IntSwissKnife")
{
    return "<" + kind + " Name=\"" + name + "\">" + variables + "<Formula>" + formula + "</Formula></" + kind + ">";
}

QByteArray variable(const QByteArray &name, const QByteArray &node)
{
    return "<pVariable Name=\"" + name + "\">" + node + "</pVariable>";
}

QByteArray constant(const QByteArray &name, const QByteArray &value)
{
    return "<Integer Name=\"" + name + "\"><Value>" + value + "</Value></Integer>";
}

QByteArray reg(const QByteArray &name, const QByteArray &address, const QByteArray &length = "8")
{
    return "<IntReg Name=\"" + name + "\"><Address>" + address + "</Address><Length>" + length +
           "</Length><AccessMode>RW</AccessMode><pPort>Device</pPort><Sign>Signed</Sign><Endianess>BigEndian"
           "</Endianess></IntReg>";
}

QByteArray converter(const QByteArray &name, const QByteArray &to, const QByteArray &from, const QByteArray &target,
                     const QByteArray &kind = "IntConverter", const QByteArray &variables = {})
{
    return "<" + kind + " Name=\"" + name + "\">" + variables + "<FormulaTo>" + to + "</FormulaTo><FormulaFrom>" +
           from + "</FormulaFrom><pValue>" + target + "</pValue></" + kind + ">";
}

class FeatureFormula : public FeatureTest
{
protected:
    /// Exactly one of value and error, and which.
    void expectError(const char *name, const char *reason)
    {
        const auto state = read(name);
        ASSERT_TRUE(state.error) << name << " = " << state.value.toString().toStdString();
        EXPECT_FALSE(state.value.isValid()) << name;
        EXPECT_EQ(state.error->arguments, QStringList{text(name)});
        EXPECT_TRUE(state.error->detail.contains(text(reason))) << name << ": " << state.error->detail.toStdString();
    }
    void expectValue(const char *name, qint64 value)
    {
        const auto state = read(name);
        EXPECT_FALSE(state.error) << name << ": " << toDetailedText(*state.error).toStdString();
        EXPECT_EQ(state.value.toLongLong(), value) << name;
    }
};

TEST_F(FeatureFormula, SmallestIntegerByMinusOneWhereverItComesFrom)
{
    m_memory.putBig64(0x100, std::uint64_t(least));
    ASSERT_TRUE(open(description(
        "Constants Register Remainder Converted Conditional",
        knife("Constants", "M/N", variable("M", "Least") + variable("N", "MinusOne")) +
            knife("Register", "M/(0-1)", variable("M", "Reg")) + knife("Remainder", "M%(0-1)", variable("M", "Reg")) +
            converter("Converted", "FROM", "TO/(0-1)", "Reg") +
            "<Integer Name=\"Conditional\"><pIsAvailable>Register</pIsAvailable><Value>1</Value></Integer>" +
            constant("Least", "-9223372036854775808") + constant("MinusOne", "-1") + reg("Reg", "0x100"))));
    for (const char *name : {"Constants", "Register", "Converted", "Conditional"})
        expectError(name, "64 bits");
    EXPECT_EQ(read("Conditional").access, AccessMode::NotAvailable);
    expectValue("Remainder", 0);
    m_memory.putBig64(0x100, 6); // what it is at run time decides
    expectValue("Register", -6);
    expectValue("Converted", -6);
    expectValue("Conditional", 1);
}

TEST_F(FeatureFormula, ChainsThatDoubleCostOneEvaluationEach)
{
    m_memory.putBig64(0x100, 1);
    QByteArray nodes = reg("Reg", "0x100") + knife("K0", "A+B", variable("A", "Reg") + variable("B", "Reg"));
    for (int i = 1; i <= 60; ++i) {
        const auto below = "K" + QByteArray::number(i - 1);
        nodes += knife("K" + QByteArray::number(i), "A+B", variable("A", below) + variable("B", below));
        nodes += converter("C" + QByteArray::number(i), "FROM", "TO+A", i > 1 ? "C" + QByteArray::number(i - 1) : "Reg",
                           "IntConverter", variable("A", i > 1 ? "C" + QByteArray::number(i - 1) : "Reg"));
    }
    nodes += "<Integer Name=\"Limited\"><pValue>C60</pValue><pMax>K60</pMax><pIsAvailable>K60</pIsAvailable></Integer>";
    ASSERT_TRUE(open(description("K60 C60 Limited", nodes)));
    const auto start = std::chrono::steady_clock::now();
    const auto states = m_engine->read({});
    EXPECT_EQ(states.value(text("K60")).value.toLongLong(), qint64(1) << 61);
    EXPECT_EQ(states.value(text("C60")).value.toLongLong(), qint64(1) << 60);
    EXPECT_EQ(states.value(text("Limited")).intMax, qint64(1) << 61);
    EXPECT_EQ(m_memory.reads.size(), 1u);
    EXPECT_EQ(m_engine->readInteger(text("K60")).value(), qint64(1) << 61); // outside a pass
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(FeatureFormula, LimitsThatAskForLimitsEnd)
{
    QByteArray nodes = reg("Reg", "0x100") + converter("C0", "FROM", "TO", "Reg");
    for (int i = 1; i <= 60; ++i) {
        const auto below = "C" + QByteArray::number(i - 1);
        nodes += converter("C" + QByteArray::number(i), "FROM", "TO+L.Min+L.Max", "Reg", "IntConverter",
                           variable("L.Min", below) + variable("L.Max", below));
    }
    ASSERT_TRUE(open(description("C60", nodes)));
    const auto start = std::chrono::steady_clock::now();
    const auto state = read("C60");
    EXPECT_TRUE(state.error);
    EXPECT_FALSE(state.value.isValid());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(FeatureFormula, TheDeepestStack)
{
    // As deep as GenApiCheck lets it be, in each node as deep as expressions may be.
    QByteArray nodes = reg("Reg", "0x100");
    for (int i = 0; i < 190; ++i) {
        auto definitions = variable("A", i > 0 ? "K" + QByteArray::number(i - 1) : "Reg");
        definitions += "<Expression Name=\"E0\">A+1</Expression>";
        for (int e = 1; e < 7; ++e)
            definitions +=
                "<Expression Name=\"E" + QByteArray::number(e) + "\">1*E" + QByteArray::number(e - 1) + "</Expression>";
        nodes += knife("K" + QByteArray::number(i), QByteArray(150, '(') + "E6" + QByteArray(150, ')'), definitions);
    }
    ASSERT_TRUE(open(description("K189", nodes)));
    expectValue("K189", 190);
}

TEST_F(FeatureFormula, WhatCannotBeEvaluatedHasAnErrorAndNoValue)
{
    const std::pair<const char *, const char *> cases[] = {
        {"1/0", "division by zero"},
        {"7%0", "division by zero"},
        {"1 + + * foo(", "unexpected"},
        {"", "empty"},
        {"X+1", "X is not defined"},
        {"9999999999999999999999*10**400", ""},
        {"(", "too early"},
        {"1?2", ""},
    };
    for (const auto &[formula, reason] : cases) {
        ASSERT_TRUE(
            open(description("F G H I J", knife("F", formula) + knife("G", formula, {}, "SwissKnife") +
                                              converter("H", "FROM", formula, "One") +
                                              converter("I", "FROM", formula, "One", "Converter") +
                                              "<IntReg Name=\"J\"><IntSwissKnife><Formula>" + formula +
                                              "</Formula></IntSwissKnife><Length>4</Length><pPort>Device</pPort>"
                                              "</IntReg>" +
                                              constant("One", "1"))))
            << formula;
        for (const char *name : {"F", "G", "H", "I", "J"}) {
            expectError(name, reason);
            EXPECT_EQ(read(name).error.value_or(Error()).code, ErrorCode::DescriptionFault) << name << ' ' << formula;
        }
    }
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureFormula, ReadErrorsComeThroughFormulas)
{
    ASSERT_TRUE(open(description("F", knife("F", "A+1", variable("A", "Reg")) + reg("Reg", "0x100"))));
    m_memory.failReads[0x100] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_ACCESS_DENIED;
    expectError("F", "node Reg, address 0x100");
}

TEST_F(FeatureFormula, AValueWhoseLockCannotBeReadIsAValue)
{
    ASSERT_TRUE(open(description("F", "<Integer Name=\"F\"><pIsLocked>K</pIsLocked><Value>3</Value></Integer>" +
                                          knife("K", "1/0"))));
    expectValue("F", 3);
    EXPECT_FALSE(read("F").error);
}

TEST_F(FeatureFormula, IntegerConvertersKeepEveryBit)
{
    ASSERT_TRUE(open(description("Plus Cut", converter("Plus", "FROM-1", "TO+1", "Reg") +
                                                 converter("Cut", "FROM", "(TO/4)*4", "Reg") + reg("Reg", "0x100"))));
    for (const qint64 value : {qint64(9007199254740993), qint64(0x7EDCBA9876543210), least + 12345}) {
        m_memory.putBig64(0x100, std::uint64_t(value));
        expectValue("Plus", value + 1);
        const auto written = m_engine->writeInteger(text("Plus"), value);
        ASSERT_TRUE(written) << toDetailedText(written.error()).toStdString();
        EXPECT_EQ(m_memory.get(0x100, 8).toHex(), QByteArray::number(quint64(value - 1), 16).rightJustified(16, '0'));
    }
    m_memory.putBig64(0x100, 5);
    expectValue("Cut", 4); // the fraction goes at each step
}

TEST_F(FeatureFormula, SuffixesOfVariables)
{
    m_memory.putBig64(0x100, 6);
    const QByteArray limited =
        "<Integer Name=\"L\"><pValue>Reg</pValue><Min>2</Min><Max>90</Max><Inc>4</Inc></Integer>"
        "<Enumeration Name=\"N\"><EnumEntry Name=\"On\"><Value>5</Value></EnumEntry><pValue>Reg</pValue></Enumeration>";
    ASSERT_TRUE(open(description(
        "A B C D Open",
        limited + reg("Reg", "0x100") +
            knife("A", "L.Value*1000000+L.Min*10000+L.Max*100+L.Inc",
                  variable("L.Value", "L") + variable("L.Min", "L") + variable("L.Max", "L") + variable("L.Inc", "L")) +
            knife("B", "V+V.Max", variable("V", "L")) +
            knife("C", "N.Enum.On+N.Entry.On", variable("N.Enum.On", "N") + variable("N.Entry.On", "N")) +
            knife("D", "N.Enum.Off", variable("N.Enum.Off", "N")) +
            knife("Open", "F.Max", variable("F.Max", "Free"), "SwissKnife") +
            "<Float Name=\"Free\"><Value>1.5</Value></Float>")));
    expectValue("A", 6029004);
    expectValue("B", 96);
    expectValue("C", 10);
    expectError("D", "has no Enum.Off");
    expectError("Open", "limit");
}

TEST_F(FeatureFormula, ALimitThatAsksForItself)
{
    ASSERT_TRUE(open(description("G", "<Integer Name=\"G\"><Value>3</Value><pMax>K</pMax></Integer>" +
                                          knife("K", "G.Max", variable("G.Max", "G")))));
    EXPECT_EQ(read("G").value.toLongLong(), 3);
    EXPECT_FALSE(read("G").intMax);
    expectError("K", "limit");
}

TEST_F(FeatureFormula, LimitsOfConverters)
{
    const auto limited = [](const char *name, const char *limits) {
        return QByteArray("<Float Name=\"") + name + "\"><pValue>F64</pValue>" + limits + "</Float>";
    };
    const auto slope = [](QByteArray xml, const char *word) {
        return xml.replace("</pValue>", QByteArray("</pValue><Slope>") + word + "</Slope>");
    };
    ASSERT_TRUE(open(description(
        "Rising Falling HalfUp HalfDown HalfUnknown Exact",
        limited("Both", "<Min>2</Min><Max>8</Max>") + limited("Top", "<Max>8</Max>") +
            "<FloatReg Name=\"F64\"><Address>0x200</Address><Length>8</Length><AccessMode>RW</AccessMode>"
            "<pPort>Device</pPort></FloatReg>" +
            converter("Rising", "FROM/2", "TO*2", "Both", "Converter") +
            slope(converter("Falling", "16/FROM", "16/TO", "Both", "Converter"), "Varying") +
            slope(converter("HalfUp", "FROM", "TO", "Top", "Converter"), "Increasing") +
            slope(converter("HalfDown", "-FROM", "-TO", "Top", "Converter"), "Decreasing") +
            converter("HalfUnknown", "FROM", "TO", "Top", "Converter") + converter("Exact", "FROM-1", "TO+1", "Wide") +
            "<Integer Name=\"Wide\"><pValue>Reg</pValue><Min>1</Min><Max>9007199254740993</Max></Integer>" +
            reg("Reg", "0x100"))));
    EXPECT_EQ(read("Rising").floatMin, 4);
    EXPECT_EQ(read("Rising").floatMax, 16);
    EXPECT_EQ(read("Falling").floatMin, 2);
    EXPECT_EQ(read("Falling").floatMax, 8);
    EXPECT_EQ(read("HalfUp").floatMax, 8);
    EXPECT_FALSE(read("HalfUp").floatMin);
    EXPECT_EQ(read("HalfDown").floatMin, -8);
    EXPECT_FALSE(read("HalfDown").floatMax);
    EXPECT_FALSE(read("HalfUnknown").floatMin || read("HalfUnknown").floatMax);
    EXPECT_EQ(read("Exact").intMin, 2);
    EXPECT_EQ(read("Exact").intMax, 9007199254740994);
}

TEST_F(FeatureFormula, AWriteForgetsWhatWasKnown)
{
    m_memory.putBig64(0x100, 5);
    ASSERT_TRUE(open(description("Sum Value", knife("Sum", "A+A+C", variable("A", "Reg") + variable("C", "Const")) +
                                                  "<Integer Name=\"Value\"><pValue>Reg</pValue></Integer>" +
                                                  constant("Const", "1") + reg("Reg", "0x100"))));
    expectValue("Sum", 11);
    ASSERT_TRUE(write("Value", 7));
    EXPECT_EQ(m_refreshed.value(text("Sum")).value.toLongLong(), 15);
    ASSERT_TRUE(m_engine->writeInteger(text("Const"), 2)); // does not touch the wire
    expectValue("Sum", 16);
    EXPECT_EQ(m_engine->writeInteger(text("Sum"), 1).error().code, ErrorCode::FeatureReadOnly);
}

TEST_F(FeatureFormula, CopiesInACircleEnd)
{
    ASSERT_TRUE(open(description(
        "A", "<Integer Name=\"A\"><pValue>Reg</pValue><pValueCopy>B</pValueCopy><pValueCopy>B</pValueCopy></Integer>"
             "<Integer Name=\"B\"><pValue>A</pValue></Integer>" +
                 reg("Reg", "0x100"))));
    const auto result = write("A", 4);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::WriteRefused);
    EXPECT_LE(m_memory.writes.size(), 256u);
}

} // namespace
} // namespace mv::test
