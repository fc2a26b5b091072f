// SPDX-License-Identifier: GPL-3.0-or-later
// Samples into the bytes of a pixel format.
#pragma once

#include "camera/virtual/core/pixel_format.h"

#include <vector>

namespace mv::vcam {

/// Bytes that @p samples samples take.
std::size_t packedBytes(const PixelFormat &format, std::size_t samples);

/// Packs @p samples (one a pixel and channel, in memory order) as @p format stores them into @p dst, which must have
/// packedBytes() of room. The two-in-three-bytes formats pad an odd count with a zero sample. Thread: any.
void packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples, std::span<std::uint8_t> dst);
std::vector<std::uint8_t> packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples);

} // namespace mv::vcam
