// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of the three stages.
#include "camera/virtual/core/flat_field/calibration.h"

#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/frame_stack.h"
#include "camera/virtual/core/flat_field/lattice.h"
#include "camera/virtual/core/flat_field/light_gates.h"
#include "camera/virtual/core/flat_field/outliers.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

namespace {

using Map = std::vector<float>;
using Marks = std::vector<std::uint8_t>; // not 0: a defect

constexpr double kHotShare = 0.02, kOffShare = 0.20, kSigmas = 6, kBlinkingVariance = 10, kMostOffShare = 0.9;
constexpr double kLeastVariance = 0.01; // DN^2: a sensor without noise has no blinking pixels
constexpr double kMostDefects = 0.001;
constexpr double kLowestGain = 0.5, kHighestGain = 3.99, kMostOfARow = 0.0625;
constexpr double kOffsetUnit = 16;

/// 1/16 DN of the ADC in DN at 12 bits.
double unitOf(const StageFrames &frames)
{
    return double(1u << (12 - frames.settings.adcBits)) / kOffsetUnit;
}

/// Mean and variance of the good pixels.
struct Spread
{
    double mean = 0, variance = 0;

    Spread(const Map &map, const Marks &defects)
    {
        double sum = 0, squares = 0, count = 0;
        for (std::size_t i = 0; i < map.size(); ++i)
            if (!defects[i]) {
                sum += map[i];
                ++count;
            }
        mean = count > 0 ? sum / count : 0;
        for (std::size_t i = 0; i < map.size(); ++i)
            if (!defects[i])
                squares += (map[i] - mean) * (map[i] - mean);
        variance = count > 1 ? squares / (count - 1) : 0;
    }
};

/// w of the pattern with the measured variance @p measured, of which @p noise is that of the measurement.
double weight(double measured, double noise)
{
    const double pattern = std::max(measured - noise, 0.0);
    return pattern > 0 ? pattern / (pattern + noise) : 0.0;
}

std::size_t marked(const Marks &marks)
{
    return std::size_t(std::ranges::count_if(marks, [](std::uint8_t mark) { return mark != 0; }));
}

Marks marksOf(const StageFrames &frames, const DefectList &list)
{
    Marks marks(std::size_t(frames.width) * frames.height);
    for (const PixelPlace &place : list.places())
        marks[std::size_t(place.y) * frames.width + place.x] = 1;
    return marks;
}

std::shared_ptr<const DefectList> listOf(const StageFrames &frames, const Marks &marks)
{
    std::vector<PixelPlace> places;
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (marks[i])
            places.push_back({std::uint32_t(i / frames.width), std::uint32_t(i % frames.width)});
    return std::make_shared<DefectList>(std::move(places));
}

bool tooMany(const Marks &defects)
{
    return double(marked(defects)) > std::min(kMostDefects * double(defects.size()), double(DefectList::kMostPixels));
}

Marks darkDefects(const StageFrames &frames, const Map &dark, const Map &variance)
{
    Marks marks(dark.size());
    for (const ColorPlane &plane : colorPlanes(frames.width, frames.height, frames.filter)) {
        const Map values = gather(plane, dark);
        Marks hot(values.size());
        const Outliers outliers(values, plane.width, plane.height);
        outliers.markAbove(std::max(kSigmas * outliers.sigma(), kHotShare * kFullScale), hot);
        scatter(plane, hot, marks);
    }
    const double limit = kBlinkingVariance * std::max(double(median(variance)), kLeastVariance);
    for (std::size_t i = 0; i < marks.size(); ++i)
        marks[i] |= variance[i] > limit ? 1 : 0;
    return marks;
}

std::variant<Calibration, Refused> runDark(const StageFrames &frames)
{
    const Map dark = frames.stack.means(unitOf(frames)), variance = frames.stack.variances(unitOf(frames));
    const Marks defects = darkDefects(frames, dark, variance);
    const Spread spread(dark, defects);
    if (const Refusal refusal = refusalOfDark(frames, spread.mean); refusal != Refusal::None)
        return Refused{refusal};
    if (tooMany(defects))
        return Refused{Refusal::TooManyDefects};
    const double noise = Spread(variance, defects).mean / frames.stack.frames();
    const double w = weight(spread.variance, noise);
    std::vector<std::int16_t> offset(dark.size());
    for (std::size_t i = 0; i < dark.size(); ++i) {
        const double own = defects[i] ? 1.0 : w; // a hot pixel is far from the others: its own dark is better
        const double value = (spread.mean + own * (dark[i] - spread.mean)) * kOffsetUnit;
        offset[i] = std::int16_t(std::clamp(std::lround(value), -32768l, 32767l));
    }
    Calibration result;
    result.settings = frames.settings;
    result.coefficients =
        std::make_shared<Coefficients>(frames.width, frames.height, std::uint32_t(std::lround(spread.mean)),
                                       std::move(offset), std::vector<std::uint16_t>(dark.size(), kUnityGain));
    result.defects = listOf(frames, defects);
    return result;
}

/// Bright frames less the offsets that will be taken off them.
Map signalOf(const StageFrames &frames, const Coefficients &coefficients)
{
    Map signal = frames.stack.means(unitOf(frames));
    for (std::size_t i = 0; i < signal.size(); ++i)
        signal[i] -= float(coefficients.offset()[i] / kOffsetUnit);
    return signal;
}

Refused lightOf(const StageFrames &frames, const Map &signal, const Marks &defects)
{
    std::vector<BlockRange> ranges;
    for (const ColorPlane &plane : colorPlanes(frames.width, frames.height, frames.filter))
        ranges.push_back(blockRange(plane, signal, defects));
    return refusalOfBright(frames, ranges);
}

void markBrightDefects(const StageFrames &frames, const Map &signal, Marks &defects)
{
    for (const ColorPlane &plane : colorPlanes(frames.width, frames.height, frames.filter)) {
        const Map values = gather(plane, signal);
        Marks marks = gather(plane, defects);
        const Outliers outliers(values, plane.width, plane.height);
        const double share = std::clamp(kSigmas * outliers.relativeSigma(), kOffShare, kMostOffShare);
        outliers.markRelative(share, marks);
        scatter(plane, marks, defects);
    }
}

/// The smooth part of @p signal; and by how much it is below its maximum in the same plane.
struct Smooth
{
    Map surface, shading;

