// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli grab.
#include "app/cli/checks.h"
#include "app/cli/command.h"
#include "app/cli/grab.h"
#include "app/cli/grab_settings.h"
#include "app/cli/json.h"
#include "app/cli/session.h"
#include "app/cli/text_table.h"

#include "camera/camera.h"

#include <CLI/CLI.hpp>
#include <QDateTime>
#include <QJsonArray>

#include <memory>

namespace mv::cli {

namespace {

struct Options
{
    std::string id;
    std::uint64_t count = 1;
    std::string folder;
    std::string format = "tiff";
    std::uint64_t memoryMiB = 512;
    double timeout = 0;
    std::uint32_t packetSize = 0; ///< 0: negotiated
};

/// The camera's name as a file name may hold it, and when the grab began: a second grab overwrites nothing.
QString baseName(const DeviceInfo &device)
{
    QString name = device.serial.isEmpty() ? device.model : device.serial;
    for (QChar &c : name) {
        const bool plain = (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
        if (!plain && c != u'-')
            c = u'_';
    }
    return name + QDateTime::currentDateTimeUtc().toString(QStringLiteral("'_'yyyyMMdd'T'HHmmsszzz'Z'"));
}

SavePlan savePlan(const Options &options, Session &session)
{
    const DeviceInfo &device = session.device();
    return {.folder = QString::fromLocal8Bit(options.folder),
            .baseName = baseName(device),
            .format = findImageFileFormat(options.format)->format,
            .metadata = {{QStringLiteral("device"), deviceJson(device)},
                         {QStringLiteral("settings"), pictureSettings(session.camera())}}};
}

/// Frames a second by the clock of reception; nothing from fewer than two frames.
QJsonValue framesPerSecond(const GrabReport &report)
{
    if (report.received < 2 || report.last->receivedNs <= report.first->receivedNs)
        return {};
    return static_cast<double>(report.received - 1) * 1e9 /
           static_cast<double>(report.last->receivedNs - report.first->receivedNs);
}

QJsonObject ledgerJson(const FrameLedger &ledger)
{
    const auto number = [](std::uint64_t value) { return QJsonValue(static_cast<qint64>(value)); };
    return {{QStringLiteral("received"), number(ledger.received)},
            {QStringLiteral("incomplete"), number(ledger.incomplete)},
            {QStringLiteral("lostOnWire"), number(ledger.lostOnWire)},
            {QStringLiteral("lostInHost"), number(ledger.lostInHost)},
            {QStringLiteral("droppedByCamera"), number(ledger.droppedByCamera)},
            {QStringLiteral("unknown"), number(ledger.unknown)}};
}

QJsonObject reportJson(const Options &options, const DeviceInfo &device, const GrabReport &report)
{
    const auto number = [](std::uint64_t value) { return QJsonValue(static_cast<qint64>(value)); };
    QJsonObject json{
        {QStringLiteral("device"), device.id},
        {QStringLiteral("asked"), number(options.count)},
        {QStringLiteral("received"), number(report.received)},
        {QStringLiteral("lost"), number(report.lost)},
        {QStringLiteral("incomplete"), number(report.incomplete)},
        {QStringLiteral("files"), QJsonArray::fromStringList(report.files)},
        {QStringLiteral("bytes"), number(report.bytes)},
        {QStringLiteral("fps"), framesPerSecond(report)},
        {QStringLiteral("resendsRequested"), number(report.ledger.resendsRequested)},
        {QStringLiteral("resendsObtained"), number(report.ledger.resendsObtained)},
        {QStringLiteral("ledger"), ledgerJson(report.ledger)},
        {QStringLiteral("firstFrameId"), report.first ? number(report.first->frameId) : QJsonValue()},
        {QStringLiteral("lastFrameId"), report.last ? number(report.last->frameId) : QJsonValue()},
    };
    if (!report.last)
        return json;
    const PixelFormatInfo *format = findPixelFormat(report.last->pixelFormat);
    json[QLatin1String("width")] = qint64(report.last->width);
    json[QLatin1String("height")] = qint64(report.last->height);
    json[QLatin1String("pixelFormat")] =
        format ? QString::fromLatin1(format->name.data(), static_cast<qsizetype>(format->name.size()))
               : QStringLiteral("0x%1").arg(report.last->pixelFormat, 8, 16, QLatin1Char('0'));
    // BMP has no more than 8 bits; who asked for it is told that something was cut.
    json[QLatin1String("cutTo8Bits")] = !report.files.isEmpty() && format && format->significantBits > 8 &&
                                        !findImageFileFormat(options.format)->keepsDepth;
    return json;
}

QString reportText(const QJsonObject &json)
{
    QList<QStringList> rows;
    for (const char *key :
         {"received", "lost", "incomplete", "firstFrameId", "lastFrameId", "width", "height", "pixelFormat", "bytes",
          "fps", "packetSize", "resendsRequested", "resendsObtained", "cutTo8Bits"})
        rows << QStringList{QLatin1String(key), valueToText(json[QLatin1String(key)].toVariant())};
    const QJsonArray files = json[QLatin1String("files")].toArray();
    rows << QStringList{QStringLiteral("files"), QString::number(files.size())};
    QString text = textTable(rows);
    for (const auto &file : files)
        text += file.toString() + QLatin1Char('\n');
    return text;
}

Outcome grab(const Options &options)
{
    if (!options.folder.empty()) {
        if (const auto ready = prepareFolder(QString::fromLocal8Bit(options.folder)); !ready)
            return Outcome::failure(ready.error());
    }
    const auto opened = Session::open(QString::fromLocal8Bit(options.id));
    if (!opened)
        return Outcome::failure(opened.error());
    Session &session = *opened.value();
    if (options.packetSize != 0) {
        // Written as a feature, it is kept: the device layer then negotiates no size of its own.
        const auto written =
            awaitOrInterrupt(session.camera().write(QStringLiteral("GevSCPSPacketSize"), qint64(options.packetSize)));
        if (!written && written.error().code == ErrorCode::NoSuchFeature)
            return Outcome::failure({ErrorCode::NoSuchFeature, written.error().arguments,
                                     QStringLiteral("--packet-size is for GigE cameras")});
        if (!written)
            return Outcome::failure(written.error());
    }
    GrabPlan plan{.count = options.count, .memoryBytes = options.memoryMiB << 20, .idle = {}, .save = {}};
    if (options.timeout > 0)
        plan.idle = std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout * 1000));
    if (!options.folder.empty())
        plan.save = savePlan(options, session);
    const GrabReport report = Grab(session, std::move(plan)).run();
    Outcome outcome;
    outcome.json = reportJson(options, session.device(), report);
    outcome.json[QLatin1String("packetSize")] = packetSize(session.camera());
    // What may explain a bad grab: a USB 2 link, too little memory for transfers, a small socket buffer.
    const QStringList warnings = session.warnings();
    outcome.json[QLatin1String("warnings")] = QJsonArray::fromStringList(warnings);
    outcome.text = reportText(outcome.json);
    for (const QString &warning : warnings)
        outcome.text += QStringLiteral("warning: %1\n").arg(warning);
    outcome.error = report.error;
    return outcome;
}

} // namespace

