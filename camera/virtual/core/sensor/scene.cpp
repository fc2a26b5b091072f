// SPDX-License-Identifier: GPL-3.0-or-later
// The scene's numbers per frame.
#include "camera/virtual/core/sensor/scene.h"

#include "camera/virtual/core/sensor/exact_math.h"
#include "camera/virtual/core/sensor/parameter.h"

namespace mv::vcam {

namespace {

/// Photons a black body sends out at a wavelength, but for a constant: Planck's law divided by h c / lambda.
double blackBodyPhotons(double wavelengthNm, double kelvin)
{
    constexpr double kSecondRadiation = 1.438776877e7; // h c / k, nm K (CODATA 2018)
    const double square = wavelengthNm * wavelengthNm;
    return 1.0 / (square * square * (exactExp(kSecondRadiation / (wavelengthNm * kelvin)) - 1.0));
}

/// Seconds that the light has drifted for.
double driftTime(const Scene &scene, std::uint64_t startNs)
{
    if (startNs <= scene.driftSinceNs)
        return 0.0;
    const double seconds = double(startNs - scene.driftSinceNs) * 1e-9;
    if (!(scene.driftSeconds > 0.0))
        return seconds;
    return seconds - double(std::int64_t(seconds / scene.driftSeconds)) * scene.driftSeconds;
}

using Field = Parameter<Scene>::Field;

constexpr Parameter<Scene> kParameters[] = {
    {"VirtualPhotonFlux", 0, 1e12, [](Scene &s) -> Field { return &s.photonFlux; }},
    {"VirtualColorTemperature", 1000, 25000, [](Scene &s) -> Field { return &s.colorTemperature; }},
    {"VirtualFallOff", 0, 1, [](Scene &s) -> Field { return &s.fallOff; }},
    {"VirtualFlickerAmplitude", 0, 1, [](Scene &s) -> Field { return &s.flickerAmplitude; }},
    {"VirtualFlickerFrequency", 0.01, 1e5, [](Scene &s) -> Field { return &s.flickerFrequency; }},
    {"VirtualLightDrift", -1, 1, [](Scene &s) -> Field { return &s.drift; }},
    {"VirtualVelocityX", -1e5, 1e5, [](Scene &s) -> Field { return &s.velocityX; }},
    {"VirtualVelocityY", -1e5, 1e5, [](Scene &s) -> Field { return &s.velocityY; }},
    {"VirtualGrain", 0, 0.15, [](Scene &s) -> Field { return &s.grain; }},
    {"VirtualLeakFlux", 0, 1e12, [](Scene &s) -> Field { return &s.leakFlux; }},
};

} // namespace

std::span<const Parameter<Scene>> sceneParameters()
{
    return kParameters;
}

std::optional<std::string> problemOf(const Scene &scene)
{
    return problemIn<Scene>(kParameters, scene);
}

double photonFluxFromIrradiance(double microwattsPerCm2, double wavelengthUm, double pixelPitchUm)
{
    return 50.34 * pixelPitchUm * pixelPitchUm * 1000.0 * wavelengthUm * microwattsPerCm2;
}

std::array<double, 3> channelResponse(double kelvin)
{
    const double green = blackBodyPhotons(540, kelvin);
    return {0.85 * blackBodyPhotons(600, kelvin) / green, 1.0, 0.80 * blackBodyPhotons(460, kelvin) / green};
}

double lightFactor(const Scene &scene, std::uint64_t startNs, double exposureUs)
{
    const double start = double(startNs) * 1e-9;
    double factor = 1.0;
    if (scene.flickerAmplitude > 0.0) {
        const double first = scene.flickerFrequency * start;
        const double turns = scene.flickerFrequency * exposureUs * 1e-6;
        // The integral of 1 + a cos(2 pi f t) over the exposure, divided by its length.
        const double mean = (exactSinTurns(first + turns) - exactSinTurns(first)) / (2.0 * kPi * turns);
        factor += scene.flickerAmplitude * mean;
    }
    factor *= 1.0 + scene.drift * driftTime(scene, startNs);
    return factor > 0.0 ? factor : 0.0;
}

} // namespace mv::vcam
