// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the chunks at the end of a frame's payload.
#pragma once

#include "camera/imaging/frame.h"

#include <cstddef>
#include <span>
#include <vector>

namespace mv {

/// GenICam chunk layout as GigE Vision sends it (SFNC "Chunk Data Control"): each chunk is its data followed by its id
/// and its length, 32 bits big endian each, so the list is read from the end of the payload to its start. The chunks in
/// the order in which they lie in memory; empty when the trailers do not tile the payload exactly (then nothing in it
/// can be trusted).
std::vector<Chunk> findChunks(std::span<const std::byte> payload);

} // namespace mv
