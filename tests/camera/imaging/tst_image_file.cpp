// SPDX-License-Identifier: GPL-3.0-or-later
// Image files read back by libtiff, libpng and Qt: every pixel, every format, and the metadata.
#include "frames.h"
#include "readers.h"

#include <camera/imaging/decode.h>
#include <camera/imaging/image_file.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace mv;
using namespace mv::test;

namespace {

constexpr std::pair<std::uint32_t, std::uint32_t> sizes[] = {{1, 1}, {3, 5}, {5, 3}, {4, 1}, {641, 479}};

FramePtr noiseFrame(const PixelFormatInfo &row, std::uint32_t width, std::uint32_t height, std::uint32_t padding = 0)
{
    const std::size_t size =
        padding ? (bytesOfRun(row, width) + padding) * height : bytesOfRun(row, std::uint64_t(width) * height);
    return Frame::fromBytes(geometry(row.code, width, height, padding), noise(size, width));
}

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// CRC-32 of ITU-T V.42, one bit at a time.
std::uint32_t slowCrc(std::span<const std::byte> data)
{
    std::uint32_t crc = ~0u;
    for (const std::byte byte : data) {
        crc ^= std::to_integer<std::uint32_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

class ImageFiles : public testing::Test
{
protected:
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    /// Written without an error, and nothing else left in the folder.
    void write(const Frame &frame, ImageFileFormat format, const QString &to, const QJsonObject &metadata = {})
    {
        const auto error = writeImage(frame, format, to, metadata);
        ASSERT_FALSE(error) << error->detail.toStdString();
        const auto filter = QDir::Files | QDir::Hidden;
        for (const QString &name : QDir(m_folder.path()).entryList(filter))
            EXPECT_FALSE(name.startsWith(u'.')) << name.toStdString();
    }

    /// Every format of the table, written and read: the samples, cut to @p bits where they are deeper.
    void roundTrip(ImageFileFormat format, ReadImage (*read)(const QString &), int bits)
    {
        for (const PixelFormatInfo &row : pixelFormats()) {
            for (const auto &[width, height] : sizes) {
                SCOPED_TRACE(testing::Message() << row.name << ' ' << width << 'x' << height);
                const FramePtr frame = noiseFrame(row, width, height, width == 5 ? 3 : 0);
                const QString file = path("picture");
                write(*frame, format, file);
                const ReadImage image = read(file);
                const auto samples = decode(*frame);
                ASSERT_TRUE(samples);
                EXPECT_EQ(image.width, width);
                EXPECT_EQ(image.height, height);
                EXPECT_EQ(image.channels, row.channels);
                EXPECT_EQ(image.bits, row.significantBits > 8 ? bits : 8);
                std::vector<std::uint16_t> expected = samples->values;
                for (std::uint16_t &value : expected)
                    value = static_cast<std::uint16_t>(bits == 8 ? value >> (row.significantBits - 8) : value);
                EXPECT_EQ(image.values, expected);
                if (format != ImageFileFormat::Bmp) {
                    EXPECT_EQ(json(image.description), frameMetadata(*frame, {}));
                }
            }
        }
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

TEST_F(ImageFiles, tableIsComplete)
{
    EXPECT_EQ(imageFileFormats().size(), 4u);
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        EXPECT_EQ(findImageFileFormat(row.name), &row);
        EXPECT_EQ(row.keepsDepth, row.format != ImageFileFormat::Bmp);
        write(*noiseFrame(*findPixelFormat(PixelFormat::Mono12p), 3, 3), row.format, path(row.name.data()));
    }
    EXPECT_EQ(findImageFileFormat("jpeg2000"), nullptr);
}

TEST_F(ImageFiles, tiffKeepsEverySample)
{
    roundTrip(ImageFileFormat::Tiff, readTiff, 16);
}

TEST_F(ImageFiles, pngKeepsEverySample)
{
    roundTrip(ImageFileFormat::Png, readPng, 16);
}

TEST_F(ImageFiles, bmpCutsToEightBits)
{
    roundTrip(ImageFileFormat::Bmp, readBmp, 8);
}

TEST_F(ImageFiles, rawIsTheBytesAndTheSideFileTheirDescription)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        const FramePtr frame = noiseFrame(row, 5, 3, 2);
        write(*frame, ImageFileFormat::Raw, path("picture.raw"));
        const QByteArray raw = content(path("picture.raw"));
        ASSERT_EQ(std::size_t(raw.size()), frame->image().size());
        EXPECT_EQ(std::memcmp(raw.constData(), frame->image().data(), frame->image().size()), 0);
        const QJsonObject side = json(content(path("picture.raw.json")));
        EXPECT_EQ(side, frameMetadata(*frame, {}));
        EXPECT_EQ(side[QLatin1String("imageBytes")].toInteger(), raw.size());
        EXPECT_EQ(side[QLatin1String("pixelFormat")].toString().toStdString(), row.name);
        EXPECT_EQ(side[QLatin1String("paddingX")].toInt(), 2);
    }
}

TEST_F(ImageFiles, rawTakesWhatNoOtherFormatTakes)
{
    const FramePtr unknown = Frame::fromBytes(geometry(static_cast<PixelFormat>(0x01100007), 2, 2), noise(8));
    const FramePtr cut = Frame::fromBytes(geometry(PixelFormat::Mono8, 4, 4), noise(15));
    const FramePtr flat = Frame::fromBytes(geometry(PixelFormat::Mono8, 0, 4), noise(0));
    for (const ImageFileFormatInfo &row : imageFileFormats()) {
        if (row.format == ImageFileFormat::Raw)
            continue;
        for (const FramePtr &frame : {unknown, cut, flat}) {
            const auto error = writeImage(*frame, row.format, path("refused"), {});
            ASSERT_TRUE(error) << row.name;
            EXPECT_EQ(error->kind, FileError::Kind::Format);
            EXPECT_EQ(error->path, path("refused"));
            EXPECT_FALSE(error->detail.isEmpty());
            EXPECT_FALSE(QFile::exists(path("refused")));
        }
    }
    write(*unknown, ImageFileFormat::Raw, path("unknown.raw"));
    const QJsonObject side = json(content(path("unknown.raw.json")));
    EXPECT_EQ(side[QLatin1String("pixelFormatCode")].toString(), QStringLiteral("0x01100007"));
    EXPECT_TRUE(side[QLatin1String("pixelFormat")].isNull());
    write(*cut, ImageFileFormat::Raw, path("cut.raw"));
    EXPECT_EQ(content(path("cut.raw")).size(), 15);
    ASSERT_TRUE(writeImage(*flat, ImageFileFormat::Raw, path("flat.raw"), {}));
    EXPECT_FALSE(QFile::exists(path("flat.raw")) || QFile::exists(path("flat.raw.json")));
}

TEST_F(ImageFiles, sixtyFourBitNumbersAreExact)
{
    FrameInfo info = geometry(PixelFormat::Mono8, 3, 3);
    info.frameId = 0xFFFFFFFFFFFFFFFF;
    info.cameraTimestampNs = 9007199254740993; // 2^53 + 1: the first that a double cannot hold
    info.receivedNs = std::numeric_limits<std::int64_t>::max();
    info.capturedNs = std::numeric_limits<std::int64_t>::min();
    info.offsetX = 0xFFFFFFFF;
    write(*Frame::fromBytes(info, bytes({'1', '2', '3', '4', '5', '6', '7', '8', '9'})), ImageFileFormat::Png,
          path("numbers.png"));
    const QJsonObject object = json(readPng(path("numbers.png")).description);
    EXPECT_EQ(object[QLatin1String("frameId")].toString(), QStringLiteral("18446744073709551615"));
    EXPECT_EQ(object[QLatin1String("cameraTimestampNs")].toString(), QStringLiteral("9007199254740993"));
    EXPECT_EQ(object[QLatin1String("receivedNs")].toString(), QStringLiteral("9223372036854775807"));
    EXPECT_EQ(object[QLatin1String("capturedNs")].toString(), QStringLiteral("-9223372036854775808"));
    EXPECT_EQ(object[QLatin1String("offsetX")].toInteger(), 0xFFFFFFFFll);
    // The check value that every description of CRC-32 gives for "123456789".
    EXPECT_EQ(object[QLatin1String("imageCrc32")].toString(), QStringLiteral("cbf43926"));
    EXPECT_EQ(object[QLatin1String("significantBits")].toInt(), 8);
    EXPECT_EQ(object[QLatin1String("complete")].toBool(), true);
    EXPECT_EQ(object[QLatin1String("programVersion")].toString(), QStringLiteral(MV_VERSION));
}

TEST_F(ImageFiles, checksumIsOverTheImageAsItCame)
{
    for (const PixelFormatInfo &row : pixelFormats()) {
        const FramePtr frame = noiseFrame(row, 17, 9, 1);
        const QString text = frameMetadata(*frame, {})[QLatin1String("imageCrc32")].toString();
        EXPECT_EQ(text, QStringLiteral("%1").arg(slowCrc(frame->image()), 8, 16, QLatin1Char('0'))) << row.name;
    }
}

TEST_F(ImageFiles, callersMetadataIsKeptInAnyScript)
{
    const QJsonObject own = {{QStringLiteral("serial"), QStringLiteral("VC0001")},
                             {QStringLiteral("note"), QStringLiteral("Größe 相机 \U0001F4F7 \"quoted\"\n")},
                             {QStringLiteral("features"), QJsonObject{{QStringLiteral("Gain"), 1.5}}},
                             {QStringLiteral("width"), -1}};
    const FramePtr frame = noiseFrame(*findPixelFormat(PixelFormat::Mono8), 4, 4);
    write(*frame, ImageFileFormat::Tiff, path("a.tiff"), own);
    write(*frame, ImageFileFormat::Png, path("a.png"), own);
    write(*frame, ImageFileFormat::Raw, path("a.raw"), own);
    const QByteArray descriptions[] = {readTiff(path("a.tiff")).description, readPng(path("a.png")).description,
                                       content(path("a.raw.json"))};
    for (const QByteArray &description : descriptions) {
        const QJsonObject object = json(description);
        EXPECT_EQ(object[QLatin1String("serial")], own[QLatin1String("serial")]);
        EXPECT_EQ(object[QLatin1String("note")], own[QLatin1String("note")]);
        EXPECT_EQ(object[QLatin1String("features")], own[QLatin1String("features")]);
        EXPECT_EQ(object[QLatin1String("width")].toInt(), 4) << "what the frame knows wins";
    }
    for (const char c : descriptions[0] + descriptions[1])
        ASSERT_TRUE(static_cast<unsigned char>(c) < 0x80) << "TIFF ASCII and PNG tEXt hold no UTF-8";
}
