// SPDX-License-Identifier: GPL-3.0-or-later
// Every description of xml/ over GVCP from sparse memory: opened without loss, each register read once, and after a
// write only what depends on it.
#include "feature_fixture.h"
#include "gige_device.h"
#include "gvcp_responder.h"

#include "camera/private/genapi_xml.h"

#include <QDir>
#include <QSet>

#include <set>

namespace mv::test {
namespace {

/// The names of all features that categories lead to, by a walk over the XML that knows nothing of the engine.
QSet<QString> featuresOf(const QByteArray &xml)
{
    const auto begin = xml.indexOf("<?xml");
    pugi::xml_document document;
    document.load_buffer(xml.constData() + begin, std::size_t(xml.size() - begin));
    QHash<QString, pugi::xml_node> nodes;
    static const QSet<QString> kinds{
        QStringLiteral("Category"),   QStringLiteral("Integer"),      QStringLiteral("IntReg"),
        QStringLiteral("Float"),      QStringLiteral("FloatReg"),     QStringLiteral("MaskedIntReg"),
        QStringLiteral("Boolean"),    QStringLiteral("Command"),      QStringLiteral("StructEntry"),
        QStringLiteral("String"),     QStringLiteral("StringReg"),    QStringLiteral("Enumeration"),
        QStringLiteral("Register"),   QStringLiteral("Converter"),    QStringLiteral("IntConverter"),
        QStringLiteral("SwissKnife"), QStringLiteral("IntSwissKnife")};
    for (const auto &found : document.select_nodes("//*[@Name]")) {
        const auto name = QString::fromUtf8(found.node().attribute("Name").value()).trimmed();
        if (kinds.contains(QString::fromUtf8(found.node().name())) && !nodes.contains(name))
            nodes.insert(name, found.node());
    }
    QSet<QString> features, categories;
    QStringList open{QStringLiteral("Root")};
    while (!open.isEmpty()) {
        const auto name = open.takeLast();
        if (categories.contains(name))
            continue;
        categories.insert(name);
        for (const auto child : nodes.value(name).children("pFeature")) {
            const auto target = QString::fromUtf8(child.text().get()).trimmed();
            if (!nodes.contains(target))
                continue;
            if (std::string(nodes.value(target).name()) == "Category")
                open.append(target);
            else
                features.insert(target);
        }
    }
    return features;
}

class FeatureFile : public ::testing::TestWithParam<std::string>
{
protected:
    void SetUp() override
    {
        m_xml = xmlFile(GetParam().c_str());
        ASSERT_FALSE(m_xml.isEmpty());
        ASSERT_TRUE(m_responder.start(m_xml));
        m_device = openGigE(m_responder.address());
        ASSERT_TRUE(m_device);
        auto engine = FeatureEngine::create(m_device.get(), QString::fromStdString(GetParam()));
        ASSERT_TRUE(engine) << toDetailedText(engine.error()).toStdString();
        m_engine = std::move(engine.value());
    }
    /// Round trips since the last question, and the distinct ones of them.
    std::pair<std::size_t, std::set<GvcpResponder::Read>> trips()
    {
        const auto reads = m_responder.reads();
        m_responder.forgetReads();
        return {reads.size(), std::set<GvcpResponder::Read>(reads.begin(), reads.end())};
    }

    QByteArray m_xml;
    GvcpResponder m_responder;
    GObjectPtr<ArvDevice> m_device;
    std::unique_ptr<FeatureEngine> m_engine;
};

std::vector<std::string> files()
{
    std::vector<std::string> names;
    const QDir folder(QStringLiteral(MV_SOURCE_DIR "/tests/camera/features/xml"));
    for (const auto &name : folder.entryList({QStringLiteral("*.xml")}))
        names.push_back(name.toStdString());
    return names;
}

TEST_P(FeatureFile, OpensWithoutLoss)
{
    const auto expected = featuresOf(m_xml);
    const auto states = m_engine->read({});
    QSet<QString> found;
    for (const auto &feature : m_engine->tree()->features)
        found.insert(feature.name);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(std::size_t(found.size()), m_engine->tree()->features.size());
    for (const auto &name : expected) {
        ASSERT_TRUE(states.contains(name)) << name.toStdString();
        // A value, or a sentence why there is none, or a reason by the description itself.
        const auto state = states.value(name);
        const auto type = m_engine->tree()->find(name)->type;
        const bool readable = state.access == AccessMode::ReadOnly || state.access == AccessMode::ReadWrite;
        const bool longOne = state.maxLength > 512;
        const bool unexplained =
            readable && !state.value.isValid() && !state.error && type != FeatureType::Command && !longOne;
        EXPECT_TRUE(!unexplained || name == u"EventData" || name == u"ChunkData") << name.toStdString();
        EXPECT_TRUE(readable || type == FeatureType::Command || !toText(state.reason).isEmpty()) << name.toStdString();
    }
}

TEST_P(FeatureFile, EachRegisterCrossesTheWireOnce)
{
    m_responder.forgetReads();
    m_engine->read({});
    const auto [count, distinct] = trips();
    EXPECT_EQ(count, distinct.size());
}

TEST_P(FeatureFile, AfterAWriteOnlyTheDependantsAreRead)
{
    // What the registers of a feature and of all that depends on it are is found out by reading those alone.
    int written = 0;
    m_responder.forgetReads();
    for (const auto &feature : m_engine->tree()->features) {
        const auto state = m_engine->read({feature.name}).value(feature.name);
        if (state.access != AccessMode::ReadWrite || !state.value.isValid() || feature.type == FeatureType::Register)
            continue;
        trips();
        m_engine->read(m_engine->dependants(feature.name) + QStringList{feature.name});
        auto allowed = trips().second;
        FeatureStates refreshed;
        // The value that it has: allowed or not, as the camera of zeros stands.
        if (!m_engine->write(feature.name, state.value, &refreshed))
            continue;
        for (const auto &read : trips().second)
            EXPECT_TRUE(allowed.contains(read)) << feature.name.toStdString() << " 0x" << std::hex << read.address;
        const auto dependants = m_engine->dependants(feature.name);
        QSet<QString> names(dependants.begin(), dependants.end());
        names.insert(feature.name);
        EXPECT_EQ(QSet<QString>(refreshed.keyBegin(), refreshed.keyEnd()), names) << feature.name.toStdString();
        ++written;
    }
    EXPECT_GT(written, 0);
}

INSTANTIATE_TEST_SUITE_P(Descriptions, FeatureFile, ::testing::ValuesIn(files()),
                         [](const auto &test) { return test.param.substr(0, test.param.find('.')); });

} // namespace
} // namespace mv::test
