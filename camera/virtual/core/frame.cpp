// SPDX-License-Identifier: GPL-3.0-or-later
// Payload layout of a frame with chunks.
#include "camera/virtual/core/frame.h"

#include "camera/virtual/core/bytes.h"

namespace mv::vcam {

namespace {

void appendTrailer(std::vector<std::uint8_t> &out, std::uint32_t id, std::size_t length, std::endian order)
{
    std::uint8_t trailer[kChunkTrailerBytes];
    storeInteger(std::span(trailer).first(4), id, order);
    storeInteger(std::span(trailer).last(4), length, order);
    out.insert(out.end(), std::begin(trailer), std::end(trailer));
}

} // namespace

std::size_t Frame::payloadBytes() const
{
    std::size_t bytes = imageBytes + (chunkMode ? kChunkTrailerBytes : 0);
    for (const Chunk &chunk : chunks)
        bytes += chunk.data.size() + kChunkTrailerBytes;
    return bytes;
}

std::vector<std::uint8_t> chunkTail(const Frame &frame, std::endian order)
{
    std::vector<std::uint8_t> tail;
    if (!frame.chunkMode)
        return tail;
    appendTrailer(tail, kImageChunkId, frame.imageBytes, order);
    for (const Chunk &chunk : frame.chunks) {
        tail.insert(tail.end(), chunk.data.begin(), chunk.data.end());
        appendTrailer(tail, chunk.id, chunk.data.size(), order);
    }
    return tail;
}

} // namespace mv::vcam
