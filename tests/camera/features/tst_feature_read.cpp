// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a camera: values, limits, access, entries, and what it costs.
#include "feature_fixture.h"

#include <cmath>
#include <limits>

namespace mv::test {
namespace {

using FeatureRead = FeatureTest;

TEST_F(FeatureRead, TreeHasEachFeatureOnceInXmlOrder)
{
    openCamera();
    const auto tree = m_engine->tree();
    QStringList names;
    for (const auto &feature : tree->features)
        names.append(feature.name);
    EXPECT_EQ(names.join(u' '),
              text("Width OffsetX SensorWidth PixelFormat PayloadSize GainSelector Gain GainAuto ExposureTime "
                   "AcquisitionStart AcquisitionStop DeviceUserID UserSetLoad DeviceReset LookUpTable BigTable"));
    ASSERT_EQ(tree->categories.size(), 5u);
    EXPECT_EQ(tree->categories[0].name, text("Root"));
    EXPECT_EQ(tree->categories[1].displayName, text("Image Format"));
    EXPECT_EQ(tree->categories[2].features.join(u' '), text("GainSelector Gain GainAuto")); // listed twice, shown once
    EXPECT_TRUE(tree->categories[3].features.contains(text("Gain")));                       // and in a second category
    EXPECT_EQ(tree->find(text("Gain"))->category, text("AnalogControl"));
}

TEST_F(FeatureRead, DescriptionHoldsWhatTheXmlSays)
{
    openCamera();
    const auto tree = m_engine->tree();
    const auto *width = tree->find(text("Width"));
    EXPECT_EQ(width->type, FeatureType::Integer);
    EXPECT_EQ(width->representation, Representation::Linear);
    EXPECT_EQ(width->unit, text("px"));
    EXPECT_EQ(width->toolTip, text("Columns"));
    EXPECT_TRUE(width->streamable);
    const auto *exposure = tree->find(text("ExposureTime"));
    EXPECT_EQ(exposure->unit, QString::fromUtf8("µs"));
    EXPECT_EQ(exposure->displayPrecision, 3);
    EXPECT_FALSE(exposure->streamable);
    EXPECT_EQ(tree->find(text("SensorWidth"))->visibility, Visibility::Expert);
    EXPECT_EQ(tree->find(text("PayloadSize"))->visibility, Visibility::Invisible);
    EXPECT_EQ(tree->find(text("GainSelector"))->selects, QStringList{text("Gain")});
    EXPECT_EQ(tree->find(text("Gain"))->selectedBy, QStringList{text("GainSelector")});
    EXPECT_EQ(tree->find(text("GainAuto"))->pollingTimeMs, 500); // given at its register
    EXPECT_EQ(tree->find(text("Width"))->pollingTimeMs, 0);
}

TEST_F(FeatureRead, ValuesAndLimits)
{
    openCamera();
    const auto states = m_engine->read({});
    const auto width = states.value(text("Width"));
    EXPECT_EQ(width.access, AccessMode::ReadWrite);
    EXPECT_EQ(width.value.toLongLong(), 640);
    EXPECT_EQ(width.intMin, 16);
    EXPECT_EQ(width.intMax, 2048);
    EXPECT_EQ(width.intStep, 16);
    const auto exposure = states.value(text("ExposureTime"));
    EXPECT_EQ(exposure.value.toDouble(), 10000.125);
    EXPECT_EQ(exposure.floatMin, 0.1);
    EXPECT_EQ(exposure.floatMax, 1e6);
    EXPECT_FALSE(exposure.floatStep);
    const auto sensor = states.value(text("SensorWidth"));
    EXPECT_EQ(sensor.access, AccessMode::ReadOnly); // by the register's AccessMode
    EXPECT_FALSE(sensor.locked);
    EXPECT_EQ(sensor.intMax, 0xFFFFFFFFll);
    EXPECT_EQ(states.value(text("PayloadSize")).value.toLongLong(), 640);
    EXPECT_EQ(states.value(text("PayloadSize")).access, AccessMode::ReadOnly);
    const auto id = states.value(text("DeviceUserID"));
    EXPECT_EQ(id.value.toString(), text("bench 3"));
    EXPECT_EQ(id.maxLength, 16);
    EXPECT_EQ(states.value(text("LookUpTable")).value.toByteArray().toHex(), QByteArray("0001020304050607"));
    EXPECT_EQ(states.value(text("AcquisitionStart")).access, AccessMode::ReadWrite);
    EXPECT_EQ(states.value(text("DeviceReset")).access, AccessMode::WriteOnly);
    for (const auto &state : states)
        EXPECT_FALSE(state.error) << toDetailedText(*state.error).toStdString();
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureRead, OnePassReadsEachRegisterOnce)
{
    openCamera();
    m_engine->read({});
    EXPECT_EQ(m_memory.reads.size(), m_memory.distinctReads());
    EXPECT_EQ(m_engine->wireReads(), m_memory.reads.size()); // the tree itself costs none
    EXPECT_GT(m_memory.reads.size(), 10u);
    const auto once = m_memory.reads.size();
    m_engine->read({});
    EXPECT_EQ(m_memory.reads.size(), 2 * once) << "nothing may be kept from one pass to the next";
}

TEST_F(FeatureRead, LongRegisterIsReadOnlyWhenNamed)
{
    openCamera();
    const auto all = m_engine->read({});
    EXPECT_FALSE(all.value(text("BigTable")).value.isValid());
    EXPECT_FALSE(all.value(text("BigTable")).error);
    EXPECT_EQ(all.value(text("BigTable")).maxLength, 1024);
    EXPECT_EQ(read("BigTable").value.toByteArray().size(), 1024);
}

TEST_F(FeatureRead, EntriesImplementedAndAvailable)
{
    openCamera();
    const auto *format = m_engine->tree()->find(text("PixelFormat"));
    ASSERT_EQ(format->entries.size(), 3u);
    EXPECT_EQ(read("PixelFormat").missingEntries.join(u' '), text("BayerRG8")); // needs IsColor
    EXPECT_EQ(format->entries[0].name, text("Mono8"));
    EXPECT_EQ(format->entries[1].displayName, text("Mono 12"));
    EXPECT_EQ(format->entries[0].value, 0x01080001);
    EXPECT_EQ(read("PixelFormat").value.toString(), text("Mono8"));
    EXPECT_EQ(read("PixelFormat").availableEntries.join(u' '), text("Mono8 Mono12"));
    m_memory.putBig32(0x1010, 0);
    EXPECT_EQ(read("PixelFormat").availableEntries.join(u' '), text("Mono8"));
}

TEST_F(FeatureRead, SelectorDecidesWhichRegister)
{
    openCamera();
    for (int i = 0; i < 3; ++i) {
        m_memory.putBig32(0x1020, std::uint32_t(i));
        EXPECT_EQ(read("Gain").value.toLongLong(), 100 + i);
    }
}

TEST_F(FeatureRead, NotAvailableIsNotRead)
{
    openCamera();
    m_memory.putBig32(0x1024, 2); // GainAuto = Continuous
    m_memory.forget();
    const auto gain = read("Gain");
    EXPECT_EQ(gain.access, AccessMode::NotAvailable);
    EXPECT_FALSE(gain.value.isValid());
    EXPECT_FALSE(gain.error);
    EXPECT_EQ(m_memory.reads, (std::vector<Memory::Access>{{0x1024, 4}}));
}

TEST_F(FeatureRead, NodesOutsideTheTreeAreReadByName)
{
    openCamera();
    EXPECT_FALSE(m_engine->tree()->find(text("TLParamsLocked")));
    EXPECT_TRUE(m_engine->has(text("TLParamsLocked")));
    EXPECT_TRUE(m_engine->has(text("WidthReg")));
    EXPECT_FALSE(m_engine->has(text("Nobody")));
    EXPECT_EQ(read("TLParamsLocked").value.toLongLong(), 0);
    EXPECT_EQ(read("WidthReg").value.toLongLong(), 640);
    EXPECT_EQ(read("Nobody").error->code, ErrorCode::NoSuchFeature);
    EXPECT_EQ(read("Device").error->code, ErrorCode::NoSuchFeature); // a port is no feature
}

struct NumberCase
{
    const char *feature;
    double expected;
    double min, max;
};
const double none = std::numeric_limits<double>::quiet_NaN();

TEST_F(FeatureRead, NumbersInEveryLayout)
{
    m_memory.putBig32(0x100, 0x81020304);
    m_memory.putLittle32(0x104, 0x81020304);
    m_memory.put(0x108, QByteArray::fromHex("FFFE"));
    m_memory.putBig32(0x120, 0xABCDEF5A);
    m_memory.putLittle32(0x124, 0x00000F90);
    m_memory.putBig32(0x128, 0x12345678);
    m_memory.putBig32(0x130, 0x3FC00000);
    m_memory.putBig32(0x150, 0x80000000);
    m_memory.putBig32(0x170, 0xC0A80001);
    ASSERT_TRUE(open(xmlFile("numbers.xml"))) << toDetailedText(m_error).toStdString();
    const NumberCase cases[] = {
        {"Big32", 0x81020304p0, 0, 4294967295.0},
        {"Little32", 0x81020304p0, 0, 4294967295.0},
        {"DefaultEndian", 0x81020304p0, 0, 4294967295.0},
        {"Signed16", -2, -32768, 32767},
        {"MaskBig", 5, 0, 15},
        {"MaskLittle", 9, 0, 15},
        {"MaskSigned", -1, -8, 7},
        {"EntryHigh", 0x1234, 0, 65535},
        {"EntryLow", 0x5678, 0, 65535},
        {"Float32", 1.5, none, none},
        {"TopBit", 1, none, none},
        {"FlagAsNumber", 11, none, none},
        {"Octal", 10, 7, 100},
        {"AllOnes", -1, none, none},
        {"Address", 3232235521.0, 0, 4294967295.0},
    };
    const auto states = m_engine->read({});
    for (const auto &c : cases) {
        const auto state = states.value(text(c.feature));
        EXPECT_EQ(state.value.toDouble(), c.expected) << c.feature;
        const auto min = state.intMin ? double(*state.intMin) : state.floatMin.value_or(none);
        const auto max = state.intMax ? double(*state.intMax) : state.floatMax.value_or(none);
        EXPECT_TRUE(min == c.min || (std::isnan(min) && std::isnan(c.min))) << c.feature << ' ' << min;
        EXPECT_TRUE(max == c.max || (std::isnan(max) && std::isnan(c.max))) << c.feature << ' ' << max;
    }
    EXPECT_EQ(states.value(text("EntryHigh")).access, AccessMode::ReadWrite); // the register's
    EXPECT_EQ(states.value(text("EntryLow")).access, AccessMode::ReadOnly);   // its own
    EXPECT_EQ(states.value(text("FlagAsNumber")).access, AccessMode::ReadOnly);
    EXPECT_EQ(m_engine->tree()->find(text("Mac"))->representation, Representation::MacAddress); // the register's
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureRead, SixtyFourBitsToTheLast)
{
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    const auto least = std::numeric_limits<qint64>::min();
    const auto greatest = std::numeric_limits<qint64>::max();
    for (const qint64 value : {least, greatest, qint64(-1), qint64(9007199254740993), qint64(0)}) {
        m_memory.putBig64(0x110, std::uint64_t(value));
        EXPECT_EQ(read("Signed64").value.toLongLong(), value);
    }
    EXPECT_EQ(read("Signed64").intMin, least);
    EXPECT_EQ(read("Signed64").intMax, greatest);
    EXPECT_EQ(read("Unsigned64").intMin, 0);
    EXPECT_EQ(read("Unsigned64").intMax, greatest);
    m_memory.putBig64(0x118, 0x0123456789ABCDEFull);
    EXPECT_EQ(read("Mask64").value.toLongLong(), 0x0123456789ABCDEFll);
    EXPECT_EQ(read("Mask64").intMax, greatest);
    for (const double value : {0.1, -1e-300, 1.7976931348623157e308, 5e-324}) {
        putDouble(0x138, value);
        EXPECT_EQ(read("Float64").value.toDouble(), value);
    }
}

TEST_F(FeatureRead, FormulasAndConverters)
{
    m_memory.putBig32(0x100, 7);
    m_memory.putLittle32(0x104, 2);
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    EXPECT_EQ(read("Ratio").value.toDouble(), 3.5);
    EXPECT_EQ(read("Seconds").value.toDouble(), 0.07);
    EXPECT_EQ(read("Seconds").floatMax, 42949672.95);
    EXPECT_EQ(read("Doubled").value.toLongLong(), 14);
    EXPECT_EQ(read("Doubled").intMin, 10);
    EXPECT_EQ(read("Doubled").intMax, 20);
}

TEST_F(FeatureRead, IndexPicksValueLimitsAndAccess)
{
    m_memory.putBig32(0x100, 7);
    m_memory.putLittle32(0x104, 3);
    ASSERT_TRUE(open(xmlFile("numbers.xml")));
    m_memory.putBig32(0x154, 1);
    EXPECT_EQ(read("Picked").value.toLongLong(), 7);
    EXPECT_EQ(read("Picked").intMax, 10);
    m_memory.putBig32(0x154, 2);
    EXPECT_EQ(read("Picked").value.toLongLong(), 222);
    EXPECT_FALSE(read("Picked").intMax);
    m_memory.putBig32(0x154, 9);
    EXPECT_EQ(read("Picked").value.toLongLong(), 3);
}

} // namespace
} // namespace mv::test
