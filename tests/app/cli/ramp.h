// SPDX-License-Identifier: GPL-3.0-or-later
// The moving ramps of the virtual camera and of Aravis' fake camera, pixel by pixel.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mv::test {

/// The number of pixels of an 8-bit image that differ from (x + y + c) mod @p modulus, x and y counted from 0.
std::size_t wrongPixels(std::span<const std::byte> image, std::uint32_t width, std::uint32_t height, std::uint64_t c,
                        std::uint32_t modulus);

/// A RAW file of `mv-cli grab` with its side file.
struct RawFile
{
    QByteArray bytes;
    QJsonObject metadata;

    std::span<const std::byte> image() const
    {
        return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    }
    std::uint32_t number(const char *key) const;
    std::uint64_t frameId() const;
};
std::optional<RawFile> readRaw(const QString &path);

} // namespace mv::test
