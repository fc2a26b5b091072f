// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a zipped description may be given to Aravis.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <optional>

namespace mv {

/// Reads @p size bytes at @p offset of the file; empty when they do not come.
using ZipReader = std::function<QByteArray(std::uint64_t offset, std::uint64_t size)>;

/// What is wrong with the zip of @p size bytes, in a specialist's words; empty when Aravis can unpack it. Aravis 0.8.26
/// (src/arvzip.c) believes every offset and size in it, so one wrong number ends the process. Checked with few reads:
/// the end record, the central directory, the local header of each entry; not the packed bytes, which zlib checks.
/// Formats: PKWARE APPNOTE 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record). Thread: any.
std::optional<QString> zipFault(std::uint64_t size, const ZipReader &read);

} // namespace mv
