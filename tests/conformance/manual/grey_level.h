// SPDX-License-Identifier: GPL-3.0-or-later
// A light bench: even light of a known number of photo-electrons before a sensor without a pattern, and what frames say
// of it.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

#include <span>
#include <string>
#include <vector>

namespace mv::test {

/// The sensor of docs/virtual-camera.md at power-up, in 12-bit DN.
constexpr double kSystemGain = 0.37, kReadNoise = 2.3, kQuantumEfficiency = 0.62, kBlackLevel = 64, kFullScale = 4095;
constexpr double kExposureUs = 1000;

/// Settings of a fresh camera: 256 x 192 pixels, all the same, computed one by one with noise of their own; dark
/// current, warming up, shading and defects are off. @p more comes last.
std::vector<std::string> lightBench(const std::vector<std::string> &more = {});
/// The same without noise of any kind: a pixel is what the light is.
std::vector<std::string> stillBench(const std::vector<std::string> &more = {});
inline const std::vector<std::string> kBenchSensor = {"--sensor", "256x192"};
inline const std::vector<std::string> kColourBench = {"--sensor", "256x192", "--model", "color"};

/// Light that frees @p perPixel electrons in kExposureUs; 0 puts the cap on.
void setElectrons(WireCamera &camera, double perPixel);

/// Mean over all pixels and frames, and mean over the pixels of the unbiased variance from frame to frame, DN and DN^2.
struct Level
{
    double mean = 0, variance = 0;
};
/// Of @p shots in Mono12, BayerRG12 or 8 bits.
Level levelOf(std::span<const Shot> shots);
/// Records @p frames.
Level measure(WireCamera &camera, std::size_t frames = 8);
/// Waits until @p feature (an auto mode) reads Off while images are taken; throws after ten seconds.
void waitForOff(WireCamera &camera, const char *feature);

} // namespace mv::test
