// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the camera's clock by its latch features.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace mv {

class ClockMap;
class FeatureEngine;

/// Latches the camera's clock now and then: TimestampLatch and TimestampLatchValue (SFNC 2.x, in ns), or
/// GevTimestampControlLatch and GevTimestampValue (SFNC 1.x, in ticks of GevTimestampTickFrequency), whichever the
/// camera has. Thread: device.
class ClockLatch
{
public:
    explicit ClockLatch(FeatureEngine &engine);

    bool available() const { return m_command != nullptr; }
    bool due() const;
    /// Three tries, of which the one with the tightest bracket counts; one when the camera is slow. Never an error: a
    /// camera without a usable clock simply has frames without capturedNs.
    void run(ClockMap &map);

private:
    struct Reading
    {
        std::int64_t cameraNs = 0;
        std::int64_t beforeNs = 0;
        std::int64_t afterNs = 0;
    };
    std::optional<Reading> latch();

    FeatureEngine &m_engine;
    const char *m_command = nullptr;
    const char *m_value = nullptr;
    double m_nsPerTick = 1;
    int m_failures = 0;
    std::chrono::steady_clock::time_point m_next;
};

} // namespace mv
