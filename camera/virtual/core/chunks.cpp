// SPDX-License-Identifier: GPL-3.0-or-later
// The table of chunks.
#include "camera/virtual/core/chunks.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>

namespace mv::vcam {

namespace {

constexpr ChunkKind kKinds[] = {
    {"FrameCounter", 0x00000010, 8, [](const Frame &frame) { return frame.counter; }},
    {"Timestamp", 0x00000011, 8, [](const Frame &frame) { return frame.timestampNs; }},
    {"ExposureTime", 0x00000012, 8, [](const Frame &frame) { return std::bit_cast<std::uint64_t>(frame.exposureUs); }},
    {"Gain", 0x00000013, 8, [](const Frame &frame) { return std::bit_cast<std::uint64_t>(frame.gain); }},
    {"LineStatusAll", 0x00000014, 4, [](const Frame &frame) { return std::uint64_t(frame.lineStatusAll); }},
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

bool hasLineStatus(std::uint32_t enable)
{
    const auto kind = std::ranges::find(kKinds, "LineStatusAll", &ChunkKind::name);
    return isEnabled(std::size_t(kind - std::begin(kKinds)), enable);
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
