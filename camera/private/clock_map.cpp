// SPDX-License-Identifier: GPL-3.0-or-later
// Maps the camera's clock to the host's.
#include "camera/private/clock_map.h"

#include <algorithm>
#include <cmath>

namespace mv {

namespace {

constexpr std::size_t keptLatches = 30;              // five minutes at one in ten seconds
constexpr std::int64_t shortestBase = 5'000'000'000; // below 5 s the brackets' width would pass for drift
constexpr double largestDrift = 500e-6;              // crystals are within 100 ppm; more is no drift but a mistake

} // namespace

void ClockMap::latched(std::int64_t cameraNs, std::int64_t beforeNs, std::int64_t afterNs)
{
    const std::lock_guard lock(m_mutex);
    const Latch latch{cameraNs, beforeNs + (afterNs - beforeNs) / 2, (afterNs - beforeNs) / 2 + 1};
    if (!m_latches.empty()) {
        const Latch &last = m_latches.back();
        const auto passed = static_cast<double>(latch.hostNs - last.hostNs);
        const auto counted = static_cast<double>(cameraNs - last.cameraNs);
        const double allowed = passed * largestDrift + static_cast<double>(latch.uncertaintyNs + last.uncertaintyNs);
        if (std::abs(counted - passed) > allowed)
            m_latches.clear(); // the camera's clock was set or restarted
    }
    m_latches.push_back(latch);
    if (m_latches.size() > keptLatches)
        m_latches.pop_front();
    fit();
}

void ClockMap::fit()
{
    const Latch &first = m_latches.front();
    const Latch &last = m_latches.back();
    m_drift = 0;
    if (last.hostNs - first.hostNs >= shortestBase && last.cameraNs > first.cameraNs)
        m_drift =
            static_cast<double>(last.hostNs - first.hostNs) / static_cast<double>(last.cameraNs - first.cameraNs) - 1;
    m_drift = std::clamp(m_drift, -largestDrift, largestDrift);
    // Age makes a latch worse by what the drift may still be off (1 ppm), so a new wide one does not beat an old tight
    // one at once, nor an old one stay for ever.
    const auto badness = [&](const Latch &latch) {
        return latch.uncertaintyNs + (last.hostNs - latch.hostNs) / 1'000'000;
    };
    m_anchor = *std::min_element(m_latches.begin(), m_latches.end(),
                                 [&](const Latch &a, const Latch &b) { return badness(a) < badness(b); });
}

std::optional<std::int64_t> ClockMap::toHost(std::int64_t cameraNs) const
{
    const std::lock_guard lock(m_mutex);
    if (m_latches.empty())
        return std::nullopt;
    const std::int64_t since = cameraNs - m_anchor.cameraNs;
    return m_anchor.hostNs + since + std::llround(static_cast<double>(since) * m_drift);
}

void ClockMap::clear()
{
    const std::lock_guard lock(m_mutex);
    m_latches.clear();
}

} // namespace mv
