// SPDX-License-Identifier: GPL-3.0-or-later
// libtiff, libpng and Qt as readers.
#include "readers.h"

#include <QFile>
#include <QImage>

#include <cstdio>
#include <cstring>
#include <memory>

#include <png.h>
#include <tiffio.h>

namespace mv::test {

namespace {

void appendRow(ReadImage &image, const std::uint8_t *row)
{
    for (std::size_t i = 0; i < image.width * static_cast<std::size_t>(image.channels); ++i) {
        std::uint16_t value = row[i];
        if (image.bits == 16)
            std::memcpy(&value, row + 2 * i, sizeof value);
        image.values.push_back(value);
    }
}

} // namespace

ReadImage readTiff(const QString &path)
{
    ReadImage image;
    const std::unique_ptr<TIFF, decltype(&TIFFClose)> tiff(TIFFOpen(QFile::encodeName(path).constData(), "r"),
                                                           TIFFClose);
    if (!tiff)
        return image;
    std::uint16_t bits = 0;
    std::uint16_t channels = 0;
    char *description = nullptr;
    TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &image.width);
    TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &image.height);
    TIFFGetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &channels);
    if (TIFFGetField(tiff.get(), TIFFTAG_IMAGEDESCRIPTION, &description))
        image.description = description;
    image.bits = bits;
    image.channels = channels;
    std::vector<std::uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize(tiff.get())));
    for (std::uint32_t y = 0; y < image.height && TIFFReadScanline(tiff.get(), row.data(), y) == 1; ++y)
        appendRow(image, row.data());
    return image;
}

ReadImage readPng(const QString &path)
{
    ReadImage image;
    FILE *file = std::fopen(QFile::encodeName(path).constData(), "rb");
    if (!file)
        return image;
    // libpng's default error handler aborts when no jump is set: a broken file fails the test, loudly.
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_png(png, info, PNG_TRANSFORM_SWAP_ENDIAN, nullptr);
    image.width = png_get_image_width(png, info);
    image.height = png_get_image_height(png, info);
    image.channels = png_get_channels(png, info);
    image.bits = png_get_bit_depth(png, info);
    png_textp texts = nullptr;
    const int count = png_get_text(png, info, &texts, nullptr);
    for (int i = 0; i < count; ++i) {
        if (std::strcmp(texts[i].key, "mv-viewer") == 0)
            image.description = texts[i].text;
    }
    png_bytepp rows = png_get_rows(png, info);
    for (std::uint32_t y = 0; y < image.height; ++y)
        appendRow(image, rows[y]);
    png_destroy_read_struct(&png, &info, nullptr);
    std::fclose(file);
    return image;
}

ReadImage readBmp(const QString &path)
{
    ReadImage image;
    const QImage loaded(path, "BMP");
    if (loaded.isNull())
        return image;
    image.bits = 8;
    image.channels = loaded.allGray() && loaded.depth() == 8 ? 1 : 3;
    const QImage plain =
        loaded.convertToFormat(image.channels == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    image.width = static_cast<std::uint32_t>(plain.width());
    image.height = static_cast<std::uint32_t>(plain.height());
    for (int y = 0; y < plain.height(); ++y)
        appendRow(image, plain.constScanLine(y));
    return image;
}

} // namespace mv::test
