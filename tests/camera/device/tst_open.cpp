// SPDX-License-Identifier: GPL-3.0-or-later
// Opening cameras that misbehave in every way: the right error, soon, and never a crash.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/private/device_description.h"
#include "gvcp_responder.h"
#include "waiting.h"

#include <gtest/gtest.h>

#include <functional>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

DeviceInfo infoOf(const QString &address)
{
    DeviceInfo info;
    info.address = address;
    info.serial = QStringLiteral("T1");
    info.model = QStringLiteral("Responder");
    return info;
}

QByteArray zipHeader()
{
    // A local file header that promises more than there is.
    return QByteArray("PK\3\4\24\0\0\0\10\0\0\0\0\0\1\2\3\4\377\377\0\0\377\377\0\0\10\0\0\0test.xml", 38) +
           QByteArray(300, '\x5a');
}

/// A stored zip of the plain description, as Python's zipfile writes it, with one 16- or 32-bit field spoiled. @p base
/// is the signature of the record in which @p field lies.
QByteArray spoiltZip(const char *base = nullptr, qsizetype field = 0, const QByteArray &value = {})
{
    const QByteArray xml = GvcpResponder::plainDescription();
    const auto little = [](quint32 number, int size) {
        QByteArray bytes;
        for (int i = 0; i < size; ++i)
            bytes += i < 4 ? static_cast<char>(number >> (8 * i)) : '\0';
        return bytes;
    };
    const auto size = static_cast<quint32>(xml.size());
    const QByteArray common = little(20, 2) + little(0, 8) + little(0, 4) + little(size, 4) + little(size, 4) +
                              little(8, 2) + little(0, 2); // version, flags, method, time; CRC; sizes; lengths
    const QByteArray local = "PK\3\4" + common + "test.xml" + xml;
    const QByteArray entry = "PK\1\2" + little(20, 2) + common + little(0, 10) + little(0, 4) + "test.xml";
    QByteArray zip = local + entry + "PK\5\6" + little(0, 4) + little(1, 2) + little(1, 2) +
                     little(static_cast<quint32>(entry.size()), 4) + little(static_cast<quint32>(local.size()), 4) +
                     little(0, 2);
    if (base != nullptr)
        zip.replace(zip.lastIndexOf(base) + field, value.size(), value);
    return zip;
}

const QByteArray nearlyEndless = QByteArrayLiteral("\xf0\xff\xff\xff");
const QByteArray twoGigabytes = QByteArrayLiteral("\xff\xff\xff\x7f");

struct BadCamera
{
    const char *name;
    std::function<void(GvcpResponder &)> spoil;
    ErrorCode code;
    std::chrono::milliseconds within;
};

