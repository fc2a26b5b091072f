// SPDX-License-Identifier: GPL-3.0-or-later
// The signal chain, a strip at a time.
#include "camera/virtual/core/sensor/sensor.h"

#include "camera/virtual/core/sensor/exact_math.h"
#include "camera/virtual/core/sensor/frame_light.h"
#include "camera/virtual/core/sensor/gaussian_table.h"
#include "camera/virtual/core/sensor/random_stream.h"
#include "camera/virtual/core/sensor/shot_noise.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

/// The numbers of one frame's read-out, each worked out once.
struct Sensor::Readout
{
    bool shotNoise;
    double warmth;   ///< dark current over that at 25 °C
    float fullWell;  ///< electrons
    float readNoise; ///< electrons
    float scale;     ///< 1/16 DN per electron
    float black;     ///< 1/16 DN
    float highest;   ///< 1/16 DN

    Readout(const SensorParams &params, const Exposure &exposure)
        : shotNoise(params.parts.shotNoise)
        , warmth(exactPow2((exposure.temperatureC - 25.0) / params.darkDoubling))
        , fullWell(params.parts.fullWell ? float(params.fullWell) : kLargestMean)
        , readNoise(params.parts.readNoise ? float(params.readNoise) : 0.0f)
        , highest(float(((1u << exposure.bits) - 1) << kFractionBits))
    {
        const double sixteenths = double(1u << kFractionBits) / double(1u << (12 - exposure.bits));
        const double dn = params.blackLevel + params.blackLevelDrift * (exposure.temperatureC - 25.0);
        scale = float(params.systemGain * exposure.gain * sixteenths);
        black = float(dn * sixteenths);
    }
};

/// The numbers of one row's exposure.
struct Sensor::RowExposure
{
    FrameLight::Row light;
    float darkSeconds; ///< exposure in seconds at 25 °C that gives as many dark electrons
    float glowSeconds;

    RowExposure(const RowTime &time, const FrameLight &frameLight, const Readout &readout)
        : light(frameLight.row(time))
        , darkSeconds(float(time.exposureUs * 1e-6 * readout.warmth))
        , glowSeconds(float(time.exposureUs * 1e-6))
    {}
};

RowTime rowTime(const Exposure &exposure, std::uint32_t row)
{
    const double laterUs = double(row) * exposure.lineTimeUs;
    switch (exposure.shutter) {
    case Shutter::Rolling:
        return {exposure.startNs + std::uint64_t(std::llround(laterUs * 1000.0)), exposure.exposureUs};
    case Shutter::GlobalReset:
        return {exposure.startNs, exposure.exposureUs + laterUs};
    case Shutter::Global:
        break;
    }
    return {exposure.startNs, exposure.exposureUs};
}

Sensor::Sensor(const SensorParams &params, unsigned threads)
    : m_params(params), m_workers(threads), m_tile(Target::Uniform, 0, 0)
{
    makeMaps();
}

Sensor::~Sensor() = default;

std::optional<std::string> Sensor::problemOf(const Exposure &e, std::size_t samples) const
{
    const Region &r = e.region;
    if (r.width == 0 || r.height == 0 || r.width > m_params.width || r.height > m_params.height ||
        r.x > m_params.width - r.width || r.y > m_params.height - r.height)
        return "exposure: the region lies outside the sensor";
    if (samples != std::size_t(r.width) * r.height)
        return "exposure: the samples do not fit the region";
    if (e.bits != 8 && e.bits != 10 && e.bits != 12)
        return "exposure: the ADC has 8, 10 or 12 bits";
    if (!(e.exposureUs > 0 && e.exposureUs <= 1e9))
        return "exposure: the time must lie in (0, 1e9] us";
    if (!(e.lineTimeUs >= 0 && e.lineTimeUs <= 1e6))
        return "exposure: the time between rows must lie in [0, 1e6] us";
    if (!(e.temperatureC >= -100 && e.temperatureC <= 150))
        return "exposure: the temperature must lie in [-100, 150] degrees";
    if (!(e.gain > 0 && e.gain <= 1000))
        return "exposure: the gain must lie in (0, 1000]";
    return std::nullopt;
}

std::optional<std::string> Sensor::render(const Exposure &exposure, const Scene &scene,
                                          std::span<std::uint16_t> sixteenths)
{
    if (auto problem = problemOf(exposure, sixteenths.size()))
        return problem;
    if (auto problem = vcam::problemOf(scene))
        return problem;
    prepareTile(scene);
    const FrameLight light(m_params, scene, exposure, m_tile);
    const Readout readout(m_params, exposure);
    const std::size_t width = exposure.region.width;
    m_workers.run(exposure.region.height,
                  [this, &exposure, &light, &readout, sixteenths, width](std::uint32_t first, std::uint32_t end) {
                      for (std::uint32_t row = first; row < end; ++row)
                          renderRow(exposure, light, readout, exposure.region.y + row, &sixteenths[row * width]);
                  });
    return std::nullopt;
}

