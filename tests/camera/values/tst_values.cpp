// SPDX-License-Identifier: GPL-3.0-or-later
// Errors, events, devices and feature values: every table row, held to what the headers document.
#include <camera/device_info.h>
#include <camera/error.h>
#include <camera/event_log.h>
#include <camera/feature.h>
#include <camera/imaging/image_file.h>

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTranslator>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

using namespace mv;

namespace {

/// The enumerators of "enum class NAME" in a header, each with the %n that its comment documents.
QList<std::pair<QString, QSet<QString>>> documentedRows(const QString &header, const QString &enumeration)
{
    QFile file(QStringLiteral(MV_SOURCE_DIR "/camera/") + header);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    const QRegularExpression body(QStringLiteral("enum class %1 \\{(.*?)\\n\\};").arg(enumeration),
                                  QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpression row(QStringLiteral("^ *(\\w+), *(?:///<(.*(?:\\n\\s*///<.*)*))?"),
                                 QRegularExpression::MultilineOption);
    static const QRegularExpression placeholder(QStringLiteral("%[1-9]"));

    QList<std::pair<QString, QSet<QString>>> rows;
    auto it = row.globalMatch(body.match(text).captured(1));
    while (it.hasNext()) {
        const auto match = it.next();
        QSet<QString> arguments;
        auto found = placeholder.globalMatch(match.captured(2));
        while (found.hasNext())
            arguments.insert(found.next().captured(0));
        rows.append({match.captured(1), arguments});
    }
    return rows;
}

/// Arguments that can be recognised in a sentence.
QStringList markers()
{
    QStringList list;
    for (int i = 1; i <= 9; ++i)
        list.append(QStringLiteral("<%1>").arg(i));
    return list;
}

/// The %n whose markers are in @p sentence.
QSet<QString> usedArguments(const QString &sentence)
{
    QSet<QString> used;
    for (int i = 1; i <= 9; ++i) {
        if (sentence.contains(QStringLiteral("<%1>").arg(i)))
            used.insert(QStringLiteral("%") + QString::number(i));
    }
    return used;
}

/// Turns every source text round: a stand-in for a language.
class Reverser : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        return QLatin1String(context) + QLatin1Char(':') + QLatin1String(source);
    }
};

} // namespace

TEST(Errors, everyCodeHasASentenceWithItsDocumentedArguments)
{
    const auto rows = documentedRows(QStringLiteral("error.h"), QStringLiteral("ErrorCode"));
    const QList<ErrorCode> codes = allErrorCodes();
    ASSERT_GT(rows.size(), 30);
    ASSERT_EQ(rows.size(), codes.size());
    for (qsizetype i = 0; i < rows.size(); ++i) {
        SCOPED_TRACE(rows[i].first.toStdString());
        EXPECT_EQ(int(codes[i]), i); // the table is in the header's order, each code once
        EXPECT_EQ(codeName(codes[i]), rows[i].first);
        const QString text = toText(Error{codes[i], markers(), {}});
        EXPECT_GT(text.size(), 8);
        EXPECT_FALSE(text.contains(u'%'));
        EXPECT_TRUE(text.endsWith(u'.'));
        EXPECT_EQ(usedArguments(text), rows[i].second);
    }
}

TEST(Errors, everySentenceButNoneNamesARemedy)
{
    // Cause and remedy are the two halves around a semicolon.
    for (const ErrorCode code : allErrorCodes()) {
        const bool named = toText(Error{code, markers(), {}}).contains(u';');
        EXPECT_EQ(named, code != ErrorCode::None) << codeName(code).toStdString();
    }
}

TEST(Errors, argumentsAreNotReplacedTwice)
{
    EXPECT_EQ(fillArguments(QStringLiteral("%2 and %1, 100 % of %0"), {QStringLiteral("%2"), QStringLiteral("b%1")}),
              QStringLiteral("b%1 and %2, 100 % of %0"));
    EXPECT_EQ(fillArguments(QStringLiteral("%1 %2%"), {QStringLiteral("a")}), QStringLiteral("a ?%"));
}

