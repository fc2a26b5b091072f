// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of the device's address space that are known for the length of one refresh pass.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <map>

namespace mv {

/// Holds what was read, as disjoint blocks: a read inside a block is served from it, whatever its own address and
/// length; a read that overlaps one is made in full and melts into it. Thread: device.
class GenApiPassCache
{
public:
    /// Copies @p size bytes at @p address to @p to if all of them are known.
    bool lookUp(std::uint64_t address, std::uint32_t size, void *to) const;
    void insert(std::uint64_t address, const void *bytes, std::uint32_t size);
    void clear() { m_blocks.clear(); }

private:
    std::map<std::uint64_t, QByteArray> m_blocks; ///< by first address; disjoint
};

} // namespace mv
