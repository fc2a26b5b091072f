// SPDX-License-Identifier: GPL-3.0-or-later
// What the piece of silicon, its window and its lens are: everything that does not change from frame to frame.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mv::vcam {

template<typename Owner> struct Parameter; // sensor/parameter.h

/// Colour filters on the pixels: none, or red at even columns of even rows (PFNC BayerRG).
enum class ColorFilter { None, BayerRG };

/// Each part of the physics can be switched off by itself; a part that is off is exactly absent. A value; thread: any.
struct Parts
{
    bool lensShading = true;
    bool prnu = true;
    bool dsnu = true;
    bool darkCurrent = true;
    bool darkNonuniformity = true; ///< off: every pixel has the mean dark current
    bool shotNoise = true;         ///< off: each pixel collects exactly the expected electrons
    bool readNoise = true;
    bool fullWell = true;
    bool hotPixels = true;
    bool deadPixels = true;
    bool blinkingPixels = true;

    bool operator==(const Parts &) const = default;
};

/// Standard deviations of the three parts of a fixed pattern, each zero-mean over the sensor. A value; thread: any.
struct PatternParts
{
    double pixel = 0, column = 0, row = 0;

    bool operator==(const PatternParts &) const = default;
};

/// The sensor. The defaults are no data sheet's: a typical 12-bit CMOS sensor with faults that can be seen. DN always
/// means digital numbers of a 12-bit ADC here; an ADC of fewer bits gives 2^(bits - 12) of them. A value; thread: any.
struct SensorParams
{
    std::uint32_t width = 2448, height = 2048; ///< pixels
    std::uint64_t seed = 1;                    ///< same seed, same sensor and same noise, on any machine
    ColorFilter filter = ColorFilter::None;
    Parts parts;

    double quantumEfficiency = 0.62;  ///< photo-electrons per photon (EMVA 1288 eta); of the green filter on Bayer
    double systemGain = 0.37;         ///< K, DN per electron at gain 1
    double fullWell = 10600;          ///< electrons that a pixel holds at most
    double readNoise = 2.3;           ///< electrons rms
    double blackLevel = 64;           ///< DN; below 0 it takes away dark current
    double blackLevelDrift = 0;       ///< DN per degree above 25 °C (FFC gate "settings moved")
    PatternParts dsnu{0.9, 0.5, 0.3}; ///< electrons
    PatternParts prnu{0.005, 0.003, 0.001};
    double darkCurrent = 3.0;        ///< electrons per second at 25 °C, mean over the sensor
    double darkNonuniformity = 0.25; ///< standard deviation of the pixels' dark current, relative to its mean
    double darkDoubling = 8.0;       ///< degrees that double the dark current
    double ampGlow = 0;              ///< electrons per second in the lower right corner (gate "light leak / amp glow")

    double cornerRatio = 0.60; ///< lens: light in the corners over light in the centre, cos^4 law (gate "ratio": 0.45)
    std::uint32_t dustSpots = 0;  ///< shadows of dust on the window (gate "texture / dust")
    double dustDepth = 0.10;      ///< light that a spot takes away in its middle
    std::uint32_t dustRadius = 4; ///< pixels

    double hotPpm = 50, deadPpm = 20, blinkingPpm = 5; ///< share of the pixels (gate "defects": > 1000 together)
    double hotCurrent = 60000;     ///< electrons per second at 25 °C of the average hot pixel; 0.5 to 1.5 of it
    double deadResponse = 0.10;    ///< of a good pixel's, on average; 0.5 to 1.5 of it
    double blinkAmplitude = 150;   ///< electrons between the two states of the average blinking pixel; 0.5 to 1.5 of it
    double weakRowShare = 0;       ///< share of the middle row's pixels that are weak (gate "coefficient range")
    double weakRowResponse = 0.20; ///< of a good pixel's: needs a gain of 5

    bool operator==(const SensorParams &) const = default;
};

/// Every number of the sensor that is a feature of its own, in the order of its register; each name is the feature's.
std::span<const Parameter<SensorParams>> sensorParameters();

/// A sentence if a value is none that a sensor can have, nullopt if all are fine.
std::optional<std::string> problemOf(const SensorParams &params);

} // namespace mv::vcam
