// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera does wrong on purpose at its USB link (the faults of every wire: core/fault_settings.h).
#pragma once

#include <cstdint>

namespace mv::vcam::u3v {

/// When the camera vanishes from the bus, once.
enum class UnplugFault : std::int64_t {
    None = 0,
    Now = 1,
    NextWrite = 2, ///< executed, not answered
    XmlRead = 3    ///< in the middle of the download
};
enum class StallFault : std::int64_t { None = 0, Control = 1, Event = 2, Stream = 3 };
/// Of the stream's block ids.
enum class BlockIdFault : std::int64_t {
    None = 0,
    Gap = 1,    ///< every second one is left out
    Repeat = 2, ///< every one comes twice
    Trailer = 3 ///< the trailer's is another frame's
};

/// A value; thread: any.
struct UsbFaults
{
    UnplugFault unplug = UnplugFault::None;
    std::uint32_t unplugMs = 1000; ///< until it is plugged in again
    bool shortPayload = false;     ///< half of each image
    BlockIdFault blockId = BlockIdFault::None;
    std::uint32_t linkKilobytes = 0; ///< per second; 0: no limit
    bool strictAlignment = false;
    bool strictLength = false;
    bool highSpeed = false; ///< from the next plugging in on
};

} // namespace mv::vcam::u3v
