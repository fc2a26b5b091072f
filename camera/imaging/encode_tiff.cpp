// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF through libtiff: uncompressed, 8 or 16 bits a sample, metadata in ImageDescription.
#include "camera/imaging/image_encoders.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>

#include <tiffio.h>

namespace mv {

namespace {

/// What libtiff writes to, instead of a file.
struct Memory
{
    QByteArray bytes;
    qsizetype position = 0;
};

tmsize_t readBytes(thandle_t handle, void *data, tmsize_t size)
{
    auto *memory = static_cast<Memory *>(handle);
    const qsizetype count = std::clamp<qsizetype>(memory->bytes.size() - memory->position, 0, size);
    std::memcpy(data, memory->bytes.constData() + memory->position, static_cast<std::size_t>(count));
    memory->position += count;
    return count;
}

tmsize_t writeBytes(thandle_t handle, void *data, tmsize_t size)
{
    auto *memory = static_cast<Memory *>(handle);
    const qsizetype end = memory->position + size;
    try {
        if (end > memory->bytes.size())
            memory->bytes.resize(end, '\0'); // a gap that was sought over is zero
    } catch (const std::bad_alloc &) {
        return 0; // no exception through C
    }
    std::memcpy(memory->bytes.data() + memory->position, data, static_cast<std::size_t>(size));
    memory->position = end;
    return size;
}

toff_t seekBytes(thandle_t handle, toff_t offset, int whence)
{
    auto *memory = static_cast<Memory *>(handle);
    const qsizetype base = whence == SEEK_CUR ? memory->position : whence == SEEK_END ? memory->bytes.size() : 0;
    memory->position = base + static_cast<qsizetype>(offset);
    return static_cast<toff_t>(memory->position);
}

toff_t sizeOf(thandle_t handle)
{
    return static_cast<toff_t>(static_cast<Memory *>(handle)->bytes.size());
}

int closeNothing(thandle_t)
{
    return 0;
}

int keepMessage(TIFF *, void *text, const char *, const char *format, va_list arguments)
{
    char message[256];
    std::vsnprintf(message, sizeof message, format, arguments);
    *static_cast<QString *>(text) = QString::fromLocal8Bit(message);
    return 1; // handled: nothing goes to standard error
}

int ignoreMessage(TIFF *, void *, const char *, const char *, va_list)
{
    return 1;
}

using TiffPointer = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

TiffPointer openTiff(Memory *memory, std::size_t contentSize, QString *problem)
{
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                   TIFFOpenOptionsFree);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keepMessage, problem);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), ignoreMessage, nullptr);
    // Classic TIFF counts in 32 bits; beyond that BigTIFF.
    const char *mode = contentSize < 0xF0000000u ? "w" : "w8";
    return {TIFFClientOpenExt("memory", mode, memory, readBytes, writeBytes, seekBytes, closeNothing, sizeOf, nullptr,
                              nullptr, options.get()),
            TIFFClose};
}

bool writeTags(TIFF *tiff, const Samples &samples, int bits, std::uint32_t rowsPerStrip, const QByteArray &description)
{
    return TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, samples.width) &&
           TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, samples.height) && TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits) &&
           TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples.channels) &&
           TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT) &&
           TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, samples.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK) &&
           TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
           TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE) &&
           TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT) &&
           TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rowsPerStrip) &&
           TIFFSetField(tiff, TIFFTAG_SOFTWARE, "MV Viewer " MV_VERSION) &&
           TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description.constData());
}

bool writeStrips(TIFF *tiff, const std::uint8_t *bytes, std::size_t size, std::size_t stripSize)
{
    for (std::uint32_t strip = 0; size > 0; ++strip) {
        const std::size_t count = std::min(size, stripSize);
        // libtiff takes the data as void * but does not change it without a codec that says so.
        if (TIFFWriteEncodedStrip(tiff, strip, const_cast<std::uint8_t *>(bytes), static_cast<tmsize_t>(count)) < 0)
            return false;
        bytes += count;
        size -= count;
    }
    return true;
}

/// How the samples lie in the file.
struct Content
{
    const std::uint8_t *bytes;
    std::size_t size;
    std::size_t rowSize;
    int bits;
};

bool writeTiff(TIFF *tiff, const Samples &samples, const Content &content, const QByteArray &description)
{
    const std::size_t rows = std::clamp<std::size_t>((std::size_t(1) << 20) / content.rowSize, 1, samples.height);
    return tiff && writeTags(tiff, samples, content.bits, static_cast<std::uint32_t>(rows), description) &&
           writeStrips(tiff, content.bytes, content.size, rows * content.rowSize) && TIFFFlush(tiff);
}

} // namespace

EncodedImage encodeTiff(const Samples &samples, const QByteArray &description)
{
    const bool deep = samples.significantBits > 8;
    const std::vector<std::uint8_t> narrow = deep ? std::vector<std::uint8_t>() : cutTo8Bits(samples);
    const std::size_t size = samples.values.size() * (deep ? 2 : 1);
    const Content content{deep ? reinterpret_cast<const std::uint8_t *>(samples.values.data()) : narrow.data(), size,
                          size / samples.height, deep ? 16 : 8};
    Memory memory;
    memory.bytes.reserve(static_cast<qsizetype>(size) + description.size() + 4096);
    QString problem;
    TiffPointer tiff = openTiff(&memory, size + static_cast<std::size_t>(description.size()), &problem);
    const bool done = writeTiff(tiff.get(), samples, content, description);
    tiff.reset(); // before the memory and the message it writes to
    if (!done || !problem.isEmpty())
        return {{}, problem.isEmpty() ? QStringLiteral("libtiff failed") : problem};
    return {memory.bytes, {}};
}

} // namespace mv
