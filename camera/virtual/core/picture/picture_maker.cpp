// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a picture from the sensor to the wire.
#include "camera/virtual/core/picture/picture_maker.h"

#include "camera/virtual/core/isp/binning.h"
#include "camera/virtual/core/isp/demosaic.h"
#include "camera/virtual/core/isp/mirror.h"
#include "camera/virtual/core/isp/output.h"
#include "camera/virtual/core/packing.h"
#include "camera/virtual/core/sensor/sensor.h"

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
    arrange(request, exposure.region);
    encode(request, *format, bytes);
    return std::nullopt;
}

void PictureMaker::arrange(const PictureRequest &request, const Region &region)
{
    const ImageSettings &image = request.image;
    if (image.binningX != 1 || image.binningY != 1) {
        const double toAdc = double(1u << kFractionBits) / double(1u << (12 - image.adcBits));
        Binning binning{image.binningX, image.binningY, image.binningModeX, image.binningModeY, request.sensor.filter};
        binning.black = std::uint16_t(request.sensor.blackLevel * toAdc);
        binning.fullScale = std::uint16_t(((1u << image.adcBits) - 1) << kFractionBits);
        m_other.resize(std::size_t(image.width) * image.height);
        bin(m_samples, region.width, region.height, binning, m_other);
        m_samples.swap(m_other);
    }
    if (image.reverseX)
        mirrorX(m_samples, image.width, image.height, request.sensor.filter);
    if (image.reverseY)
        mirrorY(m_samples, image.width, image.height, request.sensor.filter);
}

void PictureMaker::encode(const PictureRequest &request, const PixelFormat &format, std::vector<std::uint8_t> &bytes)
{
    const std::size_t pixels = m_samples.size();
    if (request.sensor.filter == ColorFilter::BayerRG && !format.isRaw()) {
        m_other.resize(3 * pixels);
        demosaic(m_samples, request.image.width, request.image.height, m_other);
        if (format.samplesPerPixel == 3)
            m_samples.swap(m_other);
        else
            luminance(m_other, m_samples);
    }
    toSamples(m_samples, request.image.adcBits, format.significantBits, m_samples);
    bytes.resize(packedBytes(format, m_samples.size()));
    packSamples(format, m_samples, bytes);
}

} // namespace mv::vcam