    Smooth(const StageFrames &frames, const Map &signal, const Marks &defects)
        : surface(signal.size()), shading(signal.size())
    {
        for (const ColorPlane &plane : colorPlanes(frames.width, frames.height, frames.filter)) {
            const Lattice lattice(gather(plane, signal), gather(plane, defects), plane.width, plane.height);
            Map part = lattice.surface();
            scatter(plane, part, surface);
            const float highest = lattice.highest();
            for (float &value : part)
                value = highest / value;
            scatter(plane, part, shading);
        }
    }
};

/// Some row has too many gains that the coefficients cannot hold or should not.
bool outOfRange(const StageFrames &frames, const Map &gain)
{
    for (std::size_t row = 0; row < frames.height; ++row) {
        const auto values = std::span(gain).subspan(row * frames.width, frames.width);
        const auto bad =
            std::ranges::count_if(values, [](float value) { return !(value >= kLowestGain && value <= kHighestGain); });
        if (double(bad) > kMostOfARow * frames.width)
            return true;
    }
    return false;
}

std::shared_ptr<const Coefficients> withGain(const Coefficients &offsets, const Map &gain, const Marks &defects)
{
    std::vector<std::uint16_t> encoded(gain.size(), kUnityGain);
    for (std::size_t i = 0; i < gain.size(); ++i) {
        const double value = defects[i] ? std::clamp(double(gain[i]), 1.0, kHighestGain) : double(gain[i]);
        encoded[i] = std::uint16_t(std::clamp(std::lround(value * kUnityGain), 0l, 65535l));
    }
    return std::make_shared<Coefficients>(offsets.width(), offsets.height(), offsets.pedestal(), offsets.offset(),
                                          std::move(encoded));
}

/// p less its noise: 1 + w (p - 1). Defects keep what they are.
void shrink(const StageFrames &frames, const Map &signal, const Marks &defects, Map &response)
{
    Map noise = frames.stack.variances(unitOf(frames)); // relative to the signal
    for (std::size_t i = 0; i < noise.size(); ++i)
        noise[i] /= signal[i] * signal[i];
    const double w = weight(Spread(response, defects).variance, Spread(noise, defects).mean / frames.stack.frames());
    for (std::size_t i = 0; i < response.size(); ++i)
        response[i] = defects[i] ? response[i] : float(1 + w * (response[i] - 1));
}

std::variant<Calibration, Refused> runPrnu(const StageFrames &frames, const Calibration &before, Calibration result)
{
    const Map signal = signalOf(frames, *before.coefficients);
    Marks defects = marksOf(frames, *before.defects);
    markBrightDefects(frames, signal, defects);
    const Refused light = lightOf(frames, signal, defects);
    if (light.reason != Refusal::None)
        return light;
    Map response = Smooth(frames, signal, defects).surface;
    for (std::size_t i = 0; i < response.size(); ++i)
        response[i] = signal[i] / response[i];
    shrink(frames, signal, defects, response);
    Map gain(response.size());
    std::ranges::transform(response, gain.begin(), [](float p) { return 1 / std::max(p, 1e-3f); });
    if (outOfRange(frames, gain))
        return Refused{Refusal::GainOutOfRange, light.ratio};
    if (tooMany(defects))
        return Refused{Refusal::TooManyDefects, light.ratio};
    for (std::size_t i = 0; i < gain.size(); ++i)
        gain[i] = defects[i] ? 1.0f : gain[i]; // to amplify a dead pixel would be to show its noise
    result.coefficients = withGain(*before.coefficients, gain, defects);
    result.defects = listOf(frames, defects);
    for (std::size_t i = 0; i < gain.size(); ++i)
        response[i] = 1 / gain[i];
    result.response = std::make_shared<const Map>(std::move(response));
    result.ratio = light.ratio;
    return result;
}

std::variant<Calibration, Refused> runShading(const StageFrames &frames, const Calibration &before, Calibration result)
{
    Map signal = signalOf(frames, *before.coefficients);
    const Marks defects = marksOf(frames, *before.defects);
    const Refused light = lightOf(frames, signal, defects);
    if (light.reason != Refusal::None)
        return light;
    for (std::size_t i = 0; i < signal.size(); ++i)
        signal[i] /= (*before.response)[i];
    Map gain = Smooth(frames, signal, defects).shading;
    for (std::size_t i = 0; i < gain.size(); ++i)
        gain[i] /= (*before.response)[i];
    if (outOfRange(frames, gain))
        return Refused{Refusal::GainOutOfRange, light.ratio};
    result.coefficients = withGain(*before.coefficients, gain, defects);
    result.ratio = light.ratio;
    return result;
}

} // namespace

bool CalibrationSettings::fits(const CalibrationSettings &other) const
{
    return exposureUs == other.exposureUs && gain == other.gain && systemGain == other.systemGain &&
           adcBits == other.adcBits && shutter == other.shutter && std::fabs(blackLevel - other.blackLevel) <= 0.25 &&
           std::fabs(temperatureC - other.temperatureC) <= 10;
}

std::variant<Calibration, Refused> runStage(const StageFrames &frames, const Calibration *before)
{
    if (frames.stage == Stage::DarkFpn)
        return runDark(frames);
    const bool inOrder = before && (frames.stage == Stage::BrightPrnu || before->response);
    if (!inOrder)
        return Refused{Refusal::WrongOrder};
    if (!before->settings.fits(frames.settings))
        return Refused{Refusal::SettingsChanged};
    Calibration result = *before; // of these the stage replaces what it finds
    result.last = frames.stage;
    return frames.stage == Stage::BrightPrnu ? runPrnu(frames, *before, std::move(result))
                                             : runShading(frames, *before, std::move(result));
}

} // namespace mv::vcam
