// SPDX-License-Identifier: GPL-3.0-or-later
// Image files as a program reads them that shares no library with us: Python's Pillow, whose TIFF (uncompressed), PNG
// and BMP readers are its own. Debian package python3-pil. Exit status 77: it is not installed.
#include <camera/imaging/decode.h>
#include <camera/imaging/image_file.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>
#include <utility>

using namespace mv;

namespace {

/// A ramp through every value of the format, with all bits of every sample in use.
FramePtr makeFrame(const PixelFormatInfo &format, std::uint32_t width, std::uint32_t height)
{
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format.code);
    info.width = width;
    info.height = height;
    info.frameId = 0xFFFFFFFFFFFFFFFE;
    info.cameraTimestampNs = 9007199254740993;
    std::vector<std::byte> bytes(imageBytes(format, width, height));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(i * 2654435761u >> 21);
    return Frame::fromBytes(info, std::move(bytes));
}

/// What the reader has to find in @p file.
QJsonObject expectation(const Frame &frame, const ImageFileFormatInfo &kind, const QString &file)
{
    const Samples samples = *decode(frame);
    const int shift = kind.keepsDepth ? 0 : samples.significantBits - 8;
    QJsonArray values;
    for (const std::uint16_t value : samples.values)
        values.append(value >> shift);
    return {{QStringLiteral("file"), file},
            {QStringLiteral("kind"), QString::fromLatin1(kind.name.data())},
            {QStringLiteral("width"), qint64(samples.width)},
            {QStringLiteral("height"), qint64(samples.height)},
            {QStringLiteral("channels"), samples.channels},
            {QStringLiteral("bits"), kind.keepsDepth && samples.significantBits > 8 ? 16 : 8},
            {QStringLiteral("values"), values},
            {QStringLiteral("metadata"), frameMetadata(frame, {})}};
}

bool writeAll(const QTemporaryDir &folder, QJsonArray &expectations)
{
    constexpr std::pair<std::uint32_t, std::uint32_t> sizes[] = {{1, 1}, {3, 5}, {67, 41}};
    for (const PixelFormatInfo &format : pixelFormats()) {
        for (const ImageFileFormatInfo &kind : imageFileFormats()) {
            for (const auto &[width, height] : sizes) {
                const FramePtr frame = makeFrame(format, width, height);
                const QString file = folder.filePath(QStringLiteral("%1_%2.%3")
                                                         .arg(QString::fromLatin1(format.name.data()))
                                                         .arg(width)
                                                         .arg(QString::fromLatin1(kind.extension.data())));
                if (const auto error = writeImage(*frame, kind.format, file,
                                                  {{QStringLiteral("note"), QStringLiteral("Größe 相机")}})) {
                    std::fprintf(stderr, "%s: %s\n", qPrintable(file), qPrintable(error->detail));
                    return false;
                }
                expectations.append(expectation(*frame, kind, file));
            }
        }
    }
    return true;
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    QJsonArray expectations;
    if (!writeAll(folder, expectations))
        return 1;
    QFile list(folder.filePath(QStringLiteral("expected.json")));
    if (!list.open(QIODevice::WriteOnly) || list.write(QJsonDocument(expectations).toJson()) < 0)
        return 1;
    list.close();
    // Debian's own interpreter: another one would not find Debian's packages.
    return QProcess::execute(QStringLiteral("/usr/bin/python3"),
                             {QStringLiteral(MV_SOURCE_DIR "/tests/conformance/files/read_files.py"), list.fileName()});
}
