// SPDX-License-Identifier: GPL-3.0-or-later
// Rates and moments out of timestamps.
#include "tests/conformance/manual/timing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mv::test {

double framesPerSecond(std::span<const Shot> shots)
{
    std::vector<double> distances;
    for (std::size_t i = 1; i < shots.size(); ++i)
        distances.push_back(double(shots[i].timestampNs - shots[i - 1].timestampNs));
    if (distances.empty())
        return 0;
    std::vector<double> sorted = distances;
    std::sort(sorted.begin(), sorted.end());
    const double period = sorted[sorted.size() / 2];
    for (const double distance : distances)
        EXPECT_NEAR(distance / period, std::max(1.0, std::round(distance / period)), 1e-4) << "not evenly spaced";
    return 1e9 / period;
}

void expectRate(WireCamera &camera, double hertz, const char *limit)
{
    camera.start();
    const auto shots = camera.take(12);
    EXPECT_EQ(camera.entry("ResultingFrameRateLimit"), limit);
    camera.stop();
    EXPECT_NEAR(framesPerSecond(shots) / hertz, 1.0, 1e-5) << hertz << " frames a second expected";
}

void expectMoment(const char *what, std::uint64_t actualNs, std::uint64_t expectedNs, std::uint64_t toleranceNs)
{
    const auto off = std::int64_t(actualNs - expectedNs);
    EXPECT_LE(std::abs(off), std::int64_t(toleranceNs)) << what << " is off by " << double(off) / 1000 << " us";
}

} // namespace mv::test
