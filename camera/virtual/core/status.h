// SPDX-License-Identifier: GPL-3.0-or-later
// The answers a register access can get. GigE Vision (GVCP) and USB3 Vision (GenCP) share the codes 0x8….
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Status codes as they cross the wire (genicam.md 5.1; the same numbers in GenCP). A value; thread: any.
enum class Status : std::uint16_t {
    Success = 0x0000,
    NotImplemented = 0x8001,
    InvalidParameter = 0x8002,
    InvalidAddress = 0x8003,
    WriteProtect = 0x8004,
    BadAlignment = 0x8005,
    AccessDenied = 0x8006,
    Busy = 0x8007,
    LocalProblem = 0x8008,
    PacketUnavailable = 0x800C,
    InvalidHeader = 0x800E,
    StreamSizeNotAligned = 0xA003,    ///< USB3 Vision only: a transfer size of the streaming interface
    StreamSizesInconsistent = 0xA004, ///< USB3 Vision only: they do not hold an image
};

} // namespace mv::vcam
