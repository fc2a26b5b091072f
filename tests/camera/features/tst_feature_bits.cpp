// SPDX-License-Identifier: GPL-3.0-or-later
// Where registers lie and how their bits count, in both byte orders and every length.
#include "feature_fixture.h"

#include "camera/private/genapi_register.h"

namespace mv::test {
namespace {

using FeatureBits = FeatureTest;

QByteArray masked(const QByteArray &name, const QByteArray &bits, const QByteArray &endianess,
                  const QByteArray &length = "4", const QByteArray &sign = "Unsigned")
{
    return "<MaskedIntReg Name=\"" + name + "\"><Address>0x100</Address><Length>" + length +
           "</Length><AccessMode>RW</AccessMode><pPort>Device</pPort>" + bits + "<Sign>" + sign + "</Sign><Endianess>" +
           endianess + "</Endianess></MaskedIntReg>";
}

/// The bytes at 0x100 are 81 02 04 0F.
struct BitRow
{
    const char *bits;
    const char *endianess;
    const char *sign;
    qint64 value;
    qint64 written;
    const char *bytes; ///< after writing
};

TEST_F(FeatureBits, OfAMaskedRegister)
{
    const BitRow rows[] = {
        // Big endian: bit 0 is the first of the first byte.
        {"<Bit>0</Bit>", "BigEndian", "Unsigned", 1, 0, "0102040f"},
        {"<Bit>31</Bit>", "BigEndian", "Unsigned", 1, 0, "8102040e"},
        {"<LSB>31</LSB><MSB>28</MSB>", "BigEndian", "Unsigned", 15, 5, "81020405"},
        {"<LSB>7</LSB><MSB>0</MSB>", "BigEndian", "Unsigned", 0x81, 0x7E, "7e02040f"},
        {"<LSB>7</LSB><MSB>0</MSB>", "BigEndian", "Signed", -127, -2, "fe02040f"},
        {"<LSB>23</LSB><MSB>8</MSB>", "BigEndian", "Unsigned", 0x0204, 0xABCD, "81abcd0f"},
        // Little endian: bit 0 is the last of the first byte.
        {"<Bit>0</Bit>", "LittleEndian", "Unsigned", 1, 0, "8002040f"},
        {"<Bit>31</Bit>", "LittleEndian", "Unsigned", 0, 1, "8102048f"},
        {"<LSB>24</LSB><MSB>27</MSB>", "LittleEndian", "Unsigned", 15, 5, "81020405"},
        {"<LSB>0</LSB><MSB>7</MSB>", "LittleEndian", "Signed", -127, 1, "0102040f"},
        {"<LSB>8</LSB><MSB>23</MSB>", "LittleEndian", "Unsigned", 0x0402, 0xABCD, "81cdab0f"},
        // Counted from the other side: the same range.
        {"<LSB>28</LSB><MSB>31</MSB>", "BigEndian", "Unsigned", 15, 5, "81020405"},
        {"<LSB>27</LSB><MSB>24</MSB>", "LittleEndian", "Unsigned", 15, 5, "81020405"},
    };
    for (const auto &row : rows) {
        m_memory.put(0x100, QByteArray::fromHex("8102040f"));
        ASSERT_TRUE(open(description("M", masked("M", row.bits, row.endianess, "4", row.sign))));
        EXPECT_EQ(read("M").value.toLongLong(), row.value) << row.bits << row.endianess;
        ASSERT_TRUE(write("M", row.written)) << row.bits << row.endianess;
        EXPECT_EQ(m_memory.get(0x100, 4).toHex(), QByteArray(row.bytes)) << row.bits << row.endianess;
        EXPECT_EQ(read("M").value.toLongLong(), row.written) << row.bits << row.endianess;
    }
}

TEST_F(FeatureBits, WhatIsWrongWithThem)
{
    const char *wrong[] = {"<Bit>32</Bit>", "<Bit>-1</Bit>", "<LSB>0</LSB>", "", "<LSB>0</LSB><MSB>64</MSB>"};
    for (const char *bits : wrong) {
        ASSERT_TRUE(open(description("M", masked("M", bits, "LittleEndian"))));
        EXPECT_TRUE(read("M").error) << bits;
        EXPECT_FALSE(read("M").value.isValid()) << bits;
        EXPECT_FALSE(m_engine->writeInteger(text("M"), 1)) << bits;
    }
    EXPECT_TRUE(m_memory.writes.empty());
}

TEST_F(FeatureBits, EveryLengthInBothOrders)
{
    for (int length = 1; length <= 8; ++length) {
        QByteArray bytes;
        for (int i = 0; i < length; ++i)
            bytes.append(char(0xF0 + i));
        quint64 big = 0;
        quint64 little = 0;
        for (int i = 0; i < length; ++i) {
            big = big << 8 | quint8(bytes[i]);
            little = little << 8 | quint8(bytes[length - 1 - i]);
        }
        EXPECT_EQ(fromBytes(bytes, true), big);
        EXPECT_EQ(fromBytes(bytes, false), little);
        EXPECT_EQ(toBytes(big, length, true), bytes);
        EXPECT_EQ(toBytes(little, length, false), bytes);
        const qint64 negative = qint64(big << (64 - 8 * length)) >> (64 - 8 * length);
        EXPECT_EQ(extractBits(big, {0, 8 * length}, true), negative);
        EXPECT_EQ(quint64(extractBits(big, {0, 8 * length}, false)), big);
    }
}

TEST_F(FeatureBits, OnlyWhatFitsIsWritten)
{
    EXPECT_EQ(insertBits(0, {0, 8}, 255), 255u);
    EXPECT_EQ(insertBits(0, {0, 8}, -128), 128u); // with a sign
    EXPECT_FALSE(insertBits(0, {0, 8}, 256));
    EXPECT_FALSE(insertBits(0, {0, 8}, -129));
    EXPECT_EQ(insertBits(~quint64(0), {4, 4}, 5), 0xFFFFFFFFFFFFFF5Fu);
    EXPECT_EQ(insertBits(0, {0, 64}, -1), ~quint64(0));
    EXPECT_EQ(insertBits(0, {63, 1}, 1), quint64(1) << 63);
    ASSERT_TRUE(open(description("R", "<IntReg Name=\"R\"><Address>0x100</Address><Length>2</Length><AccessMode>RW"
                                      "</AccessMode><pPort>Device</pPort></IntReg>")));
    const auto result = m_engine->writeInteger(text("R"), 65536);
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().detail.contains(text("16 bits")));
    EXPECT_TRUE(m_memory.writes.empty());
}

TEST_F(FeatureBits, AddressesAreSums)
{
    m_memory.putBig32(0x10, 0x100);
    m_memory.putBig32(0x14, 3);
    m_memory.putBig32(0x18, 0x20);
    m_memory.putBig32(0x1000 + 0x100 + 3 * 0x10 + 3 * 4 + 3 * 0x20 + 12, 77);
    const QByteArray port = "<Length>4</Length><pPort>Device</pPort><Endianess>BigEndian</Endianess></IntReg>";
    ASSERT_TRUE(open(description(
        "R", "<IntReg Name=\"Base\"><Address>0x10</Address>" + port + "<IntReg Name=\"I\"><Address>0x14</Address>" +
                 port + "<IntReg Name=\"Step\"><Address>0x18</Address>" + port +
                 "<IntReg Name=\"R\"><Address>0x800</Address><Address>0x800</Address><pAddress>Base</pAddress>"
                 "<pIndex Offset=\"0x10\">I</pIndex><pIndex>I</pIndex><pIndex pOffset=\"Step\">I</pIndex>"
                 "<IntSwissKnife><pVariable Name=\"X\">I</pVariable><Formula>X*4</Formula></IntSwissKnife>" +
                 port)));
    const auto state = read("R");
    EXPECT_FALSE(state.error) << toDetailedText(state.error.value_or(Error())).toStdString();
    EXPECT_EQ(state.value.toLongLong(), 77);
}

TEST_F(FeatureBits, LengthsThatChange)
{
    ASSERT_TRUE(open(description(
        "R F", "<IntReg Name=\"L\"><Address>0x10</Address><Length>4</Length><pPort>Device</pPort></IntReg>"
               "<IntReg Name=\"R\"><Address>0x100</Address><pLength>L</pLength><pPort>Device</pPort></IntReg>"
               "<FloatReg Name=\"F\"><Address>0x100</Address><pLength>L</pLength><pPort>Device</pPort></FloatReg>")));
    m_memory.put(0x100, QByteArray::fromHex("0102030405060708"));
    m_memory.putLittle32(0x10, 3);
    EXPECT_EQ(read("R").value.toLongLong(), 0x030201);
    EXPECT_TRUE(read("F").error);
    m_memory.putLittle32(0x10, 9);
    EXPECT_TRUE(read("R").error);
    m_memory.putLittle32(0x10, 0);
    EXPECT_TRUE(read("R").error->detail.contains(text("0 bytes")));
    m_memory.putLittle32(0x10, 0x7FFFFFFF);
    EXPECT_TRUE(read("R").error);
}

TEST_F(FeatureBits, WriteOnlyRegistersAreNotReadFirst)
{
    auto xml = masked("M", "<LSB>4</LSB><MSB>7</MSB>", "LittleEndian");
    ASSERT_TRUE(open(description("M", xml.replace(">RW<", ">WO<"))));
    m_memory.put(0x100, QByteArray(4, '\xFF'));
    ASSERT_TRUE(write("M", 5));
    EXPECT_TRUE(m_memory.reads.empty());
    EXPECT_EQ(m_memory.get(0x100, 4).toHex(), QByteArray("50000000"));
}

TEST_F(FeatureBits, FloatsThatDoNotFit)
{
    ASSERT_TRUE(open(description("F", "<FloatReg Name=\"F\"><Address>0x100</Address><Length>4</Length><AccessMode>RW"
                                      "</AccessMode><pPort>Device</pPort></FloatReg>")));
    EXPECT_EQ(write("F", 1e300).error().code, ErrorCode::WriteRefused);
    EXPECT_TRUE(m_memory.writes.empty());
    EXPECT_TRUE(write("F", -1.5));
}

} // namespace
} // namespace mv::test
