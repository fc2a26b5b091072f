// SPDX-License-Identifier: GPL-3.0-or-later
// Commands: written, polled until the camera is done, and what they change is read again.
#include "feature_fixture.h"

#include <chrono>

namespace mv::test {
namespace {

class FeatureCommand : public FeatureTest
{
protected:
    Result<void> execute(const char *name, int timeoutMs, const std::function<bool()> &cancelled = {})
    {
        return m_engine->execute(QString::fromLatin1(name), timeoutMs, cancelled, &m_refreshed);
    }
};

TEST_F(FeatureCommand, PolledUntilTheRegisterClears)
{
    openCamera();
    int polls = 0;
    m_memory.beforeRead = [&](std::uint64_t address) {
        if (address == 0x1060 && ++polls == 4) {
            m_memory.putBig32(0x1060, 0);
            m_memory.put(0x2000, QByteArray(8, 'u'));
        }
    };
    ASSERT_TRUE(execute("UserSetLoad", 2000));
    EXPECT_GE(polls, 4);
    EXPECT_EQ(m_memory.writes, (std::vector<Memory::Access>{{0x1060, 4}}));
    EXPECT_EQ(m_refreshed.value(text("LookUpTable")).value.toByteArray(), QByteArray(8, 'u')); // pInvalidator
    EXPECT_FALSE(m_refreshed.contains(text("Width")));
}

TEST_F(FeatureCommand, NeverDone)
{
    openCamera();
    const auto start = std::chrono::steady_clock::now();
    const auto result = execute("UserSetLoad", 50);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Timeout);
    EXPECT_EQ(result.error().arguments, QStringList{text("UserSetLoad")});
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
    EXPECT_TRUE(m_refreshed.contains(text("LookUpTable")));
}

TEST_F(FeatureCommand, Cancelled)
{
    openCamera();
    int asked = 0;
    const auto result = execute("UserSetLoad", 60000, [&asked] { return ++asked == 3; });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
}

TEST_F(FeatureCommand, NotPolled)
{
    openCamera();
    EXPECT_TRUE(execute("UserSetLoad", 0)); // not waited for
    EXPECT_EQ(m_memory.big32(0x1060), 1u);
    EXPECT_TRUE(execute("DeviceReset", 1000)); // cannot be read
    EXPECT_EQ(m_memory.big32(0x1064), 1u);
    EXPECT_TRUE(execute("AcquisitionStart", 1000)); // the register keeps the state that Start and Stop set
    EXPECT_EQ(m_memory.big32(0x1040), 1u);
}

TEST_F(FeatureCommand, Refused)
{
    openCamera();
    EXPECT_EQ(execute("Nobody", 0).error().code, ErrorCode::NoSuchFeature);
    EXPECT_EQ(execute("Width", 0).error().code, ErrorCode::NotACommand);
    ASSERT_TRUE(m_engine->writeInteger(text("TLParamsLocked"), 1));
    EXPECT_EQ(execute("AcquisitionStop", 0).error().code, ErrorCode::FeatureLocked);
    m_memory.failWrites[0x1060] = ARV_DEVICE_ERROR_PROTOCOL_ERROR_BUSY;
    const auto refused = execute("UserSetLoad", 1000);
    EXPECT_EQ(refused.error().code, ErrorCode::WriteRefused);
    EXPECT_EQ(refused.error().arguments, QStringList{text("UserSetLoad")});
    m_memory.failWrites.clear();
    m_memory.failReads[0x1060] = ARV_DEVICE_ERROR_NOT_CONNECTED;
    EXPECT_EQ(execute("UserSetLoad", 1000).error().code, ErrorCode::ConnectionLost);
}

} // namespace
} // namespace mv::test
