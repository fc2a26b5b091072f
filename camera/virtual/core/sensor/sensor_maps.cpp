// SPDX-License-Identifier: GPL-3.0-or-later
// The maps that rendering reads: the fixed patterns multiplied out and padded to whole strips.
#include "camera/virtual/core/sensor/sensor.h"

#include <algorithm>
#include <iterator>

namespace mv::vcam {

namespace {

/// The parameters without those that only the read-out of a frame looks at.
SensorParams formative(SensorParams params)
{
    const SensorParams defaults;
    params.systemGain = defaults.systemGain;
    params.fullWell = defaults.fullWell;
    params.readNoise = defaults.readNoise;
    params.blackLevel = defaults.blackLevel;
    params.blackLevelDrift = defaults.blackLevelDrift;
    params.darkDoubling = defaults.darkDoubling;
    params.filter = defaults.filter;
    params.parts.shotNoise = params.parts.readNoise = params.parts.fullWell = true;
    return params;
}

/// @p map with rows of @p stride, padded by zeros.
std::vector<float> padded(const PixelMap &map, const SensorParams &params, std::uint32_t stride)
{
    std::vector<float> out(std::size_t(stride) * params.height, 0.0f);
    for (std::uint32_t y = 0; y < params.height; ++y)
        std::copy_n(map.begin() + std::ptrdiff_t(y) * params.width, params.width,
                    out.begin() + std::ptrdiff_t(y) * stride);
    return out;
}

PixelMap makeResponse(const SensorParams &params)
{
    PixelMap map = makeShading(params);
    const PixelMap gain = makeGain(params);
    for (std::size_t i = 0; i < map.size(); ++i)
        map[i] = float(params.quantumEfficiency * double(map[i]) * double(gain[i]));
    float *middle = &map[std::size_t(params.height / 2) * params.width];
    for (std::uint32_t x = 0; x < params.width; ++x) // spread evenly: side by side they would be a dark spot
        if (std::uint64_t(double(x + 1) * params.weakRowShare) > std::uint64_t(double(x) * params.weakRowShare))
            middle[x] = float(double(middle[x]) * params.weakRowResponse);
    return map;
}

} // namespace

void Sensor::setParams(const SensorParams &params)
{
    const bool sameMaps = formative(params) == formative(m_params);
    const bool sameSeed = params.seed == m_params.seed;
    m_params = params;
    if (!sameSeed)
        forgetTile(); // the grain is drawn from the seed
    if (!sameMaps)
        makeMaps();
}

void Sensor::makeMaps()
{
    m_stride = paddedWidth(m_params.width);
    m_response = padded(makeResponse(m_params), m_params, m_stride);
    m_darkCurrent = padded(makeDarkCurrent(m_params), m_params, m_stride);
    m_offset = padded(makeOffset(m_params), m_params, m_stride);
    m_defects = makeDefects(m_params);
    m_glowColumns.assign(m_stride, 0.0f);
    for (std::uint32_t x = 0; x < m_params.width; ++x)
        m_glowColumns[x] = glowOfColumn(m_params, x);
    m_blinking.clear();
    std::ranges::copy_if(m_defects, std::back_inserter(m_blinking),
                         [](const Defect &d) { return d.kind == DefectKind::Blinking; });
    for (const Defect &defect : m_defects) {
        const std::size_t at = std::size_t(defect.y) * m_stride + defect.x;
        if (defect.kind == DefectKind::Hot)
            m_darkCurrent[at] += defect.strength;
        else if (defect.kind == DefectKind::Dead)
            m_response[at] = float(double(m_response[at]) * double(defect.strength));
    }
}

} // namespace mv::vcam
