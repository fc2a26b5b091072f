// SPDX-License-Identifier: GPL-3.0-or-later
// Reads image files back through the C libraries, for tests.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace mv::test {

struct ReadImage
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int channels = 0;
    int bits = 0;
    std::vector<std::uint16_t> values;
    QByteArray description;
};

/// Without values if the file cannot be read.
ReadImage readTiff(const QString &path);
ReadImage readPng(const QString &path);
ReadImage readBmp(const QString &path);

} // namespace mv::test
