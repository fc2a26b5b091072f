// SPDX-License-Identifier: GPL-3.0-or-later
// EVENT and EVENTDATA, the messages of GVCP (big-endian; facts: docs/virtual-camera.md).
#pragma once

#include "camera/virtual/core/events/device_event.h"

#include <cstddef>
#include <vector>

namespace mv::vcam::gige {

/// Entries that fit into one EVENT.
inline constexpr std::size_t kMostEventEntries = 33;

/// An event as a message has it: reserved16, event id16, stream channel16, block id16, timestamp64, and behind it, if
/// the kind has any, its data: the frame's counter, 8 bytes little-endian like every feature of the camera. An event
/// without a block has @p blockId 0 and no stream channel (0xFFFF). The XML's event ports address these bytes.
std::vector<std::uint8_t> eventEntry(const DeviceEvent &event, std::uint16_t blockId);

/// Whether @p datagram acknowledges the message @p id of @p command (an EVENT or EVENTDATA), whatever its status says.
bool acknowledges(std::span<const std::uint8_t> datagram, std::uint16_t command, std::uint16_t id);

} // namespace mv::vcam::gige
