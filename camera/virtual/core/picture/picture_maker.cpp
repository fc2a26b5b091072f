// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a picture from the sensor to the wire.
#include "camera/virtual/core/picture/picture_maker.h"

#include "camera/virtual/core/isp/demosaic.h"
#include "camera/virtual/core/packing.h"

#include <algorithm>

namespace mv::vcam {

namespace {

/// The stretch of sensor pixels that one side of the region stands for.
std::pair<std::uint32_t, std::uint32_t> sensorStretch(std::uint32_t offset, std::uint32_t size, std::uint32_t binning,
                                                      bool reversed, std::uint32_t sensorSide, std::uint32_t step)
{
    const std::uint32_t full = sensorSide / binning / step * step;
    const std::uint32_t first = reversed ? full - offset - size : offset;
    return {first * binning, size * binning};
}

void toFormatBits(std::span<std::uint16_t> samples, unsigned adcBits, unsigned formatBits)
{
    const unsigned shift = 4 + (adcBits > formatBits ? adcBits - formatBits : 0),
                   up = formatBits > adcBits ? formatBits - adcBits : 0;
    const unsigned half = 1u << (shift - 1), max = (1u << (formatBits - up)) - 1;
    for (auto &s : samples)
        s = std::uint16_t(std::min((s + half) >> shift, max) << up);
}

} // namespace

Region sensorRegion(const ImageSettings &image, std::uint32_t sensorWidth, std::uint32_t sensorHeight)
{
    const auto [x, width] =
        sensorStretch(image.offsetX, image.width, image.binningX, image.reverseX, sensorWidth, kWidthStep);
    const auto [y, height] =
        sensorStretch(image.offsetY, image.height, image.binningY, image.reverseY, sensorHeight, kHeightStep);
    return {x, y, width, height};
}

PictureMaker::PictureMaker(unsigned threads) : m_threads(threads) {}

PictureMaker::~PictureMaker() = default;

void PictureMaker::prepare(const SensorParams &params)
{
    if (m_sensor)
        m_sensor->setParams(params);
    else
        m_sensor = std::make_unique<Sensor>(params, m_threads);
}

std::optional<std::string> PictureMaker::make(const PictureRequest &request, std::vector<std::uint8_t> &bytes)
{
    const PixelFormat *format = findPixelFormat(request.image.pixelFormat);
    if (!format)
        return "there is no pixel format of that code";
    if (auto problem = problemOf(request.sensor))
        return problem;
    prepare(request.sensor);
    Exposure exposure = request.exposure;
    exposure.bits = request.image.adcBits;
    exposure.region = sensorRegion(request.image, request.sensor.width, request.sensor.height);
    m_samples.resize(std::size_t(exposure.region.width) * exposure.region.height);
    if (auto problem = m_sensor->render(exposure, request.scene, m_samples))
        return problem;
    process(request, *format, bytes);
    return std::nullopt;
}

void PictureMaker::process(const PictureRequest &request, const PixelFormat &format, std::vector<std::uint8_t> &bytes)
{
    const bool raw = request.sensor.filter == ColorFilter::None || format.isRaw();
    const std::size_t pixels = std::size_t(request.image.width) * request.image.height;
    if (!raw) {
        m_channels.resize(3 * pixels);
        demosaic(m_samples, request.image.width, request.image.height, m_channels);
        if (format.samplesPerPixel == 3)
            m_samples.swap(m_channels);
        else
            luminance(m_channels, std::span(m_samples).first(pixels));
        m_samples.resize(pixels * format.samplesPerPixel);
    }
    toFormatBits(m_samples, request.image.adcBits, format.significantBits);
    bytes.resize(packedBytes(format, m_samples.size()));
    packSamples(format, m_samples, bytes);
}

} // namespace mv::vcam
