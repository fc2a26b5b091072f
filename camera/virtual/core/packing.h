// SPDX-License-Identifier: GPL-3.0-or-later
// Samples into the bytes of a pixel format.
#pragma once

#include "camera/virtual/core/pixel_format.h"

#include <vector>

namespace mv::vcam {

/// Packs @p samples (one a pixel and channel, in memory order) as @p format stores them. The two-in-three-bytes formats
/// pad an odd count with a zero sample. Thread: any.
std::vector<std::uint8_t> packSamples(const PixelFormat &format, std::span<const std::uint16_t> samples);

} // namespace mv::vcam
