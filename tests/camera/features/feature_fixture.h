// SPDX-License-Identifier: GPL-3.0-or-later
// An engine on a device made of memory, as every test of the feature engine starts.
#pragma once

#include "camera/private/aravis_quirks.h"
#include "camera/private/feature_engine.h"
#include "memory_device.h"

#include <QString>

#include <gtest/gtest.h>

#include <memory>

namespace mv::test {

class FeatureTest : public ::testing::Test
{
protected:
    /// Opens @p xml; m_error has the reason if that fails.
    bool open(const QByteArray &xml)
    {
        m_memory.xml = xml;
        m_device = newMemoryDevice(&m_memory);
        auto created = FeatureEngine::create(m_device.get(), QStringLiteral("TestCam"));
        if (!created) {
            m_error = created.error();
            return false;
        }
        m_engine = std::move(created.value());
        m_memory.forget();
        m_messages = glibMessageCount();
        return true;
    }
    /// The small camera of xml/camera.xml as it comes out of the box.
    void openCamera()
    {
        m_memory.putBig32(0x1000, 640);
        m_memory.putBig32(0x1004, 0);
        m_memory.putBig32(0x1008, 2048);
        m_memory.putBig32(0x100C, 0x01080001);
        m_memory.putBig32(0x1010, 1);
        m_memory.put(0x1050, "bench 3");
        m_memory.put(0x2000, QByteArray::fromHex("0001020304050607"));
        for (std::uint32_t i = 0; i < 3; ++i)
            m_memory.putBig32(0x1100 + 0x10 * i, 100 + i);
        putDouble(0x1030, 10000.125);
        putDouble(0x1038, 1e6);
        ASSERT_TRUE(open(xmlFile("camera.xml"))) << toDetailedText(m_error).toStdString();
    }
    void putDouble(std::uint64_t address, double value)
    {
        std::uint64_t bits = 0;
        static_assert(sizeof bits == sizeof value);
        std::memcpy(&bits, &value, sizeof bits);
        m_memory.putBig64(address, bits);
    }
    FeatureState read(const char *name)
    {
        const auto key = QString::fromLatin1(name);
        return m_engine->read({key}).value(key);
    }
    Result<FeatureState> write(const char *name, const QVariant &value)
    {
        return m_engine->write(QString::fromLatin1(name), value, &m_refreshed);
    }
    /// Messages that GLib wanted on standard error since the engine was opened.
    std::uint64_t messages() const { return glibMessageCount() - m_messages; }

    Memory m_memory;
    GObjectPtr<ArvDevice> m_device;
    std::unique_ptr<FeatureEngine> m_engine;
    Error m_error;
    FeatureStates m_refreshed;
    std::uint64_t m_messages = 0;
};

inline QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

} // namespace mv::test

// GoogleTest prints what it compares.
inline void PrintTo(const QString &value, std::ostream *out)
{
    *out << '"' << value.toStdString() << '"';
}
namespace mv {
inline void PrintTo(ErrorCode code, std::ostream *out)
{
    *out << codeName(code).toStdString();
}
} // namespace mv
