// SPDX-License-Identifier: GPL-3.0-or-later
// The table of chunks.
#include "camera/virtual/core/chunks.h"

#include "camera/virtual/core/bytes.h"

namespace mv::vcam {

namespace {

constexpr ChunkKind kKinds[] = {
    {"FrameCounter", 0x00000010, 8, [](const Frame &frame) { return frame.counter; }},
};

bool isEnabled(std::size_t kind, std::uint32_t enable)
{
    return enable >> kind & 1;
}

} // namespace

std::span<const ChunkKind> chunkKinds()
{
    return kKinds;
}

std::uint32_t allChunks()
{
    return (1u << std::size(kKinds)) - 1;
}

std::size_t chunkTailBytes(std::uint32_t enable)
{
    std::size_t bytes = kChunkTrailerBytes; // of the image
    for (std::size_t i = 0; i < std::size(kKinds); ++i)
        bytes += isEnabled(i, enable) ? kKinds[i].bytes + kChunkTrailerBytes : 0;
    return bytes;
}

std::vector<Chunk> makeChunks(const Frame &frame, std::uint32_t enable)
{
    std::vector<Chunk> chunks;
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
        if (!isEnabled(i, enable))
            continue;
        Chunk chunk{kKinds[i].id, std::vector<std::uint8_t>(kKinds[i].bytes)};
        storeInteger(chunk.data, kKinds[i].value(frame), std::endian::little);
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

} // namespace mv::vcam
