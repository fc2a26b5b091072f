// SPDX-License-Identifier: GPL-3.0-or-later
// What the faults of the stream make of a packet.
#pragma once

#include "camera/virtual/gige/gvsp_packet.h"

namespace mv::vcam {
struct Faults;
}

namespace mv::vcam::gige {

/// Spoils packet @p index of @p block, which is written in @p packet, each time it is sent in the same way. How many
/// bytes of it are to be sent; 0: none.
std::size_t spoilPacket(const Faults &faults, const GvspBlock &block, std::uint32_t index,
                        std::span<std::uint8_t> packet);

} // namespace mv::vcam::gige
