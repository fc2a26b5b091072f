// SPDX-License-Identifier: GPL-3.0-or-later
// What depends on what, by each kind of reference.
#include "camera/private/genapi_graph.h"
#include "feature_fixture.h"

namespace mv::test {
namespace {

QStringList dependantNames(const GenApiGraph &graph, const char *name)
{
    QStringList names;
    for (const int node : graph.dependants(graph.find(QString::fromLatin1(name))))
        names.append(graph.node(node).name);
    return names;
}

GenApiGraph graphOf(const QByteArray &nodes)
{
    return GenApiGraph(parseGenApiXml(description("F", nodes), QStringLiteral("x")).value());
}

TEST(FeatureGraph, EachReferenceMakesADependant)
{
    const char *elements[] = {"pMin",         "pMax",   "pInc",     "pIsImplemented", "pIsAvailable", "pIsLocked",
                              "pInvalidator", "pIndex", "pAddress", "pLength",        "pVariable",    "pValueDefault"};
    for (const QByteArray element : elements) {
        const auto graph = graphOf("<Integer Name=\"F\"><Value>1</Value><" + element + ">S</" + element +
                                   "></Integer><Integer Name=\"S\"><Value>0</Value></Integer>");
        EXPECT_TRUE(dependantNames(graph, "S").contains(QStringLiteral("F"))) << element.constData();
        if (element != "pValueDefault") {
            EXPECT_FALSE(dependantNames(graph, "F").contains(QStringLiteral("S"))) << element.constData();
        }
    }
}

TEST(FeatureGraph, EntriesOffsetsAndNestedFormulas)
{
    const auto graph = graphOf(
        "<Enumeration Name=\"F\"><EnumEntry Name=\"E\"><pIsAvailable>S</pIsAvailable><Value>1</Value></EnumEntry>"
        "<Value>1</Value></Enumeration><Integer Name=\"S\"><Value>0</Value></Integer>"
        "<IntReg Name=\"R\"><Address>0</Address><pIndex pOffset=\"S\">Other</pIndex><Length>4</Length></IntReg>"
        "<IntReg Name=\"K\"><IntSwissKnife Name=\"A\"><pVariable Name=\"X\">S</pVariable><Formula>X</Formula>"
        "</IntSwissKnife><Length>4</Length></IntReg><Integer Name=\"Other\"><Value>0</Value></Integer>");
    const auto names = dependantNames(graph, "S");
    for (const char *name : {"F", "R", "K"})
        EXPECT_TRUE(names.contains(QString::fromLatin1(name))) << name;
    EXPECT_FALSE(names.contains(QStringLiteral("Other")));
}

TEST(FeatureGraph, SelectorsReachSelectorsBelow)
{
    const auto graph = graphOf("<Integer Name=\"S\"><Value>0</Value><pSelected>F</pSelected></Integer>"
                               "<Integer Name=\"F\"><Value>0</Value><pSelected>G</pSelected></Integer>"
                               "<Integer Name=\"G\"><Value>0</Value></Integer>");
    EXPECT_EQ(dependantNames(graph, "S").join(u' '), QStringLiteral("S F G"));
    EXPECT_EQ(dependantNames(graph, "G").join(u' '), QStringLiteral("G"));
}

TEST(FeatureGraph, WhatSharesTheWrittenRegister)
{
    const auto graph =
        graphOf("<Integer Name=\"F\"><pValue>M</pValue></Integer><Integer Name=\"M\"><pValue>R</pValue></Integer>"
                "<IntReg Name=\"R\"><Address>0</Address><Length>4</Length></IntReg>"
                "<IntReg Name=\"Q\"><Address>8</Address><Length>4</Length></IntReg>"
                "<Integer Name=\"G\"><pValue>R</pValue></Integer>"
                "<SwissKnife Name=\"K\"><pVariable Name=\"X\">G</pVariable><Formula>X</Formula></SwissKnife>");
    EXPECT_EQ(dependantNames(graph, "F").join(u' '), QStringLiteral("F M R G K"));
}

TEST(FeatureGraph, CirclesEnd)
{
    const auto graph = graphOf("<Integer Name=\"F\"><pValue>G</pValue><pInvalidator>G</pInvalidator></Integer>"
                               "<Integer Name=\"G\"><pValue>F</pValue><pSelected>F</pSelected></Integer>");
    EXPECT_EQ(dependantNames(graph, "F").join(u' '), QStringLiteral("F G"));
    EXPECT_GE(graph.valueEnd(graph.find(QStringLiteral("F"))), 0);
}

} // namespace
} // namespace mv::test
