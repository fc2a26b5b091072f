// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what became of the frames of one stream.
#pragma once

#include "camera/frame_ledger.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace mv {

/// The stream's side of the ledger, and the capture rate over the last second. Times: CLOCK_MONOTONIC in ns.
/// Thread: any.
class StreamLedger
{
public:
    void received(std::uint64_t bytes, std::int64_t atNs);
    void incomplete();
    void lostOnWire(std::uint64_t frames);
    void lostInHost(std::uint64_t frames);
    void unknown(std::uint64_t frames);
    void droppedByCamera(std::uint64_t total);
    void recorded();
    void resends(std::uint64_t requested, std::uint64_t obtained);
    void shown(std::uint64_t frames);

    /// @p skipped: the mailbox's count, taken before this call (counts only grow, so received covers it).
    FrameLedger snapshot(std::uint64_t skipped, std::int64_t nowNs) const;

private:
    struct Arrival
    {
        std::int64_t atNs = 0;
        std::uint64_t bytes = 0;
    };
    void measureRate(FrameLedger &ledger, std::int64_t nowNs) const;

    mutable std::mutex m_mutex; // guards all below
    FrameLedger m_counts;
    std::array<Arrival, 1024> m_arrivals{}; // ring; above 1024 frames a second the rate is measured over less
    std::size_t m_arrived = 0;
};

/// CLOCK_MONOTONIC in ns: the host's time in frames, ledgers and clock maps.
std::int64_t monotonicNs();

} // namespace mv
