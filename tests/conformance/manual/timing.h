// SPDX-License-Identifier: GPL-3.0-or-later
// Time as the frames' stamps tell it: exact, whatever the host was doing meanwhile.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

#include <span>

namespace mv::test {

constexpr std::uint64_t kNsPerUs = 1000;
constexpr std::uint64_t kNsPerMs = 1'000'000;

/// Frames a second: from the median distance of neighbours, of which every other distance must be a multiple (a frame
/// that a busy host lost is a gap). Fails the test if they are not evenly spaced.
double framesPerSecond(std::span<const Shot> shots);

/// Records a dozen frames and expects them to come at @p hertz, and the camera to say that @p limit limits them.
void expectRate(WireCamera &camera, double hertz, const char *limit);

/// Expects two moments of the camera's clock to be equal within @p toleranceNs.
void expectMoment(const char *what, std::uint64_t actualNs, std::uint64_t expectedNs, std::uint64_t toleranceNs = 1000);

} // namespace mv::test
