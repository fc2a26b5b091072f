// SPDX-License-Identifier: GPL-3.0-or-later
// What the three stages of a flat-field calibration make of their stacks of frames.
#pragma once

#include "camera/virtual/core/sensor/sensor_params.h"

#include <memory>
#include <variant>
#include <vector>

namespace mv::vcam {

class Coefficients;
class DefectList;
class FrameStack;

/// In the order in which they are run.
enum class Stage : std::int64_t {
    DarkFpn = 0,       ///< lens capped: the offset of every pixel
    BrightPrnu = 1,    ///< even light: the response of every pixel, without what is smooth
    BrightShading = 2, ///< even light: what is smooth, of lens and light
};

/// Why a stage changed nothing (FFCRefusalReason).
enum class Refusal : std::int64_t {
    None = 0,
    RatioAboveTwo = 1,
    TooDark = 2,
    TooBright = 3,
    Saturated = 4,
    DarkTooBright = 5,
    DarkClipped = 6,
    SettingsChanged = 7,
    WrongOrder = 8,
    NotStreaming = 9,
    NotFullSensor = 10,
    TestImageOn = 11,
    GainOutOfRange = 12,
    TooManyDefects = 13,
    NotEnoughMemory = 14,
    NothingStored = 15,
    StoreFailed = 16,
};

/// The settings that the coefficients hold for. A value; thread: any.
struct CalibrationSettings
{
    double exposureUs = 0, gain = 1, systemGain = 0, blackLevel = 0, temperatureC = 25;
    unsigned adcBits = 12;
    int shutter = 0;

    /// Close enough for the stages of one calibration: temperature within 10 °C, black level within 1/4 DN (it may be
    /// regulated), the rest the same.
    bool fits(const CalibrationSettings &other) const;
};

/// The images of one stage, and what was seen while they were added up. In the ADC's own DN, as the ADC had it.
struct StageFrames
{
    Stage stage;
    std::uint32_t width, height;
    ColorFilter filter;
    CalibrationSettings settings;
    const FrameStack &stack;      ///< of samples of 1/16 DN
    std::uint64_t clippedSamples; ///< that read 0 DN, of all frames together
    std::uint64_t saturatedMost;  ///< pixels at full scale in the frame with the most of them
};

/// What the stages have found so far. Immutable; thread: any.
struct Calibration
{
    Stage last = Stage::DarkFpn; ///< the stage that made it
    CalibrationSettings settings;
    std::shared_ptr<const Coefficients> coefficients;
    std::shared_ptr<const DefectList> defects;
    std::shared_ptr<const std::vector<float>> response; ///< of every pixel over its surroundings; from BrightPrnu on
    double ratio = 0; ///< brightest over darkest 32x32 block of the last bright stage; 0 before one
};

/// A refusal, and the ratio if it was found.
struct Refused
{
    Refusal reason;
    double ratio = 0;
};

/// Runs a stage (after ffc.md 2.2, EMVA 1288 for the variances). @p before: what the earlier stages gave; DarkFpn needs
/// none. At least 16 frames. Takes some 0.2 us a pixel; may throw bad_alloc. Thread: any.
///
/// All in DN at 12 bits. N frames; sigma^2 temporal variances; s^2 variance over the good pixels less sigma^2/N.
///   DarkFpn        o = mean d + w (d - mean d), w = s^2 / (s^2 + sigma^2/N): without w a map of a very even sensor
///                  would add more noise than it takes away. Pedestal: the mean, rounded. Defects: hot (more than 2 %
///                  of full scale and 6 sigma above the median of 5x5), blinking (10 x the median variance).
///   BrightPrnu     S = b - o; p = S / lattice(S); gain = 1 / (1 + w (p - 1)), w likewise. Defects: more than 20 % and
///                  6 sigma off the median of 5x5.
///   BrightShading  S times the gain above; gain x max(lattice) / lattice, so that what is saturated stays white.
/// On Bayer each of the four planes by itself, so that the colours keep their balance.
std::variant<Calibration, Refused> runStage(const StageFrames &frames, const Calibration *before);

} // namespace mv::vcam