TEST(Errors, detailFollowsInBrackets)
{
    const Error error{ErrorCode::NotConnected, {}, QStringLiteral("0x0A00")};
    EXPECT_EQ(toDetailedText(error), toText(error) + QStringLiteral(" [0x0A00]"));
    EXPECT_EQ(toDetailedText(Error{ErrorCode::NotConnected, {}, {}}), toText(error));
}

TEST(Errors, codeOutsideTheEnumerationIsAnInternalError)
{
    const Error error{static_cast<ErrorCode>(9999), {}, {}};
    EXPECT_EQ(codeName(error.code), QStringLiteral("Internal"));
    EXPECT_FALSE(toText(error).isEmpty());
}

TEST(Errors, fileErrorsBecomeErrors)
{
    const FileError full{FileError::Kind::Write, QStringLiteral("/a.tiff"), QStringLiteral("No space left")};
    EXPECT_EQ(toError(full).code, ErrorCode::FileNotWritable);
    EXPECT_TRUE(toDetailedText(toError(full)).contains(QStringLiteral("/a.tiff")));
    EXPECT_TRUE(toDetailedText(toError(full)).contains(QStringLiteral("No space left")));
    EXPECT_EQ(toError({FileError::Kind::Format, {}, {}}).code, ErrorCode::FormatNotSavable);
}

TEST(Errors, sentencesAreMadeInTheLanguageOfTheMoment)
{
    int argc = 0;
    QCoreApplication application(argc, nullptr);
    Reverser language;
    const Error error{ErrorCode::DeviceInUse, {QStringLiteral("VC1")}, {}};
    const QString english = toText(error);
    QCoreApplication::installTranslator(&language);
    EXPECT_EQ(toText(error), QStringLiteral("Error:") + english);
    EXPECT_TRUE(toText(Event{{}, {}, EventKind::Connected, {}, {}}).startsWith(QStringLiteral("Event:")));
    EXPECT_EQ(toText(Event{{}, {}, EventKind::Note, {QStringLiteral("x")}, {}}), QStringLiteral("x"));
}

TEST(Results, holdAValueOrAnError)
{
    const Result<int> good(3);
    EXPECT_TRUE(good.ok());
    EXPECT_EQ(good.value(), 3);
    const Result<int> bad(Error{ErrorCode::Timeout, {}, {}});
    EXPECT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::Timeout);
    EXPECT_TRUE(Result<void>());
    EXPECT_FALSE(Result<void>(Error{ErrorCode::Timeout, {}, {}}));
}

TEST(Events, everyKindHasASentenceWithItsDocumentedArguments)
{
    const auto rows = documentedRows(QStringLiteral("event_log.h"), QStringLiteral("EventKind"));
    const QList<EventKind> kinds = allEventKinds();
    ASSERT_GT(rows.size(), 10);
    ASSERT_EQ(rows.size(), kinds.size());
    for (qsizetype i = 0; i < rows.size(); ++i) {
        SCOPED_TRACE(rows[i].first.toStdString());
        EXPECT_EQ(int(kinds[i]), i);
        EXPECT_EQ(kindName(kinds[i]), rows[i].first);
        const QString text = toText(Event{{}, {}, kinds[i], markers(), Error{ErrorCode::NotConnected, {}, {}}});
        EXPECT_FALSE(text.isEmpty());
        EXPECT_FALSE(text.contains(u'%'));
        EXPECT_EQ(usedArguments(text), rows[i].second);
    }
    const Error error{ErrorCode::ReadFailed, {QStringLiteral("Gain")}, QStringLiteral("nack")};
    EXPECT_EQ(toText(Event{{}, {}, EventKind::Failure, {}, error}), toDetailedText(error));
}

