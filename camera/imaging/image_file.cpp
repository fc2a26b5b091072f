// SPDX-License-Identifier: GPL-3.0-or-later
// The table of image files, their metadata, and the way to the disk.
#include "camera/imaging/image_file.h"

#include "camera/imaging/atomic_file.h"
#include "camera/imaging/image_encoders.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <iterator>
#include <new>

#include <zlib.h>

namespace mv {

namespace {

using Encoder = EncodedImage (*)(const Samples &, const QByteArray &);

constexpr ImageFileFormatInfo infos[] = {
    {ImageFileFormat::Tiff, "tiff", "tiff", true},
    {ImageFileFormat::Png, "png", "png", true},
    {ImageFileFormat::Bmp, "bmp", "bmp", false},
    {ImageFileFormat::Raw, "raw", "raw", true},
};

/// In the order of infos; Raw needs none.
constexpr std::array<Encoder, std::size(infos)> encoders = {encodeTiff, encodePng, encodeBmp, nullptr};

std::span<const std::byte> bytesOf(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

/// JSON in ASCII, since TIFF's ASCII fields and PNG's tEXt chunks allow no UTF-8: the rest becomes \uXXXX.
QByteArray asciiJson(const QJsonObject &object)
{
    QByteArray ascii;
    for (const QChar c : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact))) {
        if (c.unicode() < 0x80)
            ascii += static_cast<char>(c.unicode());
        else
            ascii += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    }
    return ascii;
}

FileError formatError(const QString &path, const QString &detail)
{
    return {FileError::Kind::Format, path, detail};
}

std::optional<FileError> writeRaw(const Frame &frame, const QString &path, const QJsonObject &metadata)
{
    if (frame.image().empty())
        return formatError(path, QStringLiteral("the frame holds no image data"));
    AtomicFile raw(path);
    AtomicFile side(path + QStringLiteral(".json"));
    if (auto error = raw.write(frame.image()))
        return error;
    if (auto error = side.write(bytesOf(QJsonDocument(frameMetadata(frame, metadata)).toJson())))
        return error;
    // The side file first. Between the two steps it may describe a raw file that is not there yet: its CRC tells.
    if (auto error = side.commitRevocably())
        return error;
    auto error = raw.commit();
    if (error)
        side.rollback();
    return error;
}

std::optional<FileError> writeEncoded(const Frame &frame, Encoder encode, const QString &path,
                                      const QJsonObject &metadata)
{
    if (!frame.format()) {
        return formatError(path, QStringLiteral("pixel format 0x%1 cannot be decoded; only raw can be written")
                                     .arg(frame.info().pixelFormat, 8, 16, QLatin1Char('0')));
    }
    const auto samples = decode(frame);
    if (!samples)
        return formatError(path, QStringLiteral("the frame is cut short or has no pixels; only raw can be written"));
    const EncodedImage encoded = encode(*samples, asciiJson(frameMetadata(frame, metadata)));
    if (!encoded.problem.isEmpty())
        return formatError(path, encoded.problem);
    AtomicFile file(path);
    if (auto error = file.write(bytesOf(encoded.bytes)))
        return error;
    return file.commit();
}

QString crc32Text(std::span<const std::byte> bytes)
{
    const uLong crc = crc32_z(crc32_z(0, nullptr, 0), reinterpret_cast<const Bytef *>(bytes.data()), bytes.size());
    return QStringLiteral("%1").arg(crc, 8, 16, QLatin1Char('0'));
}

} // namespace

std::span<const ImageFileFormatInfo> imageFileFormats()
{
    return infos;
}

const ImageFileFormatInfo *findImageFileFormat(std::string_view name)
{
    const auto it = std::ranges::find(infos, name, &ImageFileFormatInfo::name);
    return it == std::end(infos) ? nullptr : it;
}

QJsonObject frameMetadata(const Frame &frame, const QJsonObject &metadata)
{
    const FrameInfo &info = frame.info();
    const PixelFormatInfo *format = frame.format();
    QJsonObject object = metadata;
    object[QLatin1String("program")] = QStringLiteral("MV Viewer");
    object[QLatin1String("programVersion")] = QStringLiteral(MV_VERSION);
    object[QLatin1String("width")] = qint64(info.width);
    object[QLatin1String("height")] = qint64(info.height);
    object[QLatin1String("offsetX")] = qint64(info.offsetX);
    object[QLatin1String("offsetY")] = qint64(info.offsetY);
    object[QLatin1String("paddingX")] = qint64(info.paddingX);
    object[QLatin1String("pixelFormatCode")] = QStringLiteral("0x%1").arg(info.pixelFormat, 8, 16, QLatin1Char('0'));
    object[QLatin1String("pixelFormat")] =
        format ? QJsonValue(QString::fromLatin1(format->name.data(), qsizetype(format->name.size()))) : QJsonValue();
    object[QLatin1String("significantBits")] = format ? QJsonValue(format->significantBits) : QJsonValue();
    object[QLatin1String("channels")] = format ? QJsonValue(format->channels) : QJsonValue();
    // 64-bit numbers as decimal strings: most JSON readers keep 53 bits of a number, and none says so.
    object[QLatin1String("frameId")] = QString::number(info.frameId);
    object[QLatin1String("cameraTimestampNs")] = QString::number(info.cameraTimestampNs);
    object[QLatin1String("receivedNs")] = QString::number(info.receivedNs);
    object[QLatin1String("capturedNs")] =
        info.capturedNs ? QJsonValue(QString::number(*info.capturedNs)) : QJsonValue();
    object[QLatin1String("complete")] = info.complete;
    object[QLatin1String("imageBytes")] = qint64(frame.image().size());
    object[QLatin1String("imageCrc32")] = crc32Text(frame.image());
    return object;
}

std::optional<FileError> writeImage(const Frame &frame, ImageFileFormat format, const QString &path,
                                    const QJsonObject &metadata)
try {
    const auto row = std::ranges::find(infos, format, &ImageFileFormatInfo::format);
    const Encoder encode = row == std::end(infos) ? nullptr : encoders[std::size_t(row - std::begin(infos))];
    return encode ? writeEncoded(frame, encode, path, metadata) : writeRaw(frame, path, metadata);
} catch (const std::bad_alloc &) {
    return FileError{FileError::Kind::Write, path, QStringLiteral("out of memory")};
}

} // namespace mv
