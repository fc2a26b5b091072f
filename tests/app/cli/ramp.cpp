// SPDX-License-Identifier: GPL-3.0-or-later
// The moving ramps of the virtual camera and of Aravis' fake camera, pixel by pixel.
#include "ramp.h"

#include <QFile>
#include <QJsonDocument>

#include <cstring>
#include <vector>

namespace mv::test {

std::size_t wrongPixels(std::span<const std::byte> image, std::uint32_t width, std::uint32_t height, std::uint64_t c,
                        std::uint32_t modulus)
{
    const std::size_t pixels = std::size_t(width) * height;
    if (image.size() != pixels)
        return pixels + 1; // no picture can be that wrong
    // Row y of the ramp begins at phase (y + c) of one long row: a comparison of memory keeps up with the camera.
    std::vector<std::byte> longRow(std::size_t(width) + modulus);
    for (std::size_t i = 0; i < longRow.size(); ++i)
        longRow[i] = static_cast<std::byte>(i % modulus);
    std::size_t wrong = 0;
    for (std::uint32_t y = 0; y < height; ++y) {
        const std::byte *row = image.data() + std::size_t(y) * width;
        const std::byte *expected = longRow.data() + (y + c) % modulus;
        if (std::memcmp(row, expected, width) == 0)
            continue;
        for (std::uint32_t x = 0; x < width; ++x)
            wrong += row[x] != expected[x];
    }
    return wrong;
}

std::uint32_t RawFile::number(const char *key) const
{
    return static_cast<std::uint32_t>(metadata[QLatin1String(key)].toInteger());
}

std::uint64_t RawFile::frameId() const
{
    return metadata[QLatin1String("frameId")].toString().toULongLong();
}

std::optional<RawFile> readRaw(const QString &path)
{
    QFile image(path);
    QFile side(path + QStringLiteral(".json"));
    if (!image.open(QIODevice::ReadOnly) || !side.open(QIODevice::ReadOnly))
        return std::nullopt;
    return RawFile{image.readAll(), QJsonDocument::fromJson(side.readAll()).object()};
}

} // namespace mv::test
