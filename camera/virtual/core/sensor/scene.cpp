// SPDX-License-Identifier: GPL-3.0-or-later
// The scene's numbers per frame.
#include "camera/virtual/core/sensor/scene.h"

#include "camera/virtual/core/sensor/exact_math.h"

namespace mv::vcam {

namespace {

/// Photons a black body sends out at a wavelength, but for a constant: Planck's law divided by h c / lambda.
double blackBodyPhotons(double wavelengthNm, double kelvin)
{
    constexpr double kSecondRadiation = 1.438776877e7; // h c / k, nm K (CODATA 2018)
    const double square = wavelengthNm * wavelengthNm;
    return 1.0 / (square * square * (exactExp(kSecondRadiation / (wavelengthNm * kelvin)) - 1.0));
}

} // namespace

std::optional<std::string> problemOf(const Scene &s)
{
    const struct
    {
        const char *name;
        double value, lowest, highest;
    } limits[] = {
        {"photon flux", s.photonFlux, 0, 1e12},
        {"colour temperature", s.colorTemperature, 1000, 25000},
        {"fall-off", s.fallOff, 0, 1},
        {"flicker amplitude", s.flickerAmplitude, 0, 1},
        {"flicker frequency", s.flickerFrequency, 0.01, 1e5},
        {"drift", s.drift, -1, 1},
        {"velocity x", s.velocityX, -1e5, 1e5},
        {"velocity y", s.velocityY, -1e5, 1e5},
        {"grain", s.grain, 0, 0.15},
        {"leak flux", s.leakFlux, 0, 1e12},
    };
    for (const auto &limit : limits)
        if (!(limit.value >= limit.lowest && limit.value <= limit.highest)) // also not a number
            return "scene: " + std::string(limit.name) + " must lie in [" + std::to_string(limit.lowest) + ", " +
                   std::to_string(limit.highest) + "]";
    return std::nullopt;
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
    factor *= 1.0 + scene.drift * start;
    return factor > 0.0 ? factor : 0.0;
}

} // namespace mv::vcam