Run declareGrab(CLI::App &parser)
{
    std::vector<std::string> formats;
    for (const ImageFileFormatInfo &row : imageFileFormats())
        formats.emplace_back(row.name);
    auto options = std::make_shared<Options>();
    parser.add_option("ID", options->id, "Which camera")->required()->check(checkName);
    parser.add_option("-n,--count", options->count, "Complete frames to take")
        ->check(CLI::Range(std::uint64_t(1), std::uint64_t(1) << 53).description(""))
        ->capture_default_str();
    CLI::Option *folder = parser.add_option("--out", options->folder, "Save each frame into this folder");
    folder->check(checkName);
    parser.add_option("--format", options->format, "Kind of file: " + CLI::detail::join(formats, ", "))
        ->check(CLI::IsMember(formats).description(""))
        ->needs(folder)
        ->capture_default_str();
    parser.add_option("--memory", options->memoryMiB, "MiB for frames that wait for the disk")
        ->check(CLI::Range(std::uint64_t(16), std::uint64_t(1) << 20).description(""))
        ->capture_default_str();
    parser
        .add_option("--timeout", options->timeout,
                    "Give up after so many seconds without a frame (default: 5, or ten frame periods)")
        ->check([](const std::string &text) { return checkSeconds(text, 0.1, 86400); });
    parser
        .add_option("--packet-size", options->packetSize,
                    "GigE: bytes of a stream packet, IP header included (default: the largest that gets through)")
        ->check(CLI::Range(std::uint32_t(1), std::uint32_t(65535)).description(""));
    return [options] { return grab(*options); };
}

} // namespace mv::cli
