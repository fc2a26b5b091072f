// SPDX-License-Identifier: GPL-3.0-or-later
// What the faults of the stream make of a frame's bytes, whatever the wire.
#pragma once

#include "camera/virtual/core/fault_settings.h"

#include <cstddef>
#include <span>

namespace mv::vcam {

/// The bit of an image that VirtualFaultBitFlip inverts: bit b mod 8 of byte b / 8, b = c * 1000003 mod (8 * bytes),
/// for the image with counter c.
std::uint64_t flippedBit(std::uint64_t counter, std::size_t imageBytes);

/// Spoils the packet that begins or ends a frame, behind its header of @p headerBytes. How many bytes of it are to be
/// sent; 0: none.
std::size_t spoilPacket(PacketFault fault, std::span<std::uint8_t> packet, std::size_t headerBytes);

} // namespace mv::vcam
