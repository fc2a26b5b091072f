// SPDX-License-Identifier: GPL-3.0-or-later
// Category trees as they should not be.
#include "feature_fixture.h"

namespace mv::test {
namespace {

using GenApiTree = FeatureTest;

TEST_F(GenApiTree, CategoriesInCirclesAndTwice)
{
    ASSERT_TRUE(open(description(
        "A C D X",
        "<Category Name=\"C\"><pFeature>D</pFeature><pFeature>Root</pFeature><pFeature>A</pFeature></Category>"
        "<Category Name=\"D\"><pFeature>C</pFeature><pFeature>D</pFeature><pFeature>B</pFeature></Category>"
        "<Integer Name=\"A\"><Value>1</Value></Integer><Integer Name=\"B\"><Value>2</Value></Integer>")));
    const auto tree = m_engine->tree();
    ASSERT_EQ(tree->categories.size(), 3u);
    EXPECT_EQ(tree->categories[0].features.join(u' '), text("A C"));
    EXPECT_EQ(tree->categories[1].features.join(u' '), text("D A"));
    EXPECT_EQ(tree->categories[2].features.join(u' '), text("B"));
    EXPECT_EQ(tree->features.size(), 2u);
    EXPECT_EQ(tree->find(text("B"))->category, text("D"));
    EXPECT_EQ(tree->find(text("A"))->displayName, text("A")); // no DisplayName: the name
}

TEST_F(GenApiTree, DeeplyNestedCategoriesEnd)
{
    QByteArray nodes;
    for (int i = 0; i < 5000; ++i)
        nodes += "<Category Name=\"C" + QByteArray::number(i) + "\"><pFeature>C" + QByteArray::number(i + 1) +
                 "</pFeature></Category>";
    ASSERT_TRUE(open(description("C0 A", nodes + "<Integer Name=\"A\"><Value>1</Value></Integer>")));
    EXPECT_EQ(m_engine->tree()->features.size(), 1u);
    EXPECT_LT(m_engine->tree()->categories.size(), 100u);
}

TEST_F(GenApiTree, KindsOfFeatures)
{
    ASSERT_TRUE(open(description(
        "I F B E S C R K P",
        "<IntConverter "
        "Name=\"I\"><FormulaTo>FROM</FormulaTo><FormulaFrom>TO</FormulaFrom><pValue>N</pValue></IntConverter>"
        "<Integer Name=\"N\"><Value>1</Value></Integer><Float Name=\"F\"><Value>1.5</Value></Float>"
        "<Boolean Name=\"B\"><Value>true</Value></Boolean><Enumeration Name=\"E\"><EnumEntry "
        "Name=\"X\"><Value>3</Value></EnumEntry><Value>3</Value></Enumeration>"
        "<String Name=\"S\"><Value>0x10</Value></String><Command "
        "Name=\"C\"><Value>0</Value><CommandValue>1</CommandValue></Command>"
        "<Register "
        "Name=\"R\"><Address>0</Address><Length>4</Length><AccessMode>RO</AccessMode><pPort>Device</pPort></Register>"
        "<SwissKnife Name=\"K\"><Formula>0.5</Formula></SwissKnife><Port Name=\"P\"/>")));
    const std::pair<const char *, FeatureType> kinds[] = {{"I", FeatureType::Integer},  {"F", FeatureType::Float},
                                                          {"B", FeatureType::Boolean},  {"E", FeatureType::Enumeration},
                                                          {"S", FeatureType::String},   {"C", FeatureType::Command},
                                                          {"R", FeatureType::Register}, {"K", FeatureType::Float}};
    EXPECT_EQ(m_engine->tree()->features.size(), std::size(kinds)); // the port is none
    for (const auto &[name, kind] : kinds)
        EXPECT_EQ(m_engine->tree()->find(text(name))->type, kind) << name;
    EXPECT_EQ(read("F").value.toDouble(), 1.5);
    EXPECT_EQ(read("B").value, QVariant(true));
    EXPECT_EQ(read("E").value.toString(), text("X"));
    EXPECT_EQ(read("S").value.toString(), text("0x10")); // text stays as it is
    EXPECT_EQ(read("K").value.toDouble(), 0.5);
    EXPECT_EQ(write("F", 2.25).value().value.toDouble(), 2.25); // constants are the host's own memory
    EXPECT_EQ(write("B", false).value().value, QVariant(false));
    EXPECT_EQ(write("S", text("new")).value().value.toString(), text("new"));
    EXPECT_TRUE(m_memory.writes.empty());
    EXPECT_EQ(messages(), 0u);
}

} // namespace
} // namespace mv::test