void Sensor::prepareTile(const Scene &scene)
{
    const double grain = scene.target == Target::Textured ? scene.grain : 0.0;
    if (m_tileTarget == scene.target && m_tileGrain == grain)
        return;
    m_tile = TargetTile(scene.target, grain, m_params.seed);
    m_tileTarget = scene.target;
    m_tileGrain = grain;
}

void Sensor::forgetTile()
{
    m_tile = TargetTile(Target::Uniform, 0, 0);
    m_tileTarget = Target::Uniform;
    m_tileGrain = 0;
}

void Sensor::renderRow(const Exposure &exposure, const FrameLight &light, const Readout &readout, std::uint32_t y,
                       std::uint16_t *row) const
{
    const RandomStream noise(m_params.seed, Purpose::Noise, exposure.frame, y);
    const std::uint32_t left = exposure.region.x, right = left + exposure.region.width;
    const RowExposure exposed(rowTime(exposure, y - exposure.region.y), light, readout);
    PixelStrip strip;
    for (std::uint32_t x = left / kStripPixels * kStripPixels; x < right; x += kStripPixels) {
        const std::size_t at = std::size_t(y) * m_stride + x;
        light.fill(exposed.light, x, y, strip);
        expose(exposed, x, y, strip);
        drawNoise(noise, readout, x, strip);
        addBlinking(exposure.frame, x, y, strip);
        convert(readout, at, strip);
        const std::uint32_t first = std::max(x, left), end = std::min(x + kStripPixels, right);
        std::copy(strip.samples + (first - x), strip.samples + (end - x), row + (first - left));
    }
}

void Sensor::expose(const RowExposure &row, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const
{
    const std::size_t at = std::size_t(y) * m_stride + x;
    const float *response = &m_response[at], *current = &m_darkCurrent[at];
    const float darkSeconds = row.darkSeconds;
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.mean[i] = strip.light[i] * response[i] + current[i] * darkSeconds;
    if (!(m_params.ampGlow > 0.0))
        return;
    const float glowSeconds = row.glowSeconds * glowOfRow(m_params, y);
    const float *glow = &m_glowColumns[x];
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.mean[i] = strip.mean[i] + glow[i] * glowSeconds;
}

void Sensor::drawNoise(const RandomStream &noise, const Readout &readout, std::uint32_t x, PixelStrip &strip) const
{
    const GaussianTable &gauss = GaussianTable::instance();
    drawWords(noise, x, strip);
    if (readout.shotNoise)
        drawPoisson(gauss, strip);
    else
        std::copy(strip.mean, strip.mean + kStripPixels, strip.electrons);
    const float fullWell = readout.fullWell, readNoise = readout.readNoise;
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.deviate[i] = gauss(strip.readWords[i]);
    for (std::uint32_t i = 0; i < kStripPixels; ++i) {
        const float held = strip.electrons[i] < fullWell ? strip.electrons[i] : fullWell;
        strip.electrons[i] = held + readNoise * strip.deviate[i];
    }
}

void Sensor::addBlinking(std::uint64_t frame, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const
{
    auto pixel =
        std::ranges::lower_bound(m_blinking, std::pair(y, x), {}, [](const Defect &d) { return std::pair(d.y, d.x); });
    for (; pixel != m_blinking.end() && pixel->y == y && pixel->x < x + kStripPixels; ++pixel) {
        const RandomStream states(m_params.seed, Purpose::Blink, frame, y);
        if (states.word(pixel->x) & 1)
            strip.electrons[pixel->x - x] += pixel->strength;
    }
}

void Sensor::convert(const Readout &readout, std::size_t at, PixelStrip &strip) const
{
    const float *offset = &m_offset[at];
    const float scale = readout.scale, black = readout.black, highest = readout.highest;
    for (std::uint32_t i = 0; i < kStripPixels; ++i) {
        const float value = (strip.electrons[i] + offset[i]) * scale + black;
        const float positive = value > 0.0f ? value : 0.0f;
        strip.samples[i] = std::uint16_t(std::int32_t(positive < highest ? positive : highest));
    }
}

double shieldedMean(const SensorParams &params, const Exposure &exposure)
{
    const double warmth = exactPow2((exposure.temperatureC - 25.0) / params.darkDoubling);
    const double seconds = rowTime(exposure, exposure.region.height / 2).exposureUs * 1e-6;
    const double electrons = params.parts.darkCurrent ? params.darkCurrent * warmth * seconds : 0.0;
    const double drift = params.blackLevelDrift * (exposure.temperatureC - 25.0);
    return std::clamp(params.blackLevel + drift + electrons * params.systemGain * exposure.gain, 0.0, 4095.0);
}

void roundToDn(std::span<const std::uint16_t> sixteenths, std::span<std::uint16_t> dn)
{
    const std::size_t count = std::min(sixteenths.size(), dn.size());
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned rounded = (sixteenths[i] + (1u << (kFractionBits - 1))) >> kFractionBits;
        dn[i] = std::uint16_t(rounded);
    }
}

} // namespace mv::vcam