const BadCamera badCameras[] = {
    {"silent", [](auto &r) { r.setManner(GvcpResponder::Manner::Silent); }, ErrorCode::DeviceUnreachable, 1500ms},
    {"garbage", [](auto &r) { r.setManner(GvcpResponder::Manner::Garbage); }, ErrorCode::ProtocolViolation, 1500ms},
    {"answers another question", [](auto &r) { r.setManner(GvcpResponder::Manner::WrongId); },
     ErrorCode::ProtocolViolation, 1500ms},
    {"acknowledges without data", [](auto &r) { r.setManner(GvcpResponder::Manner::Short); },
     ErrorCode::ProtocolViolation, 1500ms},
    {"denies everything", [](auto &r) { r.setManner(GvcpResponder::Manner::Refusing); }, ErrorCode::DeviceInUse,
     1000ms},
    {"another controls it", [](auto &r) { r.put32(0xA00, 2); }, ErrorCode::DeviceInUse, 1000ms},
    {"no URL", [](auto &r) { r.setUrl({}); }, ErrorCode::NoDescription, 1000ms},
    {"URL of no sense", [](auto &r) { r.setUrl(QByteArray(512, '\xfe')); }, ErrorCode::NoDescription, 1000ms},
    {"URL without a scheme", [](auto &r) { r.setUrl("test.xml"); }, ErrorCode::NoDescription, 1000ms},
    {"URL on the web", [](auto &r) { r.setUrl("http://127.0.0.1/a.xml"); }, ErrorCode::NoDescription, 1000ms},
    {"URL of a file that is not here", [](auto &r) { r.setUrl("file:///nowhere/at/all.xml"); },
     ErrorCode::NoDescription, 1000ms},
    {"description of no length", [](auto &r) { r.setUrl("Local:a.xml;100000;0"); }, ErrorCode::NoDescription, 1000ms},
    {"description larger than memory", [](auto &r) { r.setUrl("Local:a.xml;100000;ffffffffffffffff"); },
     ErrorCode::NoDescription, 1000ms},
    {"description beyond the address space", [](auto &r) { r.setUrl("Local:a.xml;ffffffffff;1000"); },
     ErrorCode::NoDescription, 1000ms},
    {"description is zeros", [](auto &r) { r.setUrl("Local:a.xml;900000;1000"); }, ErrorCode::NoDescription, 1000ms},
    {"description is no XML", [](auto &r) { r.setDescription("there is no < here to begin with, nor is this closed"); },
     ErrorCode::BrokenDescription, 2000ms},
    {"description is cut off", [](auto &r) { r.setDescription(GvcpResponder::plainDescription().left(900)); },
     ErrorCode::BrokenDescription, 2000ms},
    {"description is a web page", [](auto &r) { r.setDescription("<html><body>hello</body></html>"); },
     ErrorCode::BrokenDescription, 2000ms},
    {"description has an unknown root", [](auto &r) { r.setDescription("<Camera><Width>1</Width></Camera>"); },
     ErrorCode::BrokenDescription, 2000ms},
    {"zip that is none", [](auto &r) { r.setDescription("<RegisterDescription/>", "a.zip"); },
     ErrorCode::BrokenDescription, 2000ms},
    {"zip that is cut off", [](auto &r) { r.setDescription(zipHeader(), "a.zip"); }, ErrorCode::BrokenDescription,
     2000ms},
    {"zip directory far away", [](auto &r) { r.setDescription(spoiltZip("PK\5\6", 16, nearlyEndless), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip directory of 4 GB", [](auto &r) { r.setDescription(spoiltZip("PK\5\6", 12, nearlyEndless), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip directory of 4 GB far away",
     [](auto &r) { r.setDescription(spoiltZip("PK\5\6", 12, nearlyEndless + nearlyEndless), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip of no files", [](auto &r) { r.setDescription(spoiltZip("PK\5\6", 8, QByteArray(4, '\0')), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip of too many files", [](auto &r) { r.setDescription(spoiltZip("PK\5\6", 8, QByteArray(4, '\x7f')), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip unpacks to 2 GB", [](auto &r) { r.setDescription(spoiltZip("PK\1\2", 24, twoGigabytes), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip holds 2 GB", [](auto &r) { r.setDescription(spoiltZip("PK\1\2", 20, twoGigabytes + twoGigabytes), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip of an unknown method", [](auto &r) { r.setDescription(spoiltZip("PK\1\2", 10, "\x63"), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip with an endless name", [](auto &r) { r.setDescription(spoiltZip("PK\1\2", 28, "\xff\xff"), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip whose file is far away", [](auto &r) { r.setDescription(spoiltZip("PK\1\2", 42, nearlyEndless), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"zip whose data is far away", [](auto &r) { r.setDescription(spoiltZip("PK\3\4", 26, "\xff\xff"), "a.zip"); },
     ErrorCode::BrokenDescription, 1000ms},
    {"URL of a device file", [](auto &r) { r.setUrl("file:///dev/zero"); }, ErrorCode::NoDescription, 1000ms},
    {"URL of a file of this computer", [](auto &r) { r.setUrl("File:/etc/passwd"); }, ErrorCode::NoDescription, 1000ms},
    {"second URL of a device file", [](auto &r) { r.setUrl("file:///dev/zero", 0x400); }, ErrorCode::NoDescription,
     1000ms},
    {"URL with two addresses", [](auto &r) { r.setUrl("Local:a.xml;100000;100;0;7fffffffff"); },
     ErrorCode::NoDescription, 1000ms},
    {"is busy for ever", [](auto &r) { r.setManner(GvcpResponder::Manner::Busy); }, ErrorCode::Timeout, 2500ms},
    {"only asks to wait", [](auto &r) { r.setManner(GvcpResponder::Manner::OnlyPending); }, ErrorCode::Timeout,
     13000ms},
    // Aravis tries a register for 2.5 s; where a busy machine had it ask twice, the sixth question comes earlier and
    // two registers are waited for.
    {"dies while the description is read", [](auto &r) { r.dieAfter(6); }, ErrorCode::DeviceUnreachable, 7500ms},
};

class BadCameraTest : public ::testing::TestWithParam<BadCamera>
{};

} // namespace

TEST_P(BadCameraTest, IsRefusedWithTheRightWord)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder bad(address);
    ASSERT_TRUE(bad.listening());
    GetParam().spoil(bad);
    Camera camera(log);
    Result<void> opened;
    const auto took = timeOf([&] { opened = waited(camera.open(infoOf(address))); });
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, GetParam().code) << qPrintable(toDetailedText(opened.error()));
    EXPECT_LT(took, GetParam().within);
    EXPECT_EQ(camera.state(), Camera::State::Closed);
    EXPECT_EQ(camera.tree(), nullptr);
}

INSTANTIATE_TEST_SUITE_P(All, BadCameraTest, ::testing::ValuesIn(badCameras),
                         [](const auto &row) { return QByteArray(row.param.name).replace(' ', '_').toStdString(); });

TEST(Open, GoodCameraIsOpenedAndGivenBack)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    Camera camera(log);
    const auto opened = waited(camera.open(infoOf(address)));
    ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    EXPECT_EQ(camera.state(), Camera::State::Idle);
    EXPECT_EQ(responder.get32(0xA00) & 3, 2u);
    EXPECT_EQ(waited(camera.open(infoOf(address))).error().code, ErrorCode::AlreadyConnected);
    ASSERT_TRUE(waited(camera.close()).ok());
    EXPECT_EQ(responder.get32(0xA00) & 3, 0u) << "control was not given back";
    // Closed a moment ago by ourselves is no "in use".
    ASSERT_TRUE(waited(camera.open(infoOf(address))).ok());
}

TEST(Open, ZippedDescriptionAndWebPage)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    // Behind the zip: the rest of a flash page.
    responder.setDescription(spoiltZip() + QByteArray(700, '\xff'), "a.zip");
    responder.setUrl("http://127.0.0.1/a.xml", 0x400);
    Camera camera(log);
    const auto opened = waited(camera.open(infoOf(address)));
    ASSERT_TRUE(opened.ok()) << qPrintable(toDetailedText(opened.error()));
    EXPECT_NE(camera.tree(), nullptr);
}

TEST(Open, MendedCameraOpensAfterAFailure)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    responder.setUrl({});
    Camera camera(log);
    ASSERT_EQ(waited(camera.open(infoOf(address))).error().code, ErrorCode::NoDescription);
    responder.setDescription(GvcpResponder::plainDescription());
    EXPECT_TRUE(waited(camera.open(infoOf(address))).ok());
}

TEST(Open, NobodyThere)
{
    EventLog log;
    Camera camera(log);
    Result<void> opened;
    EXPECT_LT(timeOf([&] { opened = waited(camera.open(infoOf(nextAddress()))); }), 1500ms);
    EXPECT_EQ(opened.error().code, ErrorCode::DeviceUnreachable);
}

TEST(Open, AddressesThatAreNone)
{
    EventLog log;
    Camera camera(log);
    EXPECT_EQ(waited(camera.open(infoOf(QStringLiteral("nonsense")))).error().code, ErrorCode::DeviceNotFound);
    EXPECT_EQ(waited(camera.open(DeviceInfo{})).error().code, ErrorCode::DeviceNotFound);
    DeviceInfo foreign = infoOf(nextAddress());
    foreign.hostAddress = QStringLiteral("192.0.2.7"); // not an address of this host: Aravis crashes on it
    EXPECT_EQ(waited(camera.open(foreign)).error().code, ErrorCode::DeviceUnreachable);
    DeviceInfo usb = infoOf(QString());
    usb.transport = Transport::Usb;
    EXPECT_EQ(waited(camera.open(usb)).error().code, ErrorCode::DeviceNotFound);
}

TEST(Open, CloseWhileOpeningReturnsAtOnce)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    responder.setDelay(400ms, true);
    Camera camera(log);
    const auto opening = camera.open(infoOf(address));
    ASSERT_TRUE(becomesTrue([&] { return responder.requests() >= 2; }, 3s));
    QFuture<Result<void>> closing;
    EXPECT_LT(timeOf([&] { closing = camera.close(); }), 50ms);
    EXPECT_EQ(camera.state(), Camera::State::Closed);
    EXPECT_TRUE(opening.isFinished());
    EXPECT_EQ(opening.result().error().code, ErrorCode::Cancelled);
    EXPECT_LT(timeOf([&] { EXPECT_TRUE(waited(closing).ok()); }), 3s);
}

TEST(Open, DestroyedWhileOpening)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    responder.setDelay(400ms, true);
    QFuture<Result<void>> opening;
    EXPECT_LT(timeOf([&] {
                  Camera camera(log);
                  opening = camera.open(infoOf(address));
              }),
              50ms);
    ASSERT_TRUE(opening.isFinished());
    EXPECT_EQ(opening.result().error().code, ErrorCode::Cancelled);
}

// Aravis waits as long as it is asked to, again and again, and holds its only parser meanwhile.
TEST(Open, OnlyAsksToWaitOnceAravisOpens)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    responder.setPendingTime(2s);
    responder.setDescription(GvcpResponder::plainDescription() + QByteArray(1 << 20, ' '));
    Camera camera(log);
    const auto opening = camera.open(infoOf(address));
    ASSERT_TRUE(becomesTrue([&] { return responder.requests() > 100; }, 3s));
    responder.setManner(GvcpResponder::Manner::OnlyPending);
    Result<void> opened;
    EXPECT_LT(timeOf([&] { opened = waited(opening); }), 40s);
    EXPECT_EQ(opened.error().code, ErrorCode::Timeout) << qPrintable(toDetailedText(opened.error()));
    EXPECT_EQ(camera.state(), Camera::State::Closed);
    // Another camera is told what holds it up, instead of waiting for ever.
    const QString other = nextAddress();
    GvcpResponder good(other);
    Result<void> held;
    EXPECT_LT(timeOf([&] { held = waited(camera.open(infoOf(other))); }), 15s);
    EXPECT_EQ(held.error().code, ErrorCode::OpeningHeldUp) << qPrintable(toDetailedText(held.error()));
    // Once the first one has come to its senses the way is free again.
    responder.vanish();
    EXPECT_TRUE(becomesTrue([&] { return waited(camera.open(infoOf(other))).ok(); }, 60s));
}

TEST(Open, VanishesWhileAravisOpens)
{
    EventLog log;
    const QString address = nextAddress();
    GvcpResponder responder(address);
    // Large enough that it is still being read when the port is closed.
    responder.setDescription(GvcpResponder::plainDescription() + QByteArray(4 << 20, ' '));
    Camera camera(log);
    const auto opening = camera.open(infoOf(address));
    ASSERT_TRUE(becomesTrue([&] { return responder.requests() > 100; }, 3s));
    responder.vanish();
    Result<void> opened;
    EXPECT_LT(timeOf([&] { opened = waited(opening); }), 4s);
    EXPECT_EQ(opened.error().code, ErrorCode::DeviceUnreachable) << qPrintable(toDetailedText(opened.error()));
    EXPECT_EQ(camera.state(), Camera::State::Closed);
}

TEST(DescriptionUrl, FormsThatCamerasUse)
{
    const auto plain = parseDescriptionUrl("Local:Camera_1.0.zip;0x100000;0x1A2B");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->address, 0x100000u);
    EXPECT_EQ(plain->size, 0x1a2bu);
    EXPECT_TRUE(plain->zipped());
    EXPECT_TRUE(parseDescriptionUrl("local:///a.XML; 8001c000; beef"));
    EXPECT_TRUE(parseDescriptionUrl("LOCAL:a.xml;4000;10?SchemaVersion=1.1.0"));
    const auto file = parseDescriptionUrl("File:///usr/share/a.xml?SchemaVersion=1.0.0");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->place, DescriptionUrl::Place::File);
    EXPECT_EQ(file->fileName, QStringLiteral("/usr/share/a.xml"));
    for (const char *bad : {"", "Local:", "Local:;;", "Local:a.xml", "Local:a.xml;12", "Local:a.xml;xyz;10", "ftp://a"})
        EXPECT_FALSE(parseDescriptionUrl(bad)) << bad;
}
