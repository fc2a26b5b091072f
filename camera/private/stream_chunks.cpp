// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the chunks at the end of a frame's payload.
#include "camera/private/stream_chunks.h"

#include <QtEndian>

#include <algorithm>

namespace mv {

namespace {

std::uint32_t number(const std::byte *at, std::endian order)
{
    return order == std::endian::big ? qFromBigEndian<std::uint32_t>(at) : qFromLittleEndian<std::uint32_t>(at);
}

} // namespace

std::vector<Chunk> findChunks(std::span<const std::byte> payload, std::endian order)
{
    constexpr std::size_t trailer = 8;
    // A chunk of no bytes costs 8, so without a limit a frame of zeros would make millions of them.
    constexpr std::size_t most = 1024;
    std::vector<Chunk> chunks;
    std::size_t end = payload.size();
    while (end != 0) {
        if (end < trailer || chunks.size() == most)
            return {};
        const auto id = number(payload.data() + end - trailer, order);
        const std::size_t length = number(payload.data() + end - trailer + 4, order);
        if (length > end - trailer)
            return {};
        end -= trailer + length;
        chunks.push_back({id, end, length});
    }
    std::reverse(chunks.begin(), chunks.end());
    return chunks;
}

} // namespace mv
