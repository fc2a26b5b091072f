// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera looks at: how many photons reach each pixel in one exposure.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <array>

namespace mv::vcam {

/// What stands before the lens.
enum class Target {
    Uniform,  ///< an evenly lit opal: flat-field light
    Capped,   ///< the lens cap: only what leaks past it
    Chart,    ///< checks, grey steps, a slanted edge, line pairs; tiles of 1024x1024 pixels
    Textured, ///< paper with a grain of one pixel, as a lens shows it
};

/// The scene. Light is counted in photons per pixel and second in the middle of the lens' field, on a white target. A
/// value; thread: any.
struct Scene
{
    Target target = Target::Uniform;
    double photonFlux = 1.6e6;      ///< photons per pixel and second; 8000 in 5 ms
    double colorTemperature = 5500; ///< kelvin, of a black body; only seen through colour filters
    double fallOff = 0;             ///< how much darker the right edge is than the left, 0..1, linear (gate "ratio")
    double flickerAmplitude = 0;    ///< of the light, relative, 0..1 (gate "flicker")
    double flickerFrequency = 100;  ///< Hz, twice the mains'
    double drift = 0;               ///< relative change of the light per second (gate "flicker": > 1 % over a stack)
    std::uint64_t driftSinceNs = 0; ///< ns since AcquisitionStart: when the light was still at its full flux
    double driftSeconds = 0;        ///< after so long the drift begins anew, as a lamp that is readjusted; 0: never
    double velocityX = 0, velocityY = 0; ///< of chart or paper over the sensor, pixels per second
    double grain = 0.01;                 ///< relative standard deviation of the paper's grain (gate "texture")
    double leakFlux = 0; ///< photons per pixel and second that come past the cap at the left edge, none at the right

    bool operator==(const Scene &) const = default;
};

/// Every number of the light and the target, in the order of its register; each name is the feature's.
std::span<const Parameter<Scene>> sceneParameters();

/// A sentence if a value is none that a scene can have, nullopt if all are fine.
std::optional<std::string> problemOf(const Scene &scene);

/// Photons per pixel and second from irradiance: EMVA 1288 R4.0 eq. (4), mu_p = 50.34 A[um^2] t[ms] lambda[um]
/// E[uW/cm^2].
double photonFluxFromIrradiance(double microwattsPerCm2, double wavelengthUm, double pixelPitchUm);

/// Relative signal of the red, green and blue filter under a black body, green = 1: photons of Planck's law at 600, 540
/// and 460 nm times the filters' peak transmissions of 0.85, 1 and 0.80. Range 1000..25000 K.
std::array<double, 3> channelResponse(double kelvin);

/// Mean of the flickering light over the exposure, relative to its mean over all time: 1 when the exposure is a whole
/// number of periods. The drift is taken at the start of the exposure and is none before scene.driftSinceNs. Never
/// below 0.
double lightFactor(const Scene &scene, std::uint64_t startNs, double exposureUs);

} // namespace mv::vcam
