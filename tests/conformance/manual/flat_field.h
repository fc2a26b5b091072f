// SPDX-License-Identifier: GPL-3.0-or-later
// Flat-field correction by the camera's features, and what is left of it in new frames.
#pragma once

#include "tests/conformance/wire/wire_camera.h"

#include <span>

namespace mv::test {

constexpr int kCalibrationFrames = 64;

/// A real sensor of 256 x 192 pixels with pattern, lens and noise, but no defects, under even light that brings the
/// middle to 70 % of full scale; the exposure is 5 ms.
std::vector<std::string> flatFieldScene(const std::vector<std::string> &more = {});

/// How a stage ended: FFCStatus, and FFCRefusalReason.
struct StageEnd
{
    std::string status, reason;
};
/// Streams, runs @p stage on @p target (Capped, Uniform), and waits for its end.
StageEnd runStage(WireCamera &camera, const char *stage, const char *target);
/// The three stages; throws if one does not end in Done.
void calibrate(WireCamera &camera);

/// Mean and unbiased temporal variance of every pixel.
struct Stack
{
    std::vector<double> mean, variance;
    std::size_t frames = 0;

    double level() const;
    /// Spatial variance of the means less what the noise of so few frames adds (EMVA 1288).
    double spatialVariance() const;
};
/// Light of @p share of the scene's, 0: capped.
Stack takeStack(WireCamera &camera, double share, std::size_t frames);

} // namespace mv::test
