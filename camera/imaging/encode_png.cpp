// SPDX-License-Identifier: GPL-3.0-or-later
// PNG through libpng: gray or RGB, 8 or 16 bits a sample, metadata in a tEXt chunk.
#include "camera/imaging/image_encoders.h"

#include <bit>
#include <csetjmp>
#include <new>

#include <png.h>

namespace mv {

namespace {

// libpng leaves by longjmp, which must not skip destructors: everything with one lives in encodePng(), and the function
// that can be left holds plain values only.

struct Output
{
    QByteArray bytes;
    QString problem;

    bool append(const std::uint8_t *data, std::size_t size)
    try {
        bytes.append(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
        return true;
    } catch (const std::bad_alloc &) {
        return false; // no exception through C
    }
};

void appendBytes(png_structp png, png_bytep data, std::size_t size)
{
    if (!static_cast<Output *>(png_get_io_ptr(png))->append(data, size))
        png_error(png, "out of memory"); // by longjmp: outside of any catch
}

void flushNothing(png_structp) {}

[[noreturn]] void keepMessage(png_structp png, png_const_charp message)
{
    static_cast<Output *>(png_get_error_ptr(png))->problem = QString::fromLatin1(message);
    png_longjmp(png, 1);
}

void ignoreMessage(png_structp, png_const_charp) {}

struct Picture
{
    std::uint32_t width;
    std::uint32_t height;
    int channels;
    int bits;
    const std::uint8_t *bytes;
    std::size_t rowSize;
    const char *description;
};

void writePicture(png_structp png, png_infop info, const Picture &picture)
{
    if (setjmp(png_jmpbuf(png)))
        return;
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); // the default forbids more than 10^6 pixels in a row
    // Noise compresses badly at any level: 1 is several times faster than the default and a few percent larger.
    png_set_compression_level(png, 1);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_IHDR(png, info, picture.width, picture.height, picture.bits,
                 picture.channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);

    png_text texts[2] = {};
    char software[] = "Software", program[] = "MV Viewer " MV_VERSION, keyword[] = "mv-viewer";
    texts[0] = {PNG_TEXT_COMPRESSION_NONE, software, program, sizeof program - 1, 0, nullptr, nullptr};
    texts[1] = {PNG_TEXT_COMPRESSION_NONE, keyword, const_cast<char *>(picture.description), 0, 0, nullptr, nullptr};
    png_set_text(png, info, texts, 2);
    png_write_info(png, info);
    if (picture.bits == 16 && std::endian::native == std::endian::little)
        png_set_swap(png);
    for (std::uint32_t y = 0; y < picture.height; ++y)
        png_write_row(png, picture.bytes + y * picture.rowSize);
    png_write_end(png, info);
}

} // namespace

EncodedImage encodePng(const Samples &samples, const QByteArray &description)
{
    const bool deep = samples.significantBits > 8;
    const std::vector<std::uint8_t> narrow = deep ? std::vector<std::uint8_t>() : cutTo8Bits(samples);
    const std::size_t rowSamples = samples.values.size() / samples.height;
    const Picture picture{samples.width,
                          samples.height,
                          samples.channels,
                          deep ? 16 : 8,
                          deep ? reinterpret_cast<const std::uint8_t *>(samples.values.data()) : narrow.data(),
                          rowSamples * (deep ? 2 : 1),
                          description.constData()};
    Output output;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &output, keepMessage, ignoreMessage);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    if (info) {
        png_set_write_fn(png, &output, appendBytes, flushNothing);
        writePicture(png, info, picture);
    } else {
        output.problem = QStringLiteral("libpng failed");
    }
    png_destroy_write_struct(&png, &info);
    return output.problem.isEmpty() ? EncodedImage{output.bytes, {}} : EncodedImage{{}, output.problem};
}

} // namespace mv
