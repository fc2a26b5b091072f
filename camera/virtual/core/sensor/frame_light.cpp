// SPDX-License-Identifier: GPL-3.0-or-later
// Column profiles of the light.
#include "camera/virtual/core/sensor/frame_light.h"

namespace mv::vcam {

FrameLight::FrameLight(const SensorParams &params, const Scene &scene, const Exposure &exposure, const TargetTile &tile)
    : m_tile(tile)
    , m_scene(scene)
    , m_rowsDiffer(exposure.shutter != Shutter::Global)
    , m_leak(paddedWidth(params.width), 0.0f)
{
    const double seconds = m_rowsDiffer ? 1.0 : exposure.exposureUs * 1e-6;
    const double factor = m_rowsDiffer ? 1.0 : lightFactor(scene, exposure.startNs, exposure.exposureUs);
    const bool capped = scene.target == Target::Capped;
    const double flux = capped ? 0.0 : scene.photonFlux, leak = capped ? scene.leakFlux : 0.0;
    const double photons = flux * seconds * factor;
    const bool bayer = params.filter == ColorFilter::BayerRG;
    const auto rgb = bayer ? channelResponse(scene.colorTemperature) : std::array<double, 3>{1.0, 1.0, 1.0};
    const double filters[2][2] = {{rgb[0], rgb[1]}, {rgb[1], rgb[2]}}; // RG over GB
    const double span = params.width > 1 ? double(params.width - 1) : 1.0;
    for (unsigned odd = 0; odd < 2; ++odd) {
        m_columns[odd].resize(m_leak.size(), 0.0f);
        for (std::uint32_t x = 0; x < params.width; ++x)
            m_columns[odd][x] = float(photons * filters[odd][x & 1] * (1.0 - scene.fallOff * double(x) / span));
    }
    for (std::uint32_t x = 0; x < params.width; ++x) {
        const double toRight = 1.0 - double(x) / span;
        m_leak[x] = float(leak * seconds * toRight * toRight);
    }
}

FrameLight::Row FrameLight::row(const RowTime &time) const
{
    Row row;
    row.shiftX = m_scene.velocityX * double(time.startNs) * 1e-9;
    row.shiftY = m_scene.velocityY * double(time.startNs) * 1e-9;
    if (m_rowsDiffer) {
        const double seconds = time.exposureUs * 1e-6;
        row.light = float(seconds * lightFactor(m_scene, time.startNs, time.exposureUs));
        row.leak = float(seconds);
    }
    return row;
}

void FrameLight::fill(const Row &row, std::uint32_t x, std::uint32_t y, PixelStrip &strip) const
{
    const float *columns = &m_columns[y & 1][x];
    const float *leak = &m_leak[x];
    const float factor = row.light, leakFactor = row.leak;
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.light[i] = columns[i] * factor; // times 1 changes no bit
    m_tile.apply(x, y, row.shiftX, row.shiftY, strip);
    for (std::uint32_t i = 0; i < kStripPixels; ++i)
        strip.light[i] = strip.light[i] + leak[i] * leakFactor;
}

} // namespace mv::vcam
