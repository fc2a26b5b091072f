// SPDX-License-Identifier: GPL-3.0-or-later
// Windows bitmap, 8 bits a sample: gray through a palette, or 24-bit colour. It has no place for metadata.
#include "camera/imaging/image_encoders.h"

#include <QtEndian>

#include <algorithm>
#include <limits>
#include <utility>

namespace mv {

namespace {

constexpr std::uint32_t fileHeaderSize = 14;
constexpr std::uint32_t infoHeaderSize = 40; // BITMAPINFOHEADER
constexpr std::uint32_t paletteSize = 256 * 4;

void append16(QByteArray &bytes, std::uint16_t value)
{
    value = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void append32(QByteArray &bytes, std::uint32_t value)
{
    value = qToLittleEndian(value);
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void appendHeader(QByteArray &bytes, const Samples &samples, std::uint32_t pixelBytes)
{
    const bool color = samples.channels == 3;
    const std::uint32_t start = fileHeaderSize + infoHeaderSize + (color ? 0 : paletteSize);
    bytes.append("BM", 2);
    append32(bytes, start + pixelBytes);
    append32(bytes, 0);
    append32(bytes, start);
    append32(bytes, infoHeaderSize);
    append32(bytes, samples.width);
    append32(bytes, samples.height); // positive: the bottom row comes first
    append16(bytes, 1);              // planes
    append16(bytes, color ? 24 : 8);
    append32(bytes, 0); // BI_RGB: uncompressed
    append32(bytes, pixelBytes);
    append32(bytes, 0); // pixels a metre: not known
    append32(bytes, 0);
    append32(bytes, color ? 0 : 256);
    append32(bytes, 0);
    for (std::uint32_t gray = 0; !color && gray < 256; ++gray)
        append32(bytes, gray * 0x010101u);
}

} // namespace

std::vector<std::uint8_t> cutTo8Bits(const Samples &samples)
{
    const int shift = samples.significantBits - 8;
    std::vector<std::uint8_t> cut(samples.values.size());
    for (std::size_t i = 0; i < cut.size(); ++i)
        cut[i] = static_cast<std::uint8_t>(samples.values[i] >> shift);
    return cut;
}

EncodedImage encodeBmp(const Samples &samples, const QByteArray &)
{
    const std::size_t rowSize = samples.values.size() / samples.height;
    const std::size_t stride = (rowSize + 3) / 4 * 4;
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (samples.width > most || samples.height > most || stride > (most - 4096) / samples.height)
        return {{}, QStringLiteral("a bitmap holds 2 GiB at most")};

    const std::vector<std::uint8_t> cut = cutTo8Bits(samples);
    const std::size_t pixelBytes = stride * samples.height;
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(pixelBytes) + fileHeaderSize + infoHeaderSize + paletteSize);
    appendHeader(bytes, samples, static_cast<std::uint32_t>(pixelBytes));
    std::vector<std::uint8_t> row(stride);
    for (std::size_t y = samples.height; y-- > 0;) {
        std::copy_n(cut.data() + y * rowSize, rowSize, row.begin());
        for (std::size_t x = 0; samples.channels == 3 && x < rowSize; x += 3)
            std::swap(row[x], row[x + 2]); // blue, green, red
        bytes.append(reinterpret_cast<const char *>(row.data()), static_cast<qsizetype>(stride));
    }
    return {bytes, {}};
}

} // namespace mv
