// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions built to break an evaluator.
#include "feature_fixture.h"

#include "camera/private/genapi_check.h"

#include <limits>

namespace mv::test {
namespace {

using GenApiCheckTest = FeatureTest;

QByteArray chain(int length)
{
    QByteArray nodes;
    for (int i = 0; i < length; ++i) {
        nodes += "<Integer Name=\"N" + QByteArray::number(i) + "\"><pValue>N" + QByteArray::number(i + 1) +
                 "</pValue></Integer>";
    }
    return nodes + "<Integer Name=\"N" + QByteArray::number(length) + "\"><Value>5</Value></Integer>";
}

TEST_F(GenApiCheckTest, LongChainsAreRefusedNotFollowed)
{
    ASSERT_TRUE(open(description("N0 N99950", chain(100000))));
    const auto states = m_engine->read({});
    ASSERT_TRUE(states.value(text("N0")).error);
    EXPECT_TRUE(states.value(text("N0")).error->detail.contains(text("chain")));
    EXPECT_EQ(states.value(text("N99950")).value.toLongLong(), 5);
}

TEST_F(GenApiCheckTest, EveryCircleIsFound)
{
    const char *circles[] = {
        "<Integer Name=\"F\"><pValue>F</pValue></Integer>",
        "<IntReg Name=\"F\"><pAddress>F</pAddress><Length>4</Length><pPort>Device</pPort></IntReg>",
        "<IntReg Name=\"F\"><Address>0</Address><pLength>F</pLength><pPort>Device</pPort></IntReg>",
        "<IntReg Name=\"F\"><Address>0</Address><pIndex>F</pIndex><Length>4</Length><pPort>Device</pPort></IntReg>",
        "<Integer Name=\"F\"><pIndex>F</pIndex><pValueDefault>F</pValueDefault></Integer>",
        "<IntSwissKnife Name=\"F\"><pVariable Name=\"X\">G</pVariable><Formula>X</Formula></IntSwissKnife>"
        "<IntConverter Name=\"G\"><pVariable "
        "Name=\"Y\">F</pVariable><FormulaTo>FROM</FormulaTo><FormulaFrom>TO</FormulaFrom><pValue>F</pValue></"
        "IntConverter>",
        "<Enumeration Name=\"F\"><EnumEntry Name=\"E\"><Value>1</Value></EnumEntry><pValue>F</pValue></Enumeration>",
        "<Boolean Name=\"F\"><pValue>F</pValue></Boolean>",
        "<String Name=\"F\"><pValue>F</pValue></String>",
    };
    for (const char *nodes : circles) {
        ASSERT_TRUE(open(description("F", nodes))) << nodes;
        const auto state = read("F");
        EXPECT_TRUE(state.error) << nodes;
        EXPECT_FALSE(write("F", 1)) << nodes;
    }
    EXPECT_EQ(messages(), 0u);
}

TEST_F(GenApiCheckTest, CirclesOfConditionsAndLimitsEnd)
{
    ASSERT_TRUE(open(description(
        "F G H",
        "<Integer Name=\"F\"><pIsLocked>F</pIsLocked><pIsAvailable>F</pIsAvailable><Value>1</Value></Integer>"
        "<Integer Name=\"G\"><pMax>G</pMax><Value>3</Value></Integer>"
        "<IntConverter "
        "Name=\"H\"><FormulaTo>FROM</FormulaTo><FormulaFrom>TO</FormulaFrom><pValue>I</pValue></IntConverter>"
        "<Integer Name=\"I\"><pValue>R</pValue><pMax>H</pMax></Integer>"
        "<IntReg "
        "Name=\"R\"><Address>0</Address><Length>4</Length><AccessMode>RW</AccessMode><pPort>Device</pPort></IntReg>")));
    EXPECT_EQ(read("F").access, AccessMode::ReadOnly); // locked by itself, as it says
    EXPECT_EQ(read("G").intMax, 3);
    EXPECT_EQ(read("H").value.toLongLong(), 0);
    EXPECT_EQ(messages(), 0u);
}

TEST_F(GenApiCheckTest, FormulaErrorsDoNotCrash)
{
    const char *formulas[] = {
        "1/0",      "1%0", "", "(", "1+", "X", "SIN(", "1 ? 2", ")))", "1,2,3", "A=", "~", "9999999999999999999999",
        "1 ** 9999"};
    for (const QByteArray formula : formulas) {
        ASSERT_TRUE(open(description("F G", "<IntSwissKnife Name=\"F\"><Formula>" + formula +
                                                "</Formula></IntSwissKnife>"
                                                "<SwissKnife Name=\"G\"><Formula>" +
                                                formula + "</Formula></SwissKnife>")));
        const auto states = m_engine->read({});
        EXPECT_EQ(states.size(), 2) << formula.constData();
    }
    EXPECT_EQ(messages(), 0u);
}

TEST_F(GenApiCheckTest, SmallestIntegerByMinusOneIsNoTrap)
{
    const auto formula = [](const char *name, const char *text) {
        return QByteArray("<IntSwissKnife Name=\"") + name +
               "\"><pVariable Name=\"A\">Least</pVariable><pVariable Name=\"B\">MinusOne</pVariable><Formula>" + text +
               "</Formula></IntSwissKnife>";
    };
    ASSERT_TRUE(
        open(description("Q R S T U", formula("Q", "A / B") + formula("R", "A % B") + formula("S", "A/-(2-1)") +
                                          formula("T", "A / (B ** 3)") + formula("U", "A%(A/(A+1) * B)") +
                                          "<Integer Name=\"Least\"><Value>-9223372036854775808</Value></Integer>"
                                          "<Integer Name=\"MinusOne\"><Value>-1</Value></Integer>")));
    for (const char *name : {"Q", "S", "T"}) {
        const auto state = read(name);
        EXPECT_FALSE(state.value.isValid()) << name;
        ASSERT_TRUE(state.error) << name;
        EXPECT_TRUE(state.error->detail.contains(text("64 bits"))) << state.error->detail.toStdString();
    }
    for (const char *name : {"R", "U"})
        EXPECT_EQ(read(name).value.toLongLong(), 0) << name;
}

TEST_F(GenApiCheckTest, DivisionsInBothArithmetics)
{
    struct Row
    {
        const char *formula;
        qint64 integer;
        double real;
    };
    constexpr Row rows[] = {
        {"7 / X", 2, 7 / 3.0},
        {"7 / -X", -2, -7 / 3.0},
        {"100 / X / 2", 16, 100 / 3.0 / 2},
        {"100 / (X / 2)", 100, 100 / 1.5},
        {"-7 % X", -1, -1},
        {"2 * 9 / X * 4", 24, 24},
        {"1 + 9 / X ** 2 - 1", 1, 1},
        {"9/NEG(0-X)+0x10/X", 8, 3 + 16 / 3.0},
        {"100 / 1e1 + 5 % (X+1)", 11, 11},
        {"X = 3 ? 12 / X : 12 / (X - 3 + 1)", 4, 4},
        {"60 / ( X ) % (X+4)", 6, 6},
    };
    for (const Row &row : rows) {
        const QByteArray body =
            QByteArray("><pVariable Name=\"X\">V</pVariable><Formula>") + row.formula + "</Formula></";
        ASSERT_TRUE(
            open(description("F G", "<IntSwissKnife Name=\"F\"" + body + "IntSwissKnife><SwissKnife Name=\"G\"" + body +
                                        "SwissKnife><Integer Name=\"V\"><Value>3</Value></Integer>")));
        EXPECT_EQ(read("F").value.toLongLong(), row.integer) << row.formula;
        EXPECT_DOUBLE_EQ(read("G").value.toDouble(), row.real) << row.formula;
    }
}

} // namespace
} // namespace mv::test
