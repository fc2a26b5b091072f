// SPDX-License-Identifier: GPL-3.0-or-later
// What a description says about a feature besides its value: also what is easily dropped.
#include "feature_fixture.h"

#include "camera/private/genapi_tree.h"

namespace mv::test {
namespace {

class FeatureDescribed : public FeatureTest
{
protected:
    FeatureDescription described(const char *name) const
    {
        const auto *feature = m_engine->tree()->find(text(name));
        return feature ? *feature : FeatureDescription();
    }
};

TEST_F(FeatureDescribed, DocumentationDeprecationNameSpace)
{
    ASSERT_TRUE(open(xmlFile("categories.xml")));
    EXPECT_EQ(described("Four").docuUrl, text("https://example.invalid/four"));
    EXPECT_TRUE(described("Four").deprecated);
    EXPECT_FALSE(described("Five").deprecated);
    EXPECT_FALSE(described("One").deprecated);
    EXPECT_EQ(described("One").nameSpace, NameSpace::Standard);
    EXPECT_EQ(described("Two").nameSpace, NameSpace::Custom);
    EXPECT_EQ(described("Three").nameSpace, NameSpace::Custom);
    EXPECT_EQ(described("Three").visibility, Visibility::Beginner);
}

TEST_F(FeatureDescribed, EntriesWithAllThatBelongsToThem)
{
    ASSERT_TRUE(open(xmlFile("categories.xml")));
    const auto six = described("Six");
    ASSERT_EQ(six.entries.size(), 4u);
    EXPECT_EQ(six.entries[0].toolTip, text("the first"));
    EXPECT_EQ(six.entries[0].displayName, text("1st"));
    EXPECT_EQ(six.entries[1].visibility, Visibility::Guru);
    EXPECT_TRUE(described("Eight").entries.empty());
    // A number that is no entry is an error with the number in it, not an entry made up.
    const auto state = read("Six");
    ASSERT_TRUE(state.error);
    EXPECT_TRUE(state.error->detail.contains(u"3"));
    EXPECT_EQ(state.availableEntries.size(), 4);
    ASSERT_TRUE(write("Six", QStringLiteral("Twin")));
    EXPECT_EQ(read("Six").value, QStringLiteral("Second")); // the same number
}

TEST_F(FeatureDescribed, CategoriesInCirclesAndWithoutFeatures)
{
    ASSERT_TRUE(open(xmlFile("categories.xml")));
    QStringList names;
    for (const auto &category : m_engine->tree()->categories)
        names.append(category.name);
    EXPECT_EQ(names, (QStringList{text("Root"), text("Camera"), text("Sub"), text("EmptyOne"), text("OnlyInvisible"),
                                  text("GroupedCategory")}));
    EXPECT_EQ(m_engine->tree()->features.size(), 9u); // each once
    EXPECT_EQ(described("Four").category, text("Sub"));
    EXPECT_EQ(read("Seven").value, 7);
}

TEST_F(FeatureDescribed, UnitAndRepresentationFromWhereTheValueComesFrom)
{
    ASSERT_TRUE(open(xmlFile("converters.xml")));
    EXPECT_EQ(described("ExposureTimeAbs").unit, QStringLiteral("µs"));
    EXPECT_EQ(described("ExposureTimeAbs").representation, Representation::Logarithmic);
    EXPECT_EQ(described("HexInherited").unit, QStringLiteral("Ω"));
    EXPECT_EQ(described("HexInherited").representation, Representation::HexNumber);
    // Behind a converter things have another unit: none is better than a wrong one.
    EXPECT_EQ(described("Speed").unit, QString());
    EXPECT_EQ(described("Speed").representation, Representation::Undefined);
    EXPECT_EQ(described("Temperature").unit, QStringLiteral("°C"));
    EXPECT_EQ(described("Temperature").pollingTimeMs, 1000);
    EXPECT_EQ(described("Unitless").unit, QString());
}

TEST_F(FeatureDescribed, NotationAndPrecision)
{
    ASSERT_TRUE(open(xmlFile("converters.xml")));
    EXPECT_EQ(described("Bare").displayNotation, DisplayNotation::Automatic);
    EXPECT_EQ(described("Bare").displayPrecision, -1);
    EXPECT_EQ(described("Fixed").displayNotation, DisplayNotation::Fixed);
    EXPECT_EQ(described("Scientific").displayNotation, DisplayNotation::Scientific);
    EXPECT_EQ(described("Scientific").displayPrecision, 2);
    EXPECT_EQ(described("Notated").displayNotation, DisplayNotation::Scientific);
    EXPECT_EQ(described("Notated").displayPrecision, 5);
}

TEST_F(FeatureDescribed, Aliases)
{
    ASSERT_TRUE(open(xmlFile("converters.xml")));
    EXPECT_EQ(described("ExposureTimeAbs").castAlias, text("ExposureTimeRaw"));
    EXPECT_EQ(described("ExposureTimeRaw").alias, text("ExposureTimeAbs"));
    m_memory.putBig32(0x100, 100);
    putDouble(0x108, 20);
    EXPECT_EQ(read("ExposureTimeAbs").value, 2000.0);
    FeatureStates refreshed;
    ASSERT_TRUE(m_engine->write(text("ExposureTimeAbs"), 4000.0, &refreshed));
    EXPECT_EQ(refreshed.value(text("ExposureTimeRaw")).value, 200);
    // An alias in a circle is no dependency: nothing more is read for it.
    EXPECT_FALSE(m_engine->dependants(text("Bare")).contains(text("ExposureTimeRaw")));
}

TEST_F(FeatureDescribed, ScalesThatNoSliderCanDraw)
{
    ASSERT_TRUE(open(xmlFile("converters.xml")));
    putDouble(0x118, 2.0);
    const auto gamma = read("Gamma");
    EXPECT_EQ(gamma.floatMin, 0.0);
    EXPECT_EQ(gamma.floatMax, 3.99998);
    EXPECT_TRUE(write("Gamma", 0.0));
    EXPECT_EQ(read("Stops").intMin, -10);
    EXPECT_EQ(read("Tiny").floatMax, 1e-290);
    EXPECT_FALSE(read("Bare").floatMin);
    EXPECT_FALSE(read("Bare").floatStep);
}

TEST_F(FeatureDescribed, LengthsOfTextsAndTables)
{
    ASSERT_TRUE(open(xmlFile("texts.xml")));
    EXPECT_EQ(described("UserId").maxLength, 16);
    EXPECT_EQ(described("Local").maxLength, 0);
    EXPECT_EQ(described("Dynamic").maxLength, 0);
    EXPECT_EQ(described("Blob").maxLength, 12);
    EXPECT_EQ(described("Long").maxLength, 2000);
    m_memory.putBig32(0x460, 8);
    EXPECT_EQ(read("Dynamic").maxLength, 8);
    EXPECT_EQ(described("Placeholder").displayName, text("Placeholder")); // only white space was given
    EXPECT_EQ(described("Placeholder").toolTip, text("ToolTip"));
    EXPECT_EQ(described("Shouting").toolTip, QStringLiteral("<b>bold</b> & 中文 µ"));
}

TEST_F(FeatureDescribed, TextsInWhateverEncoding)
{
    m_memory.put(0x420, "caf\xe9");
    m_memory.put(0x430, "\xc2\xb5m \xe4\xb8\xad");
    m_memory.put(0x410, "SN 1\0junk");
    ASSERT_TRUE(open(xmlFile("texts.xml")));
    EXPECT_EQ(read("Latin").value, QStringLiteral("café"));
    EXPECT_EQ(read("Wide").value, QStringLiteral("µm 中"));
    EXPECT_EQ(read("Serial").value, QStringLiteral("SN 1"));
    ASSERT_TRUE(write("UserId", QStringLiteral("µ µ µ")));
    EXPECT_EQ(read("UserId").value, QStringLiteral("µ µ µ"));
    // Bytes count, not letters: 8 µ are 16 bytes, and the NUL has no room.
    EXPECT_FALSE(write("UserId", QStringLiteral("µµµµµµµµ")));
    ASSERT_TRUE(write("Local", QStringLiteral("written")));
    EXPECT_EQ(read("Local").value, QStringLiteral("written"));
}

TEST_F(FeatureDescribed, FaultsThatStandInAnotherFeature)
{
    ASSERT_TRUE(open(xmlFile("copies.xml")));
    EXPECT_EQ(described("Faulty").errorFeature, text("Code"));
    EXPECT_EQ(read("Faulty").fault, QString());
    m_memory.putBig32(0x324, 2);
    EXPECT_EQ(read("Faulty").fault, text("NoSensor"));
    EXPECT_EQ(read("FaultyText").fault, text("NoSensor"));
    m_memory.putBig32(0x324, 9);
    EXPECT_EQ(read("Faulty").fault, text("9"));
    EXPECT_EQ(read("NoFault").fault, QString());
    // What a write made of it comes with the write.
    m_memory.putBig32(0x324, 0);
    m_memory.afterWrite = [this](std::uint64_t address) {
        if (address == 0x320)
            m_memory.putBig32(0x324, 1);
    };
    const auto written = write("Faulty", 5);
    ASSERT_TRUE(written);
    EXPECT_EQ(written.value().fault, text("TooHot"));
}

TEST_F(FeatureDescribed, CopiesAndIndexes)
{
    ASSERT_TRUE(open(xmlFile("copies.xml")));
    ASSERT_TRUE(write("Master", 21));
    EXPECT_EQ(m_memory.big32(0x300), 21u);
    EXPECT_EQ(m_memory.big32(0x304), 21u);
    EXPECT_EQ(m_memory.big32(0x308), 42u);
    m_memory.putBig32(0x304, 5);
    m_memory.putBig32(0x310, 1);
    EXPECT_EQ(read("Indexed").value, 5);
    m_memory.putBig32(0x310, 2);
    EXPECT_EQ(read("Indexed").value, 77);
    putDouble(0x318, 9.5);
    EXPECT_EQ(read("IndexedDefault").value, 9.5);
    m_memory.putBig32(0x310, 0);
    EXPECT_EQ(read("IndexedDefault").value, 1.5);
}

TEST_F(FeatureDescribed, SixtyFourBitsAndPartsOfRegisters)
{
    ASSERT_TRUE(open(xmlFile("bits.xml")));
    m_memory.putBig32(0x500, 0xAB123480);
    m_memory.putBig64(0x508, 0x7FFFFFFFFFFFFFFF);
    EXPECT_EQ(read("Top").value.toLongLong(), 0xAB); // bit 0 of a big-endian register is its highest
    EXPECT_EQ(read("Middle").value.toLongLong(), 0x1234);
    EXPECT_EQ(read("Negative").value.toLongLong(), -128);
    EXPECT_EQ(read("Everything").value.toLongLong(), std::numeric_limits<qint64>::max());
    EXPECT_EQ(read("Smallest").value.toLongLong(), std::numeric_limits<qint64>::min());
    // 2^53 + 1 is no double: the step counts from it all the same.
    EXPECT_FALSE(write("Representable", Q_INT64_C(9007199254740994)));
    ASSERT_TRUE(write("Representable", Q_INT64_C(9007199254740995)));
    EXPECT_EQ(read("Everything").value.toLongLong(), Q_INT64_C(9007199254740995));
    EXPECT_EQ(described("Flag").representation, Representation::Boolean);
    EXPECT_EQ(described("Flag").type, FeatureType::Integer);
    ASSERT_TRUE(write("Ip", QStringLiteral("192.168.1.20")));
    EXPECT_EQ(m_memory.big32(0x514), 0xC0A80114u);
    m_memory.putBig32(0x518, 0x00000011);
    m_memory.putBig32(0x51C, 0x22334455);
    EXPECT_EQ(read("Mac").value.toLongLong(), 0x1122334455);
    m_memory.putBig32(0x520, 0x00010002);
    EXPECT_EQ(read("High").value.toLongLong(), 1);
    EXPECT_EQ(read("Low").value.toLongLong(), 2);
    ASSERT_TRUE(write("Low", 0xFFFF));
    EXPECT_EQ(m_memory.big32(0x520), 0x0001FFFFu);
    EXPECT_FALSE(write("Low", 0x10000));
}

TEST_F(FeatureDescribed, InvalidatorsInChainsAndLoops)
{
    ASSERT_TRUE(open(xmlFile("invalidators.xml")));
    FeatureStates refreshed;
    ASSERT_TRUE(m_engine->write(text("B"), 1, &refreshed));
    EXPECT_TRUE(refreshed.contains(text("C")));
    EXPECT_TRUE(refreshed.contains(text("D")));
    EXPECT_FALSE(refreshed.contains(text("A")));
    ASSERT_TRUE(m_engine->write(text("Loop1"), 1, &refreshed));
    EXPECT_EQ(refreshed.size(), 2);
    ASSERT_TRUE(m_engine->execute(text("UserSetLoad"), 0, {}, &refreshed));
    for (const char *name : {"Exposure", "Gain", "Offset"})
        EXPECT_TRUE(refreshed.contains(text(name))) << name;
    EXPECT_FALSE(refreshed.contains(text("Independent")));
    EXPECT_EQ(described("Status").pollingTimeMs, 1000);
    EXPECT_EQ(described("Fast").pollingTimeMs, 50);
    EXPECT_EQ(described("Clock").pollingTimeMs, 50); // the shorter of what it is computed from
    EXPECT_EQ(described("Independent").pollingTimeMs, 0);
}

TEST_F(FeatureDescribed, AfterAWriteOnlyTheDependantsAreRead)
{
    ASSERT_TRUE(open(xmlFile("invalidators.xml")));
    m_engine->read({});
    m_memory.forget();
    FeatureStates refreshed;
    ASSERT_TRUE(m_engine->write(text("Independent"), 3, &refreshed));
    EXPECT_EQ(refreshed.size(), 1);
    for (const auto &read : m_memory.reads)
        EXPECT_EQ(read.first, 0x260u);
    m_memory.forget();
    ASSERT_TRUE(m_engine->write(text("C"), 3, &refreshed));
    for (const auto &read : m_memory.reads)
        EXPECT_TRUE(read.first == 0x228 || read.first == 0x22C) << std::hex << read.first;
}

} // namespace
} // namespace mv::test
