// SPDX-License-Identifier: GPL-3.0-or-later
// Maps the camera's clock to the host's.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace mv {

/// Fed with latches of the camera's clock, each bracketed by two readings of the host's. The offset comes from the
/// tightest recent bracket, the drift from the two latches that lie farthest apart. All times in ns, the host's on
/// CLOCK_MONOTONIC. Thread: any (latches come from the device thread, questions from the stream's).
class ClockMap
{
public:
    /// The camera's clock showed @p cameraNs at some time between @p beforeNs and @p afterNs.
    void latched(std::int64_t cameraNs, std::int64_t beforeNs, std::int64_t afterNs);
    /// The host's time at which the camera's clock shows @p cameraNs; empty before the first latch.
    std::optional<std::int64_t> toHost(std::int64_t cameraNs) const;
    void clear();

private:
    struct Latch
    {
        std::int64_t cameraNs = 0;
        std::int64_t hostNs = 0;
        std::int64_t uncertaintyNs = 0;
    };
    void fit();

    mutable std::mutex m_mutex;  // guards all below
    std::deque<Latch> m_latches; // oldest first
    Latch m_anchor;
    double m_drift = 0; // host ns per camera ns, minus 1
};

} // namespace mv
