// SPDX-License-Identifier: GPL-3.0-or-later
// The sensor model: photons in, samples of 1/16 DN out.
#pragma once

#include "camera/virtual/core/sensor/exposure.h"
#include "camera/virtual/core/sensor/fixed_pattern.h"
#include "camera/virtual/core/sensor/row_workers.h"
#include "camera/virtual/core/sensor/scene.h"
#include "camera/virtual/core/sensor/target_tile.h"

#include <span>

namespace mv::vcam {

class RandomStream;
class FrameLight;

/// Fraction bits of a sample: values are in 1/16 DN. The last rounding belongs to the last stage behind the sensor.
inline constexpr unsigned kFractionBits = 4;

/// The signal chain, pixel by pixel; every term after EMVA 1288 R4.0, section 2 (linear camera model):
///   photons   = flux x exposure x target x fall-off x flicker              (scene.h)
///   mean      = photons x shading x QE x filter x (1 + PRNU) + dark current x 2^((T-25)/8) x exposure
///   electrons = min(Poisson(mean), full well)                              (the well holds charge: noise comes after
///   it) signal    = electrons + DSNU + read noise [+ a blinking pixel's upper state] DN        = clamp(signal x K x
///   gain + black level, 0, 2^bits - 1), cut off to 1/16 DN
/// Hot pixels add dark current, dead ones lose response. Below 12 bits K and black level shrink by 2^(bits - 12).
///
/// Only integer operations and + - * / sqrt on floats in a fixed order (this room is compiled without contraction to
/// fused operations): the same seed gives the same samples on every machine, with any number of threads and in any
/// region. Thread: one at a time.
class Sensor
{
public:
    /// @p params must be free of problems (problemOf()). Makes the maps: 12 bytes a pixel, some 50 ns a pixel.
    Sensor(const SensorParams &params, unsigned threads);
    ~Sensor();

    const SensorParams &params() const { return m_params; }
    const std::vector<Defect> &defects() const { return m_defects; }

    /// Makes the maps anew if a parameter that forms them has changed.
    void setParams(const SensorParams &params);

    /// One frame into @p sixteenths: region.width x region.height samples of 0 .. 16 (2^bits - 1), row by row. A
    /// sentence if the exposure, the scene or the size of the span is not possible; then nothing is written.
    std::optional<std::string> render(const Exposure &exposure, const Scene &scene,
                                      std::span<std::uint16_t> sixteenths);

private:
    struct Readout;
    struct RowExposure;

    std::optional<std::string> problemOf(const Exposure &exposure, std::size_t samples) const;
    void makeMaps();
    void prepareTile(const Scene &scene);
    void forgetTile();
    void renderRow(const Exposure &exposure, const FrameLight &light, const Readout &readout, std::uint32_t y,
                   std::uint16_t *row) const;
    void expose(const RowExposure &row, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const;
    void drawNoise(const RandomStream &noise, const Readout &readout, std::uint32_t x, PixelStrip &strip) const;
    void addBlinking(std::uint64_t frame, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const;
    void convert(const Readout &readout, std::size_t at, PixelStrip &strip) const;

    SensorParams m_params;
    RowWorkers m_workers;
    std::uint32_t m_stride = 0;       ///< of the maps: the width padded to whole strips
    std::vector<float> m_response;    ///< electrons per photon
    std::vector<float> m_darkCurrent; ///< electrons per second at 25 °C, hot pixels included
    std::vector<float> m_offset;      ///< DSNU, electrons
    std::vector<float> m_glowColumns; ///< amplifier glow in the last row, electrons per second
    std::vector<Defect> m_defects;    ///< by row, then column
    std::vector<Defect> m_blinking;   ///< those of m_defects
    TargetTile m_tile;
    Target m_tileTarget = Target::Uniform;
    double m_tileGrain = 0;
};

/// What the shielded pixels beside the image read on average, in DN of a 12-bit ADC: black level, its drift, and the
/// mean dark current of the exposure (of its middle row, if they differ). They are so many that their noise does not
/// matter. @p exposure must be one that render() accepts.
double shieldedMean(const SensorParams &params, const Exposure &exposure);

/// Samples of 1/16 DN to whole DN, (v + 8) >> 4. The samples were cut off to 1/16 DN, not rounded, so that this is
/// exactly floor(DN + 1/2) of the analogue value; two roundings in a row would shift the mean by 1/32 DN, and rounding
/// half to even would make even codes wider than odd ones, which shows in a dark frame's statistics (0.2 % of DSNU).
void roundToDn(std::span<const std::uint16_t> sixteenths, std::span<std::uint16_t> dn);

} // namespace mv::vcam
