// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a zipped description may be given to Aravis (PKWARE APPNOTE 4.3; all fields little endian).
#include "camera/private/device_zip.h"

#include <QtEndian>

#include <algorithm>

namespace mv {

namespace {

constexpr std::uint64_t endRecordSize = 22;
constexpr std::uint64_t directoryEntrySize = 46;
constexpr std::uint64_t localHeaderSize = 30;
// The end record is followed by a comment of at most 65535 bytes; some cameras fill the rest of a flash page after it.
constexpr std::uint64_t longestTail = 65'536 + endRecordSize;
constexpr std::uint64_t tailStep = 512;
constexpr std::uint64_t largestDirectory = 16u << 10; // one entry is the rule
constexpr std::uint64_t largestUnpacked = 64u << 20;  // real ones are below 20 MB
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;

std::uint64_t field16(const QByteArray &bytes, std::uint64_t at)
{
    return qFromLittleEndian<std::uint16_t>(bytes.constData() + at);
}

std::uint64_t field32(const QByteArray &bytes, std::uint64_t at)
{
    return qFromLittleEndian<std::uint32_t>(bytes.constData() + at);
}

std::uint64_t lengthOf(const QByteArray &bytes)
{
    return static_cast<std::uint64_t>(bytes.size());
}

/// Where the last end record begins: Aravis too takes the last one, and never one at offset 0.
std::optional<std::uint64_t> findEndRecord(std::uint64_t size, const ZipReader &read)
{
    const std::uint64_t lowest = size > longestTail ? size - longestTail : 1;
    QByteArray tail;
    for (std::uint64_t begin = size; begin > lowest;) {
        const std::uint64_t step = std::min(tailStep, begin - lowest);
        const QByteArray bytes = read(begin - step, step);
        if (lengthOf(bytes) != step)
            return std::nullopt;
        begin -= step;
        tail = bytes + tail.left(3); // a signature may lie across two pieces
        if (const qsizetype at = tail.lastIndexOf("PK\5\6"); at >= 0)
            return begin + static_cast<std::uint64_t>(at);
    }
    return std::nullopt;
}

struct Directory
{
    std::uint64_t begin = 0;   ///< in the file
    std::uint64_t size = 0;    ///< it ends where the end record begins
    std::uint64_t entries = 0; ///< said to be
    std::uint64_t prefix = 0;  ///< bytes before the archive, which its offsets do not count
};

std::optional<QString> readEndRecord(std::uint64_t size, const ZipReader &read, Directory &directory)
{
    const auto at = findEndRecord(size, read);
    if (!at || *at + endRecordSize > size)
        return QStringLiteral("zip without an end record");
    const QByteArray end = read(*at, endRecordSize);
    if (lengthOf(end) != endRecordSize)
        return QStringLiteral("zip end record cannot be read");
    directory.entries = field16(end, 10);
    directory.size = field32(end, 12);
    const std::uint64_t offset = field32(end, 16);
    if (directory.entries == 0 || directory.entries != field16(end, 8))
        return QStringLiteral("zip says it has %1 files").arg(directory.entries);
    if (directory.size > largestDirectory || offset + directory.size > *at)
        return QStringLiteral("zip directory of %1 bytes at 0x%2").arg(directory.size).arg(offset, 0, 16);
    directory.begin = *at - directory.size;
    directory.prefix = directory.begin - offset;
    return std::nullopt;
}

std::optional<QString> entryFault(const QByteArray &entry, const Directory &directory, const ZipReader &read)
{
    const std::uint64_t method = field16(entry, 10);
    const std::uint64_t packed = field32(entry, 20);
    const std::uint64_t unpacked = field32(entry, 24);
    const bool encrypted = (field16(entry, 8) & 1) != 0;
    if (encrypted || (method != stored && method != deflated) || (method == stored && packed != unpacked))
        return QStringLiteral("zip packed by method %1").arg(method);
    if (unpacked == 0 || unpacked > largestUnpacked)
        return QStringLiteral("zip says it unpacks to %1 bytes").arg(unpacked);
    const std::uint64_t header = directory.prefix + field32(entry, 42);
    if (header + localHeaderSize > directory.begin)
        return QStringLiteral("zip file header at 0x%1").arg(header, 0, 16);
    const QByteArray local = read(header, localHeaderSize);
    if (lengthOf(local) != localHeaderSize || !local.startsWith("PK\3\4"))
        return QStringLiteral("zip without a file header at 0x%1").arg(header, 0, 16);
    const std::uint64_t data = header + localHeaderSize + field16(local, 26) + field16(local, 28);
    if (data + packed > directory.begin)
        return QStringLiteral("zip says it holds %1 bytes at 0x%2").arg(packed).arg(data, 0, 16);
    return std::nullopt;
}

} // namespace

std::optional<QString> zipFault(std::uint64_t size, const ZipReader &read)
{
    Directory directory;
    if (auto fault = readEndRecord(size, read, directory))
        return fault;
    const QByteArray bytes = read(directory.begin, directory.size);
    if (lengthOf(bytes) != directory.size)
        return QStringLiteral("zip directory cannot be read");
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < directory.entries; ++i) {
        if (at + directoryEntrySize > directory.size)
            return QStringLiteral("zip directory ends after %1 of %2 files").arg(i).arg(directory.entries);
        const QByteArray entry = bytes.mid(static_cast<qsizetype>(at), directoryEntrySize);
        at += directoryEntrySize + field16(entry, 28) + field16(entry, 30) + field16(entry, 32);
        if (!entry.startsWith("PK\1\2") || at > directory.size)
            return QStringLiteral("zip directory is broken at file %1").arg(i + 1);
        if (auto fault = entryFault(entry, directory, read))
            return fault;
    }
    return std::nullopt;
}

} // namespace mv
