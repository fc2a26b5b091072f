// SPDX-License-Identifier: GPL-3.0-or-later
// An ArvDevice made of sparse memory: serves any description, counts accesses, fails where it is told to.
#pragma once

#include "camera/private/aravis_ptr.h"

#include <arv.h>

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace mv::test {

/// What stands behind one device. Thread: the test's.
struct Memory
{
    using Access = std::pair<std::uint64_t, std::uint32_t>; ///< address, size

    QByteArray xml;
    std::map<std::uint64_t, std::uint8_t> bytes;
    std::function<std::uint8_t(std::uint64_t address)> otherBytes; ///< what is not in bytes; 0 without it
    std::vector<Access> reads;
    std::vector<Access> writes;
    int registerAccesses = 0;                              ///< of them, those made by READREG and WRITEREG
    std::map<std::uint64_t, int> failReads;                ///< address -> ArvDeviceError
    std::map<std::uint64_t, int> failWrites;               ///< address -> ArvDeviceError
    std::function<void(std::uint64_t address)> afterWrite; ///< side effects of the camera
    std::function<void(std::uint64_t address)> beforeRead;

    void put(std::uint64_t address, const QByteArray &data);
    void putBig32(std::uint64_t address, std::uint32_t value);
    void putBig64(std::uint64_t address, std::uint64_t value);
    void putLittle32(std::uint64_t address, std::uint32_t value);
    QByteArray get(std::uint64_t address, int size) const;
    std::uint32_t big32(std::uint64_t address) const;
    /// Distinct (address, size) pairs among the reads.
    std::size_t distinctReads() const;
    void forget()
    {
        reads.clear();
        writes.clear();
    }
};

/// A device on @p memory, which must outlive it.
GObjectPtr<ArvDevice> newMemoryDevice(Memory *memory);

/// tests/camera/features/xml/@p name.
QByteArray xmlFile(const char *name);
/// A description of schema 1.1 with @p nodes, a port "Device" and a category Root that lists @p features.
QByteArray description(const QByteArray &features, const QByteArray &nodes);

} // namespace mv::test
