// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions built to break an evaluator.
#include "feature_fixture.h"

#include "camera/private/genapi_check.h"
#include "camera/private/genapi_reduce.h"

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

TEST(GenApiReduce, OnlyWhatEvaluatesIsHandedOn)
{
    const GenApiGraph graph(parseGenApiXml(xmlFile("traps.xml"), QStringLiteral("x")).value());
    const auto xml = reduceForAravis(graph);
    EXPECT_TRUE(
        xml.contains("<IntReg Name=\"GoodReg\"><Address>256</Address><Length>4</Length><AccessMode>RW</AccessMode>"
                     "<pPort>Device</pPort><Endianess>BigEndian</Endianess></IntReg>"));
    EXPECT_EQ(xml.count("Name=\"Good\""), 1);
    for (const char *dropped : {"Category", "DisplayName", "Visibility", "UnknownElement", "pIsLocked", "<!--"})
        EXPECT_FALSE(xml.contains(dropped)) << dropped;
}

} // namespace
} // namespace mv::test
