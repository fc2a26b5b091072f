// SPDX-License-Identifier: GPL-3.0-or-later
// What can travel with an image: one row each.
#pragma once

#include "camera/virtual/core/frame.h"

#include <string_view>

namespace mv::vcam {

/// One kind of chunk. Its number in the table is its value of ChunkSelector and its bit of Settings::chunkEnable.
struct ChunkKind
{
    std::string_view name; ///< entry of ChunkSelector; the feature is "Chunk" + name
    std::uint32_t id;      ///< as the XML's <ChunkID> says, hexadecimal there
    std::size_t bytes;
    std::uint64_t (*value)(const Frame &); ///< stored little-endian; of a float its IEEE bits
};

std::span<const ChunkKind> chunkKinds();
/// Settings::chunkEnable at power-up: FrameCounter.
inline constexpr std::uint32_t kDefaultChunks = 1;

/// Whether @p enable has the chunk LineStatusAll.
bool hasLineStatus(std::uint32_t enable);
/// Bytes behind the image in chunk mode, with the kinds that have their bit in @p enable.
std::size_t chunkTailBytes(std::uint32_t enable);
/// The chunks of @p frame.
std::vector<Chunk> makeChunks(const Frame &frame, std::uint32_t enable);

} // namespace mv::vcam
