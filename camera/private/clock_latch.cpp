// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the camera's clock by its latch features.
#include "camera/private/clock_latch.h"

#include "camera/private/clock_map.h"
#include "camera/private/feature_engine.h"
#include "camera/private/stream_ledger.h"

#include <cmath>

namespace mv {

namespace {

using namespace std::chrono_literals;

constexpr auto interval = 10s;
constexpr int triesEach = 3;
constexpr int failuresUntilGivenUp = 3;
constexpr std::int64_t slowNs = 20'000'000; // a latch that takes longer is not repeated for precision
constexpr int latchTimeoutMs = 200;

QString name(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

ClockLatch::ClockLatch(FeatureEngine &engine) : m_engine(engine)
{
    if (engine.has(QStringLiteral("TimestampLatch")) && engine.has(QStringLiteral("TimestampLatchValue"))) {
        m_command = "TimestampLatch";
        m_value = "TimestampLatchValue";
    } else if (engine.has(QStringLiteral("GevTimestampControlLatch")) &&
               engine.has(QStringLiteral("GevTimestampValue"))) {
        const auto frequency = engine.readInteger(QStringLiteral("GevTimestampTickFrequency"));
        if (frequency && frequency.value() > 0) {
            m_command = "GevTimestampControlLatch";
            m_value = "GevTimestampValue";
            m_nsPerTick = 1e9 / static_cast<double>(frequency.value());
        }
    }
}

bool ClockLatch::due() const
{
    return available() && m_failures < failuresUntilGivenUp && std::chrono::steady_clock::now() >= m_next;
}

void ClockLatch::run(ClockMap &map)
{
    std::optional<Reading> best;
    for (int i = 0; i < triesEach; ++i) {
        const auto reading = latch();
        if (!reading)
            break;
        const auto width = [](const Reading &r) { return r.afterNs - r.beforeNs; };
        if (!best || width(*reading) < width(*best))
            best = reading;
        if (width(*reading) > slowNs)
            break;
    }
    m_failures = best ? 0 : m_failures + 1;
    m_next = std::chrono::steady_clock::now() + interval;
    if (best)
        map.latched(best->cameraNs, best->beforeNs, best->afterNs);
}

std::optional<ClockLatch::Reading> ClockLatch::latch()
{
    Reading reading;
    reading.beforeNs = monotonicNs();
    if (!m_engine.execute(
            name(m_command), latchTimeoutMs, [] { return false; }, nullptr))
        return std::nullopt;
    reading.afterNs = monotonicNs();
    const auto ticks = m_engine.readInteger(name(m_value));
    if (!ticks || ticks.value() <= 0)
        return std::nullopt;
    // Exact for the usual 1 GHz; otherwise the double's 53 bits are fine for 104 days at 1 ns.
    reading.cameraNs = m_nsPerTick == 1.0
                           ? ticks.value()
                           : static_cast<std::int64_t>(std::llround(static_cast<double>(ticks.value()) * m_nsPerTick));
    return reading;
}

} // namespace mv
