// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions and cameras that are wrong: each feature says what is the matter, the rest goes on, nothing is printed.
#include "feature_fixture.h"

#include <limits>

namespace mv::test {
namespace {

class FeatureFailure : public FeatureTest
{
protected:
    void openTraps(const QByteArray &prefix = {}, const QByteArray &suffix = {})
    {
        m_memory.putBig32(0x100, 5);
        putDouble(0x120, std::numeric_limits<double>::quiet_NaN());
        m_memory.failReads[0x130] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_INVALID_ADDRESS;
        ASSERT_TRUE(open(prefix + xmlFile("traps.xml") + suffix)) << toDetailedText(m_error).toStdString();
    }
};

TEST_F(FeatureFailure, EachTrapNamesItself)
{
    openTraps();
    m_memory.putBig32(0x148, 0xFFFFFFF0); // GarbageLength: -16
    const std::pair<const char *, const char *> cases[] = {
        {"ZeroLength", "0 bytes"},      {"Negative", "-4 bytes"}, {"Endless", "9223372036854775807 bytes"},
        {"Dangling", "NobodyHome"},     {"CircleA", "circle"},    {"NoValue", "no value"},
        {"NotANumber", "finite"},       {"NoEntry", "holds 5"},   {"Refused", "address 0x130"},
        {"PointsAtText", "SomeText"},   {"BitOutside", "bit 40"}, {"NoPort", "no port"},
        {"GarbageLength", "-16 bytes"},
    };
    const auto states = m_engine->read({});
    for (const auto &[name, reason] : cases) {
        const auto state = states.value(text(name));
        ASSERT_TRUE(state.error) << name;
        // The camera's values, or its description.
        const bool ofCamera = QByteArrayList{"NotANumber", "NoEntry", "Refused"}.contains(name);
        EXPECT_EQ(state.error->code, ofCamera ? ErrorCode::ReadFailed : ErrorCode::DescriptionFault) << name;
        EXPECT_EQ(state.error->arguments, QStringList{text(name)});
        EXPECT_TRUE(state.error->detail.contains(text(reason))) << name << ": " << state.error->detail.toStdString();
        EXPECT_FALSE(state.value.isValid()) << name;
    }
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureFailure, TheRestIsFine)
{
    openTraps();
    const auto states = m_engine->read({});
    const auto good = states.value(text("Good"));
    EXPECT_FALSE(good.error);
    EXPECT_EQ(good.value.toLongLong(), 5);
    EXPECT_EQ(good.intMin, 1);
    EXPECT_EQ(good.intMax, 16);
    const auto *description = m_engine->tree()->find(text("Good"));
    EXPECT_EQ(description->displayName, text("Good one"));
    EXPECT_EQ(description->unit, QString::fromUtf8("°C"));
    EXPECT_EQ(description->visibility, Visibility::Expert);
    EXPECT_EQ(states.value(text("Deep")).value.toLongLong(), 5);
    EXPECT_EQ(states.value(text("OddValue")).value.toString(), text("Second")); // the entry that there is
    EXPECT_EQ(m_memory.reads.size(), m_memory.distinctReads());
    EXPECT_TRUE(write("Good", 6));
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureFailure, MissingLimitsAndConditionsDoNotMatter)
{
    openTraps();
    const auto limit = read("DanglingLimit");
    EXPECT_FALSE(limit.error);
    EXPECT_EQ(limit.value.toLongLong(), 5);
    const auto lock = read("DanglingLock");
    EXPECT_EQ(lock.access, AccessMode::ReadWrite);
    EXPECT_EQ(read("CircleRange").value.toLongLong(), 5);
    EXPECT_FALSE(read("CircleRange").intMax);
}

TEST_F(FeatureFailure, NoValueYetIsNoError)
{
    openTraps();
    for (const char *name : {"EventData", "ChunkData"}) {
        const auto state = read(name);
        EXPECT_FALSE(state.value.isValid()) << name;
        EXPECT_FALSE(state.error) << name;
        EXPECT_EQ(state.access, AccessMode::ReadOnly) << name;
    }
}

TEST_F(FeatureFailure, AccessModesIntersect)
{
    openTraps();
    EXPECT_EQ(read("WriteOnly").access, AccessMode::WriteOnly);
    EXPECT_FALSE(read("WriteOnly").value.isValid());
    EXPECT_TRUE(write("WriteOnly", 3));
    EXPECT_EQ(read("Crossed").access, AccessMode::NotAvailable); // write-only over a read-only register
    EXPECT_EQ(write("Crossed", 3).error().code, ErrorCode::FeatureNotAvailable);
}

TEST_F(FeatureFailure, MarksAndPaddingAroundTheXml)
{
    openTraps("\xEF\xBB\xBF");
    openTraps("Camera firmware 1.2\r\n<!-- served by bootloader -->\n");
    openTraps({}, QByteArray(300, '\0'));
    openTraps("\n\n", "\n\xFF\xFFgarbage");
    EXPECT_EQ(read("Good").value.toLongLong(), 5);
}

TEST_F(FeatureFailure, WritesToBrokenNodesAreRefused)
{
    openTraps();
    for (const char *name : {"Dangling", "CircleA", "NoValue", "BitOutside"}) {
        const auto result = write(name, 1);
        ASSERT_FALSE(result) << name;
        EXPECT_EQ(result.error().code, ErrorCode::DescriptionFault) << name;
    }
    EXPECT_TRUE(m_memory.writes.empty());
    EXPECT_EQ(messages(), 0u);
}

TEST_F(FeatureFailure, DeadConnectionEndsThePass)
{
    openCamera();
    for (std::uint64_t address = 0x1000; address < 0x4000; address += 4)
        m_memory.failReads[address] = ARV_DEVICE_ERROR_TIMEOUT;
    Error failure;
    m_engine->read({}, &failure);
    EXPECT_EQ(failure.code, ErrorCode::Timeout);
    EXPECT_EQ(failure.arguments, QStringList{text("TestCam")});
    EXPECT_EQ(m_memory.reads.size(), 2u) << "each costs 2.5 s";

    m_memory.forget();
    for (auto &[address, code] : m_memory.failReads)
        code = ARV_DEVICE_ERROR_NOT_CONNECTED;
    m_engine->read({}, &failure);
    EXPECT_EQ(failure.code, ErrorCode::ConnectionLost);
    EXPECT_EQ(m_memory.reads.size(), 1u);
}

TEST_F(FeatureFailure, OneSilentRegisterDoesNotEndThePass)
{
    openCamera();
    m_memory.failReads[0x1008] = ARV_DEVICE_ERROR_TIMEOUT; // SensorWidth: the limit of Width and OffsetX
    Error failure;
    const auto states = m_engine->read({}, &failure);
    EXPECT_EQ(failure.code, ErrorCode::None);
    EXPECT_EQ(states.value(text("SensorWidth")).error->code, ErrorCode::Timeout);
    EXPECT_FALSE(states.value(text("Width")).intMax);
    EXPECT_EQ(states.value(text("DeviceUserID")).value.toString(), text("bench 3"));
    EXPECT_EQ(std::count(m_memory.reads.begin(), m_memory.reads.end(), Memory::Access(0x1008, 4)), 1);
}

TEST_F(FeatureFailure, ConditionThatCannotBeRead)
{
    openCamera();
    m_memory.failReads[0x1024] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_ACCESS_DENIED;
    const auto gain = read("Gain");
    EXPECT_EQ(gain.access, AccessMode::NotAvailable);
    ASSERT_TRUE(gain.error);
    EXPECT_EQ(gain.error->code, ErrorCode::ReadFailed);
    EXPECT_EQ(gain.error->arguments, QStringList{text("Gain")});
    EXPECT_EQ(write("Gain", 1).error().code, ErrorCode::ReadFailed);
}

} // namespace
} // namespace mv::test
