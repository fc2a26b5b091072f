// SPDX-License-Identifier: GPL-3.0-or-later
// The frame ledger: where every frame of a stream went.
#pragma once

#include <cstdint>

namespace mv {

/// Counts since the stream started. The rows of commands.md:
///   sent     = received + incomplete + lostOnWire + lostInHost + droppedByCamera + unknown
///   received = shown + skipped + pending          (recorded is an axis of its own)
/// Losses come from gaps in the frame ids, never from the driver's underrun counters. A value; thread: any.
struct FrameLedger
{
    std::uint64_t received = 0;        ///< complete frames handed on
    std::uint64_t incomplete = 0;      ///< frames that arrived with parts missing
    std::uint64_t lostOnWire = 0;      ///< ids that never arrived while buffers were waiting
    std::uint64_t lostInHost = 0;      ///< ids that never arrived while the driver had no buffer to put them in
    std::uint64_t droppedByCamera = 0; ///< as the camera itself counts, where it does
    std::uint64_t unknown = 0;         ///< frames that nobody can account for after a loss of connection
    std::uint64_t shown = 0;           ///< painted
    std::uint64_t skipped = 0;         ///< replaced by a newer one before the view took them
    std::uint64_t pending = 0;         ///< waiting for the view
    std::uint64_t recorded = 0;
    std::uint64_t bytes = 0;            ///< payload bytes of received frames
    std::uint64_t resendsRequested = 0; ///< packets (GigE)
    std::uint64_t resendsObtained = 0;  ///< packets (GigE)
    double captureFps = 0;              ///< received frames a second over the last second or so
    double megabytesPerSecond = 0;      ///< 10^6 bytes a second over the same time

    std::uint64_t lost() const { return lostOnWire + lostInHost; }
};

} // namespace mv
