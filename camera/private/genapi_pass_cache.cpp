// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of the device's address space that are known for the length of one refresh pass.
#include "camera/private/genapi_pass_cache.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace mv {

bool GenApiPassCache::lookUp(std::uint64_t address, std::uint32_t size, void *to) const
{
    auto block = m_blocks.upper_bound(address);
    if (block == m_blocks.begin())
        return false;
    --block;
    const auto offset = address - block->first;
    const auto known = std::uint64_t(block->second.size());
    if (offset > known || known - offset < size)
        return false;
    std::memcpy(to, block->second.constData() + offset, size);
    return true;
}

void GenApiPassCache::insert(std::uint64_t address, const void *bytes, std::uint32_t size)
{
    if (size > std::numeric_limits<std::uint64_t>::max() - address)
        return; // beyond the end of the address space; no device can have answered this
    std::uint64_t begin = address;
    QByteArray merged(static_cast<const char *>(bytes), qsizetype(size));
    auto block = m_blocks.upper_bound(address);
    if (block != m_blocks.begin())
        --block;
    while (block != m_blocks.end() && block->first < address + size) {
        const std::uint64_t blockEnd = block->first + std::uint64_t(block->second.size());
        if (blockEnd <= address) {
            ++block;
            continue;
        }
        // What was just read counts; of the old block only what sticks out is kept.
        if (block->first < begin) {
            merged.prepend(block->second.left(qsizetype(begin - block->first)));
            begin = block->first;
        }
        if (blockEnd > address + size)
            merged.append(block->second.right(qsizetype(blockEnd - (address + size))));
        block = m_blocks.erase(block);
    }
    m_blocks[begin] = std::move(merged);
}

} // namespace mv