TEST(Events, logKeepsTheNewestAndSaysEach)
{
    EventLog log;
    int signals = 0;
    // The slot asks the log: the signal must come without the lock.
    QObject::connect(&log, &EventLog::appended,
                     [&log, &signals](const Event &) { signals += log.events().size() > 0; });
    log.append(Error{ErrorCode::Timeout, {QStringLiteral("Gain")}, {}});
    log.append(EventSeverity::Warning, EventKind::FramesLost, {QStringLiteral("3"), QStringLiteral("17")});
    ASSERT_EQ(log.events().size(), 2);
    EXPECT_EQ(signals, 2);
    EXPECT_EQ(log.events()[0].kind, EventKind::Failure);
    EXPECT_EQ(log.events()[0].severity, EventSeverity::Error);
    EXPECT_EQ(log.events()[0].error.code, ErrorCode::Timeout);
    EXPECT_EQ(log.events()[1].time.timeSpec(), Qt::UTC);
    EXPECT_EQ(log.events()[1].arguments.size(), 2);
}

TEST(Events, logIsBoundedAndTakesEventsFromEveryThread)
{
    EventLog log;
    const auto flood = [&log](int from) {
        for (int i = from; i < from + 60'000; ++i)
            log.append(EventSeverity::Info, EventKind::Note, {QString::number(i)});
    };
    std::thread other(flood, 0);
    flood(1'000'000);
    other.join();
    EXPECT_EQ(log.events().size(), 100'000);
    log.append(EventSeverity::Info, EventKind::Note, {QStringLiteral("last")});
    EXPECT_EQ(log.events().size(), 100'000);
    EXPECT_EQ(log.events().last().arguments.first(), QStringLiteral("last"));
}

namespace {

DeviceInfo device(const QString &id, const QString &serial, const QString &userName, const QString &address)
{
    DeviceInfo info;
    info.id = id;
    info.serial = serial;
    info.userName = userName;
    info.address = address;
    info.model = QStringLiteral("Model");
    return info;
}

} // namespace

TEST(Devices, areFoundByEachOfTheirNames)
{
    const QList<DeviceInfo> devices = {
        device(QStringLiteral("GigE:V:1"), QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("127.0.0.1")),
        device(QStringLiteral("GigE:V:2"), QStringLiteral("2"), QString(), QStringLiteral("127.0.0.2")),
    };
    const auto find = [&devices](const char *id) { return findDevice(devices, QLatin1String(id)).value(); };
    EXPECT_EQ(find("first"), devices[0]);
    EXPECT_EQ(find("GigE:V:2"), devices[1]);
    EXPECT_EQ(find("2"), devices[1]); // a serial goes before another camera's user name
    EXPECT_EQ(find("127.0.0.1"), devices[0]);
    EXPECT_EQ(find("3"), std::nullopt);
    EXPECT_EQ(find(""), std::nullopt); // not the one without a user name
    EXPECT_EQ(findDevice({}, QStringLiteral("first")).value(), std::nullopt);
}

TEST(Devices, aNameOfSeveralIsRefused)
{
    const QList<DeviceInfo> devices = {
        device(QStringLiteral("GigE:V:1@a"), QStringLiteral("1"), QStringLiteral("left"), QStringLiteral("127.0.0.1")),
        device(QStringLiteral("GigE:V:1@b"), QStringLiteral("1"), QStringLiteral("left"), QStringLiteral("127.0.0.2")),
    };
    for (const char *id : {"1", "left"}) {
        const auto found = findDevice(devices, QLatin1String(id));
        ASSERT_FALSE(found.ok()) << id;
        EXPECT_EQ(found.error().code, ErrorCode::AmbiguousDevice);
        EXPECT_TRUE(toText(found.error()).contains(QStringLiteral("GigE:V:1@a, GigE:V:1@b")));
    }
    EXPECT_EQ(findDevice(devices, QStringLiteral("GigE:V:1@b")).value(), devices[1]);
    EXPECT_EQ(findDevices(devices, QStringLiteral("first")).size(), 1);
}

TEST(Devices, haveANameWhateverTheyLeaveEmpty)
{
    DeviceInfo info = device(QStringLiteral("id"), QStringLiteral("7"), QStringLiteral("Left"), QStringLiteral("addr"));
    EXPECT_EQ(displayName(info), QStringLiteral("Left (7)"));
    info.userName.clear();
    EXPECT_EQ(displayName(info), QStringLiteral("Model (7)"));
    info.model.clear();
    info.serial.clear();
    EXPECT_EQ(displayName(info), QStringLiteral("addr"));
    EXPECT_EQ(transportName(Transport::GigE), QStringLiteral("GigE"));
    EXPECT_EQ(transportName(Transport::Usb), QStringLiteral("USB"));
    EXPECT_EQ(transportName(Transport::CameraLink), QStringLiteral("CameraLink"));
    EXPECT_EQ(transportName(Transport::Pcie), QStringLiteral("PCIe"));
}

TEST(FeatureValues, doublesRoundTripExactly)
{
    const double values[] = {0.0,
                             -0.0,
                             0.1,
                             1.0 / 3,
                             10'000'000,
                             75.00000000000001,
                             1e-6,
                             5e-324,
                             1.5e300,
                             123456.789,
                             -2.5,
                             std::nextafter(100.0, 101.0),
                             1e15,
                             1e14,
                             1e-5,
                             4503599627370497.5,
                             std::numeric_limits<double>::max()};
    for (const double value : values) {
        const QString text = valueToText(value);
        bool ok = false;
        const double back = text.toDouble(&ok);
        EXPECT_TRUE(ok) << text.toStdString();
        EXPECT_EQ(std::signbit(back), std::signbit(value));
        EXPECT_EQ(back, value) << text.toStdString();
    }
    EXPECT_EQ(valueToText(10'000'000.0), QStringLiteral("10000000"));
    EXPECT_EQ(valueToText(0.1), QStringLiteral("0.1"));
    EXPECT_EQ(valueToText(std::numeric_limits<double>::infinity()), QStringLiteral("inf"));
    EXPECT_EQ(valueToText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("nan"));
}

TEST(FeatureValues, othersAreWrittenAsTheyAreSaved)
{
    EXPECT_EQ(valueToText(std::numeric_limits<qint64>::min()), QStringLiteral("-9223372036854775808"));
    EXPECT_EQ(valueToText(true), QStringLiteral("true"));
    EXPECT_EQ(valueToText(false), QStringLiteral("false"));
    EXPECT_EQ(valueToText(QStringLiteral("Mono8")), QStringLiteral("Mono8"));
    EXPECT_EQ(valueToText(QByteArray("\x00\xffz", 3)), QStringLiteral("00ff7a"));
    EXPECT_EQ(valueToText(QVariant()), QString());
}

TEST(FeatureValues, namesAreGenICams)
{
    EXPECT_EQ(typeName(FeatureType::Integer), QStringLiteral("Integer"));
    EXPECT_EQ(typeName(FeatureType::Register), QStringLiteral("Register"));
    EXPECT_EQ(visibilityName(Visibility::Guru), QStringLiteral("Guru"));
    EXPECT_EQ(visibilityName(Visibility::Invisible), QStringLiteral("Invisible"));
    EXPECT_EQ(accessName(AccessMode::NotImplemented), QStringLiteral("NI"));
    EXPECT_EQ(accessName(AccessMode::NotAvailable), QStringLiteral("NA"));
    EXPECT_EQ(accessName(AccessMode::ReadOnly), QStringLiteral("RO"));
    EXPECT_EQ(accessName(AccessMode::WriteOnly), QStringLiteral("WO"));
    EXPECT_EQ(accessName(AccessMode::ReadWrite), QStringLiteral("RW"));
    EXPECT_EQ(typeName(static_cast<FeatureType>(99)), QString());
}

TEST(FeatureTrees, findByName)
{
    FeatureTree tree;
    tree.features.resize(2);
    tree.features[1].name = QStringLiteral("Gain");
    tree.index = {{QStringLiteral("Gain"), 1}, {QStringLiteral("Broken"), 7}};
    ASSERT_NE(tree.find(QStringLiteral("Gain")), nullptr);
    EXPECT_EQ(tree.find(QStringLiteral("Gain"))->name, QStringLiteral("Gain"));
    EXPECT_EQ(tree.find(QStringLiteral("gain")), nullptr);
    EXPECT_EQ(tree.find(QStringLiteral("Broken")), nullptr);
}
