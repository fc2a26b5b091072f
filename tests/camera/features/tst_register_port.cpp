// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the registers: what a pass keeps, what a write empties, what a schema below 1.1 asks for.
#include "camera/private/register_port.h"
#include "memory_device.h"

#include <gtest/gtest.h>

namespace mv::test {
namespace {

class RegisterPortTest : public ::testing::Test
{
protected:
    void open(RegisterPort::Addressing addressing = RegisterPort::Addressing::Memory)
    {
        m_device = newMemoryDevice(&m_memory);
        m_port = std::make_unique<RegisterPort>(m_device.get(), addressing);
    }
    QByteArray read(std::uint64_t address, std::uint32_t size)
    {
        QByteArray bytes(qsizetype(size), '?');
        return m_port->read(address, size, bytes.data(), m_failure.out()) ? bytes : QByteArray();
    }
    bool write(std::uint64_t address, const QByteArray &bytes)
    {
        return m_port->write(address, std::uint32_t(bytes.size()), bytes.constData(), m_failure.out());
    }

    Memory m_memory;
    GObjectPtr<ArvDevice> m_device;
    std::unique_ptr<RegisterPort> m_port;
    GErrorPtr m_failure;
};

TEST_F(RegisterPortTest, OutsideAPassEveryReadCrosses)
{
    open();
    m_memory.put(0x10, "abcd");
    EXPECT_EQ(read(0x10, 4), "abcd");
    m_memory.put(0x10, "efgh");
    EXPECT_EQ(read(0x10, 4), "efgh");
    EXPECT_EQ(m_port->reads(), 2u);
}

TEST_F(RegisterPortTest, InAPassOnceAndForNoLonger)
{
    open();
    m_memory.put(0x10, "abcd");
    m_port->beginPass();
    EXPECT_EQ(read(0x10, 4), "abcd");
    m_memory.put(0x10, "efgh");
    EXPECT_EQ(read(0x10, 4), "abcd");
    EXPECT_EQ(read(0x11, 2), "bc");
    EXPECT_EQ(m_port->reads(), 1u);
    m_port->endPass();
    EXPECT_EQ(read(0x10, 4), "efgh");
    m_port->beginPass();
    EXPECT_EQ(read(0x10, 4), "efgh");
    EXPECT_EQ(m_port->reads(), 3u);
}

TEST_F(RegisterPortTest, AWriteEmptiesTheCacheEvenIfItFails)
{
    open();
    m_port->beginPass();
    m_memory.put(0x10, "abcd");
    m_memory.put(0x20, "1111");
    read(0x10, 4);
    read(0x20, 4);
    m_memory.put(0x20, "2222");
    ASSERT_TRUE(write(0x10, "wxyz"));
    EXPECT_EQ(read(0x20, 4), "2222");
    m_memory.put(0x20, "3333");
    m_memory.failWrites[0x10] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_BUSY;
    EXPECT_FALSE(write(0x10, "wxyz"));
    EXPECT_TRUE(m_failure.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_PROTOCOL_ERROR_BUSY));
    EXPECT_EQ(read(0x20, 4), "3333");
}

TEST_F(RegisterPortTest, AFailureIsRememberedForThePass)
{
    open();
    m_memory.failReads[0x10] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_ADDRESS;
    m_port->beginPass();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(read(0x10, 4).isNull());
        EXPECT_TRUE(m_failure.is(ARV_DEVICE_ERROR, ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_ADDRESS));
        EXPECT_EQ(m_port->failedAddress(), 0x10u);
    }
    EXPECT_EQ(m_port->reads(), 1u);
    m_memory.failReads.clear();
    EXPECT_TRUE(write(0x20, "abcd")); // may have changed what can be read
    EXPECT_EQ(read(0x10, 4).size(), 4);
}

TEST_F(RegisterPortTest, TwoTimeoutsInARowAreADeadDevice)
{
    open();
    m_port->beginPass();
    for (const std::uint64_t address : {0x10, 0x20, 0x30})
        m_memory.failReads[address] = ARV_DEVICE_ERROR_TIMEOUT;
    read(0x10, 4);
    EXPECT_FALSE(m_port->dead());
    EXPECT_EQ(read(0x40, 4).size(), 4); // it lives
    read(0x20, 4);
    EXPECT_FALSE(m_port->dead());
    read(0x30, 4);
    EXPECT_TRUE(m_port->dead());
    EXPECT_FALSE(m_port->gone());
    const auto reads = m_port->reads();
    EXPECT_TRUE(read(0x50, 4).isNull());
    EXPECT_EQ(m_port->reads(), reads);
    m_port->beginPass();
    EXPECT_EQ(read(0x50, 4).size(), 4); // the next pass asks again
}

TEST_F(RegisterPortTest, ImpossiblePlaces)
{
    open();
    const auto last = std::numeric_limits<std::uint64_t>::max();
    QByteArray four(4, '?');
    EXPECT_FALSE(m_port->read(last - 2, 4, four.data(), m_failure.out()));
    EXPECT_FALSE(m_port->read(0, 0, four.data(), m_failure.out()));
    EXPECT_FALSE(m_port->write(last - 2, 4, four.data(), m_failure.out()));
    EXPECT_TRUE(m_memory.reads.empty());
    EXPECT_TRUE(m_memory.writes.empty());
    EXPECT_TRUE(m_port->read(last - 3, 4, four.data(), m_failure.out()));
}

TEST_F(RegisterPortTest, LegacyUsesRegistersForFourBytes)
{
    open(RegisterPort::Addressing::LegacyGigE);
    m_memory.putBig32(0x10, 0x01020304);
    EXPECT_EQ(read(0x10, 4).toHex(), QByteArray("01020304")); // the value, big endian in the buffer
    EXPECT_EQ(m_memory.registerAccesses, 1);
    ASSERT_TRUE(write(0x10, QByteArray::fromHex("0a0b0c0d")));
    EXPECT_EQ(m_memory.big32(0x10), 0x0a0b0c0du);
    EXPECT_EQ(m_memory.registerAccesses, 2);
    read(0x10, 8);
    write(0x10, QByteArray(2, 'x'));
    EXPECT_EQ(m_memory.registerAccesses, 2);
}

TEST_F(RegisterPortTest, GenerationTellsThatThingsMayHaveChanged)
{
    open();
    const auto first = m_port->generation();
    m_port->beginPass();
    const auto inPass = m_port->generation();
    EXPECT_NE(inPass, first);
    EXPECT_TRUE(m_port->inPass());
    read(0x10, 4);
    EXPECT_EQ(m_port->generation(), inPass);
    write(0x10, "abcd");
    const auto written = m_port->generation();
    EXPECT_NE(written, inPass);
    m_memory.failWrites[0x10] = ARV_DEVICE_ERROR_TIMEOUT;
    write(0x10, "abcd"); // may have arrived all the same
    EXPECT_NE(m_port->generation(), written);
    const auto last = m_port->generation();
    m_port->endPass();
    EXPECT_NE(m_port->generation(), last);
    EXPECT_FALSE(m_port->inPass());
}

} // namespace
} // namespace mv::test
