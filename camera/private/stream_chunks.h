// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the chunks at the end of a frame's payload.
#pragma once

#include "camera/imaging/frame.h"

#include <bit>
#include <cstddef>
#include <span>
#include <vector>

namespace mv {

/// GenICam chunk layout (SFNC "Chunk Data Control"): each chunk is its data followed by its id
/// and its length, 32 bits each (big endian on GigE Vision, little on USB3 Vision), so the list is read from the end of
/// the payload to its start. The chunks in the order in which they lie in memory; empty when the trailers do not tile
/// the payload exactly (then nothing in it can be trusted).
std::vector<Chunk> findChunks(std::span<const std::byte> payload, std::endian order = std::endian::big);

} // namespace mv
