// SPDX-License-Identifier: GPL-3.0-or-later
// Over GVCP: what the engine sends, and whether what it says is what the registers hold.
#include "feature_fixture.h"
#include "gige_device.h"
#include "gvcp_responder.h"

#include "camera/private/genapi_graph.h"
#include "tests/support/virtual_camera_process.h"

#include <QtEndian>

namespace mv::test {
namespace {

/// Two registers, one of two bytes, in a description of the given schema.
QByteArray wireDescription(const QByteArray &schemaMinor)
{
    auto xml =
        description("Big Little Half", "<IntReg "
                                       "Name=\"Big\"><Address>0x20000</Address><Length>4</Length><AccessMode>RW</"
                                       "AccessMode><pPort>Device</pPort><Endianess>BigEndian</Endianess></IntReg>"
                                       "<IntReg "
                                       "Name=\"Little\"><Address>0x20004</Address><Length>4</Length><AccessMode>RW</"
                                       "AccessMode><pPort>Device</pPort><Endianess>LittleEndian</Endianess></IntReg>"
                                       "<IntReg "
                                       "Name=\"Half\"><Address>0x2000A</Address><Length>2</Length><AccessMode>RO</"
                                       "AccessMode><pPort>Device</pPort><Endianess>BigEndian</Endianess></IntReg>");
    return xml.replace("SchemaMinorVersion=\"1\"", "SchemaMinorVersion=\"" + schemaMinor + '"');
}

class FeatureWire : public ::testing::Test
{
protected:
    void open(const QByteArray &xml)
    {
        ASSERT_TRUE(m_responder.start(xml));
        m_responder.putBig32(0x20000, 0x01020304);
        m_responder.putBig32(0x20004, 0x01020304);
        m_responder.putBig32(0x20008, 0x0A0B0C0D);
        m_device = openGigE(m_responder.address());
        ASSERT_TRUE(m_device);
        auto engine = FeatureEngine::create(m_device.get(), QStringLiteral("wire"));
        ASSERT_TRUE(engine) << toDetailedText(engine.error()).toStdString();
        m_engine = std::move(engine.value());
    }
    qint64 value(const char *name)
    {
        const auto key = QString::fromLatin1(name);
        return m_engine->read({key}).value(key).value.toLongLong();
    }

    GvcpResponder m_responder;
    GObjectPtr<ArvDevice> m_device;
    std::unique_ptr<FeatureEngine> m_engine;
};

TEST_F(FeatureWire, SchemaOnePointOneReadsMemory)
{
    open(wireDescription("1"));
    const int before = m_responder.counters.readMem;
    EXPECT_EQ(value("Big"), 0x01020304);
    EXPECT_EQ(value("Little"), 0x04030201);
    EXPECT_EQ(value("Half"), 0x0C0D); // within an aligned word, as GVCP wants it
    EXPECT_EQ(m_responder.counters.readMem - before, 3);
    ASSERT_TRUE(m_engine->write(QStringLiteral("Little"), 0x0A0B0C0D, nullptr));
    EXPECT_EQ(m_responder.big32(0x20004), 0x0D0C0B0Au);
    EXPECT_EQ(m_responder.counters.writeMem, 1);
}

TEST_F(FeatureWire, SchemaOnePointZeroReadsRegisters)
{
    open(wireDescription("0"));
    const int memory = m_responder.counters.readMem;
    EXPECT_EQ(value("Big"), 0x01020304);
    EXPECT_EQ(m_responder.counters.readMem, memory);
    // The same as Aravis' own port makes of it.
    auto *plain = arv_device_get_genicam(m_device.get());
    for (const char *name : {"Big", "Little"}) {
        auto *node = ARV_GC_INTEGER(arv_gc_get_node(plain, name));
        EXPECT_EQ(value(name), arv_gc_integer_get_value(node, nullptr)) << name;
    }
    const int registers = m_responder.counters.writeReg; // Aravis took control
    for (const char *name : {"Big", "Little"}) {
        ASSERT_TRUE(m_engine->write(QString::fromLatin1(name), 0x0A0B0C0D, nullptr));
        auto *node = ARV_GC_INTEGER(arv_gc_get_node(plain, name));
        EXPECT_EQ(arv_gc_integer_get_value(node, nullptr), 0x0A0B0C0D) << name;
    }
    EXPECT_EQ(m_responder.counters.writeReg - registers, 2);
    EXPECT_EQ(m_responder.counters.writeMem, 0);
}

TEST_F(FeatureWire, WithoutWriteMemByRegister)
{
    open(wireDescription("1"));
    m_responder.refuseWriteMem();
    ASSERT_TRUE(m_engine->write(QStringLiteral("Big"), 0x0A0B0C0D, nullptr));
    EXPECT_EQ(m_responder.big32(0x20000), 0x0A0B0C0Du);
}

class FeatureVirtualCamera : public ::testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_camera.start({"--sensor", "640x480", "--set", "VirtualTemperatureRise=0"})) << m_camera.error();
        m_device = openGigE(m_camera.address());
        ASSERT_TRUE(m_device);
        auto engine = FeatureEngine::create(m_device.get(), QStringLiteral("VC"));
        ASSERT_TRUE(engine) << toDetailedText(engine.error()).toStdString();
        m_engine = std::move(engine.value());
    }
    /// The bytes of a register at a constant address, read past the engine; empty for other nodes.
    QByteArray raw(const GenApiGraph &graph, int node)
    {
        const auto address = graph.integer(node, "Address");
        const auto length = graph.integer(node, "Length");
        const bool constant = graph.target(node, Link::Address) < 0 && graph.target(node, Link::Index) < 0;
        if (!isRegister(graph.node(node).kind) || !address || !length || !constant)
            return {};
        QByteArray bytes(qsizetype(*length), '\0');
        const bool ok =
            arv_device_read_memory(m_device.get(), guint64(*address), guint32(*length), bytes.data(), nullptr);
        return ok ? bytes : QByteArray();
    }

    VirtualCameraProcess m_camera;
    GObjectPtr<ArvDevice> m_device;
    std::unique_ptr<FeatureEngine> m_engine;
};

