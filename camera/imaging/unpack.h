// SPDX-License-Identifier: GPL-3.0-or-later
// From packed bytes to samples: the one place that knows the packings.
#pragma once

#include "camera/imaging/pixel_format.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace mv {

/// Bytes that samples 0 .. @p samples - 1 of a run occupy.
std::size_t packedBytes(const PixelFormatInfo &format, std::uint64_t samples);

/// Writes samples @p first .. @p first + out.size() - 1 of a run that begins at @p run to @p out. The caller has made
/// sure that packedBytes(format, first + out.size()) bytes are there. Bits above the significant ones, which a device
/// may have left dirty, are cut off. Thread: any.
void unpack(const PixelFormatInfo &format, const std::byte *run, std::uint64_t first, std::span<std::uint16_t> out);

} // namespace mv
