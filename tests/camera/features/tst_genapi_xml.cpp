// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptions that are none, and the words and numbers in those that are.
#include "feature_fixture.h"

#include "camera/private/genapi_xml.h"

#include <random>

namespace mv::test {
namespace {

struct BrokenCase
{
    const char *name;
    QByteArray xml;
    ErrorCode code;
    const char *detail;
};

const QByteArray head = "<RegisterDescription SchemaMajorVersion=\"1\" SchemaMinorVersion=\"1\">";
const QByteArray root =
    "<Category Name=\"Root\"><pFeature>A</pFeature></Category><Integer Name=\"A\"><Value>1</Value></Integer>";
const QByteArray tail = "</RegisterDescription>";

std::vector<BrokenCase> brokenCases()
{
    return {
        {"null", {}, ErrorCode::NoDescription, ""},
        {"empty", QByteArray(""), ErrorCode::NoDescription, ""},
        {"zeros", QByteArray(4096, '\0'), ErrorCode::NoDescription, "4096"},
        {"blanks", QByteArray(" \r\n ", 4), ErrorCode::NoDescription, ""},
        {"text", "Not found", ErrorCode::BrokenDescription, "RegisterDescription"},
        {"html", "<html><body>404</body></html>", ErrorCode::BrokenDescription, "RegisterDescription"},
        {"zip", QByteArray("PK\3\4\24\0\0\0", 8), ErrorCode::BrokenDescription, "RegisterDescription"},
        {"declaration only", "<?xml version=\"1.0\"?>", ErrorCode::BrokenDescription, "element"},
        {"cut off", head + root, ErrorCode::BrokenDescription, "byte"},
        {"cut in a tag", head + "<Category Na", ErrorCode::BrokenDescription, "byte"},
        {"end before start", tail + head + root, ErrorCode::BrokenDescription, "byte"},
        {"crossed tags", head + "<Integer Name=\"A\"></Float>" + tail, ErrorCode::BrokenDescription, "byte"},
        {"other root", "<?xml version=\"1.0\"?><Device>" + head + tail + "</Device>", ErrorCode::BrokenDescription, ""},
        {"nothing in it", head + tail, ErrorCode::BrokenDescription, "Root"},
        {"no Root", head + "<Integer Name=\"A\"><Value>1</Value></Integer>" + tail, ErrorCode::BrokenDescription,
         "Root"},
        {"Root is no category", head + "<Integer Name=\"Root\"><Value>1</Value></Integer>" + tail,
         ErrorCode::BrokenDescription, "Root"},
        {"empty Root", head + "<Category Name=\"Root\"/>" + tail, ErrorCode::BrokenDescription, "no feature"},
        {"Root of ghosts", head + "<Category Name=\"Root\"><pFeature>A</pFeature></Category>" + tail,
         ErrorCode::BrokenDescription, "no feature"},
        {"too deep", head + QByteArray("<Group>").repeated(5000) + QByteArray("</Group>").repeated(5000) + tail,
         ErrorCode::BrokenDescription, "deep"},
    };
}

using GenApiXml = FeatureTest;

TEST_F(GenApiXml, BrokenDescriptionsAreRefusedWithAReason)
{
    for (const auto &c : brokenCases()) {
        EXPECT_FALSE(open(c.xml)) << c.name;
        EXPECT_EQ(m_error.code, c.code) << c.name;
        EXPECT_EQ(m_error.arguments, QStringList{text("TestCam")}) << c.name;
        EXPECT_TRUE(m_error.detail.contains(QLatin1String(c.detail))) << c.name << ": " << m_error.detail.toStdString();
        EXPECT_EQ(messages(), 0u) << c.name;
    }
}

TEST_F(GenApiXml, TruncatedAtEveryByteNeverCrashes)
{
    const auto whole = xmlFile("traps.xml");
    ASSERT_GT(whole.size(), 1000);
    for (qsizetype length = 0; length < whole.size() - 10; length += 7) {
        EXPECT_FALSE(open(whole.left(length))) << length;
    }
    EXPECT_EQ(glibMessageCount(), m_messages);
}

TEST_F(GenApiXml, FlippedBytesNeverCrash)
{
    auto xml = xmlFile("camera.xml");
    std::mt19937 random(4);
    const auto before = glibMessageCount();
    int opened = 0;
    for (int round = 0; round < 300; ++round) {
        auto damaged = xml;
        for (int i = 0; i < 5; ++i)
            damaged[qsizetype(random() % unsigned(damaged.size()))] = char(random());
        if (!open(damaged))
            continue;
        ++opened;
        m_engine->read({});
    }
    EXPECT_GT(opened, 0);
    EXPECT_EQ(glibMessageCount(), before);
}

TEST_F(GenApiXml, Utf16AndLatin1)
{
    const QString xml = QStringLiteral("<?xml version=\"1.0\" encoding=\"%1\"?>") + QString::fromUtf8(head + root) +
                        QStringLiteral("<Integer Name=\"B\"><Unit>°C</Unit><Value>2</Value></Integer>") +
                        QString::fromUtf8(tail);
    const auto utf16 = xml.arg(text("UTF-16"));
    QByteArray bytes("\xFF\xFE");
    for (const QChar c : utf16)
        bytes.append(char(c.unicode() & 0xFF)).append(char(c.unicode() >> 8));
    ASSERT_TRUE(open(bytes)) << m_error.detail.toStdString();
    EXPECT_EQ(read("A").value.toLongLong(), 1);
    auto latin1 = xml.arg(text("ISO-8859-1"));
    latin1.replace(text("<pFeature>A"), text("<pFeature>B"));
    ASSERT_TRUE(open(latin1.toLatin1()));
    EXPECT_EQ(m_engine->tree()->find(text("B"))->unit, QString::fromUtf8("°C"));
}

TEST_F(GenApiXml, BytesThatAreNoText)
{
    ASSERT_TRUE(open(head +
                     "<Category Name=\"Root\"><pFeature>A</pFeature></Category><Integer Name=\"A\"><Unit>\xB0\x01\x1B"
                     "C</Unit><Value>1</Value></Integer>" +
                     tail));
    EXPECT_TRUE(m_engine->tree()->find(text("A"))->unit.endsWith(u'C'));
    EXPECT_EQ(read("A").value.toLongLong(), 1);
    EXPECT_EQ(messages(), 0u);
}

TEST_F(GenApiXml, TheXmlIsKeptAsItCame)
{
    const QByteArray xml = "banner\n" + head + root + tail + QByteArray(3, '\0');
    ASSERT_TRUE(open(xml));
    EXPECT_EQ(m_engine->xml(), xml);
}

TEST(GenApiText, Integers)
{
    const std::pair<const char *, std::optional<qint64>> cases[] = {
        {"0", 0},
        {"-5", -5},
        {"+7", 7},
        {"010", 10},
        {"0x10", 16},
        {"0X1f", 31},
        {"-0x10", -16},
        {"0xFFFFFFFFFFFFFFFF", -1},
        {"9223372036854775807", 9223372036854775807ll},
        {"-9223372036854775808", std::numeric_limits<qint64>::min()},
        {"9223372036854775808", std::nullopt},
        {"0x10000000000000000", std::nullopt},
        {"", std::nullopt},
        {"x", std::nullopt},
        {"0x", std::nullopt},
        {"0x-1", std::nullopt},
        {"--1", std::nullopt},
        {"1.5", std::nullopt},
        {"1 2", std::nullopt},
        {"1e3", std::nullopt},
    };
    for (const auto &[input, expected] : cases)
        EXPECT_EQ(xmlInteger(QString::fromLatin1(input)), expected) << input;
}

TEST(GenApiText, Words)
{
    EXPECT_EQ(xmlText("\r\n  Device\t\n"), text("Device"));
    EXPECT_EQ(xmlText("a\x01\x7f"
                      "b"),
              QStringLiteral("a\x7f"
                             "b"));
    EXPECT_EQ(xmlText(""), QString());
}

} // namespace
} // namespace mv::test