TEST_F(FeatureVirtualCamera, EveryFeatureCanBeRead)
{
    const auto states = m_engine->read({});
    EXPECT_GT(states.size(), 20);
    for (auto state = states.begin(); state != states.end(); ++state)
        EXPECT_FALSE(state->error) << state.key().toStdString() << ": " << toDetailedText(*state->error).toStdString();
    const auto before = m_engine->wireReads();
    m_engine->read({});
    EXPECT_LE(m_engine->wireReads() - before, std::uint64_t(states.size() * 2));
}

TEST_F(FeatureVirtualCamera, ValuesAreWhatTheRegistersHold)
{
    const GenApiGraph graph(parseGenApiXml(m_engine->xml(), QStringLiteral("VC")).value());
    const auto states = m_engine->read({});
    int compared = 0;
    for (const auto &feature : m_engine->tree()->features) {
        const int end = graph.valueEnd(graph.find(feature.name));
        const auto bytes = raw(graph, end);
        const auto state = states.value(feature.name);
        if (bytes.isEmpty() || !state.value.isValid())
            continue;
        const bool big = graph.text(end, "Endianess") == u"BigEndian";
        if (graph.node(end).kind == NodeKind::StringReg) {
            EXPECT_EQ(state.value.toString().toUtf8(), QByteArray(bytes.constData())) << feature.name.toStdString();
            ++compared;
        } else if (graph.node(end).kind == NodeKind::IntReg && bytes.size() == 4 &&
                   feature.type == FeatureType::Integer && graph.text(end, "Sign") != u"Signed") {
            const auto number =
                big ? qFromBigEndian<quint32>(bytes.constData()) : qFromLittleEndian<quint32>(bytes.constData());
            EXPECT_EQ(state.value.toLongLong(), qint64(number)) << feature.name.toStdString();
            ++compared;
        } else if (graph.node(end).kind == NodeKind::FloatReg && bytes.size() == 8) {
            const auto bits =
                big ? qFromBigEndian<quint64>(bytes.constData()) : qFromLittleEndian<quint64>(bytes.constData());
            double number = 0;
            std::memcpy(&number, &bits, sizeof number);
            EXPECT_EQ(state.value.toDouble(), number) << feature.name.toStdString();
            ++compared;
        }
    }
    EXPECT_GT(compared, 5);
}

TEST_F(FeatureVirtualCamera, WidthIsWrittenAndLocked)
{
    FeatureStates refreshed;
    const auto width = m_engine->write(QStringLiteral("Width"), 320, &refreshed);
    ASSERT_TRUE(width) << toDetailedText(width.error()).toStdString();
    EXPECT_EQ(width.value().value.toLongLong(), 320);
    EXPECT_TRUE(refreshed.contains(QStringLiteral("OffsetX")));
    ASSERT_TRUE(m_engine->writeInteger(QStringLiteral("TLParamsLocked"), 1));
    const auto locked = m_engine->write(QStringLiteral("Width"), 640, &refreshed);
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, ErrorCode::FeatureLocked);
}

} // namespace
} // namespace mv::test
