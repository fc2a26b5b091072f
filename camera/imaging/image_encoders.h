// SPDX-License-Identifier: GPL-3.0-or-later
// Samples to the bytes of an image file, in memory: what can fail on a disk fails in one place only, AtomicFile.
#pragma once

#include "camera/imaging/decode.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace mv {

/// The bytes of a file, or why there are none (in the library's words).
struct EncodedImage
{
    QByteArray bytes;
    QString problem;
};

// @p description: the metadata as JSON of ASCII characters only. Blocking; thread: any.
EncodedImage encodeTiff(const Samples &samples, const QByteArray &description);
EncodedImage encodePng(const Samples &samples, const QByteArray &description);
EncodedImage encodeBmp(const Samples &samples, const QByteArray &description);

/// The samples cut to 8 bits, as they lie in Samples::values.
std::vector<std::uint8_t> cutTo8Bits(const Samples &samples);

} // namespace mv
