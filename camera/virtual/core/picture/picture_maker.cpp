// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a picture from the sensor to the wire.
#include "camera/virtual/core/picture/picture_maker.h"

#include "camera/virtual/core/flat_field/coefficients.h"
#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/stage_run.h"
#include "camera/virtual/core/isp/binning.h"
#include "camera/virtual/core/isp/color_matrix.h"
#include "camera/virtual/core/isp/demosaic.h"
#include "camera/virtual/core/isp/digital_shift.h"
#include "camera/virtual/core/isp/mirror.h"
#include "camera/virtual/core/isp/output.h"
#include "camera/virtual/core/isp/sharpness.h"
#include "camera/virtual/core/isp/tone_curve.h"
#include "camera/virtual/core/isp/white_balance.h"
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

SampleRange sampleRange(const PictureRequest &request)
{
    const auto highest = std::int32_t((1u << request.image.adcBits) - 1);
    return {std::int32_t(request.isp.blackLevel) << kFractionBits, highest << kFractionBits};
}

bool isMosaic(const PictureRequest &request)
{
    return request.sensor.filter == ColorFilter::BayerRG;
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

PictureMaker::PictureMaker(unsigned threads) : m_threads(threads), m_tone(std::make_unique<ToneCurve>()) {}

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
    m_statistics = {};
    const PixelFormat *format = findPixelFormat(request.image.pixelFormat);
    if (!format)
        return "there is no pixel format of that code";
    if (request.sensorTestImage) {
        drawRamp(request, *format);
    } else {
        if (auto problem = expose(request))
            return problem;
        amplify(request);
        color(request, *format);
    }
    encode(request, *format, bytes);
    return std::nullopt;
}

std::optional<std::string> PictureMaker::expose(const PictureRequest &request)
{
    if (auto problem = problemOf(request.sensor))
        return problem;
    prepare(request.sensor);
    Exposure exposure = request.exposure;
    exposure.bits = request.image.adcBits;
    exposure.region = sensorRegion(request.image, request.sensor.width, request.sensor.height);
    m_samples.resize(std::size_t(exposure.region.width) * exposure.region.height);
    if (auto problem = m_sensor->render(exposure, request.scene, m_samples))
        return problem;
    m_statistics.dark = shieldedMean(request.sensor, exposure);
    correct(request, exposure.region);
    arrange(request, exposure.region);
    return std::nullopt;
}

/// What belongs to the sensor's own pixels: a calibration sees them as they are, an image has them corrected.
void PictureMaker::correct(const PictureRequest &request, const Region &region)
{
    if (request.calibration)
        request.calibration->add(request, m_samples);
    if (request.coefficients)
        applyCoefficients(*request.coefficients, region, request.image.adcBits, m_samples);
    if (request.defects)
        replaceDefects(*request.defects, request.sensor.filter, region, m_samples);
}

void PictureMaker::arrange(const PictureRequest &request, const Region &region)
{
    const ImageSettings &image = request.image;
    if (image.binningX != 1 || image.binningY != 1) {
        const SampleRange range = sampleRange(request);
        Binning binning{image.binningX, image.binningY, image.binningModeX, image.binningModeY, request.sensor.filter};
        binning.black = std::uint16_t(range.black);
        binning.fullScale = std::uint16_t(range.fullScale);
        m_other.resize(std::size_t(image.width) * image.height);
        bin(m_samples, region.width, region.height, binning, m_other);
        m_samples.swap(m_other);
    }
    if (image.reverseX)
        mirrorX(m_samples, image.width, image.height, request.sensor.filter);
    if (image.reverseY)
        mirrorY(m_samples, image.width, image.height, request.sensor.filter);
}

/// Digital shift and white balance.
void PictureMaker::amplify(const PictureRequest &request)
{
    const SampleRange range = sampleRange(request);
    shiftSamples(m_samples, range, request.isp.digitalShift);
    if (!isMosaic(request))
        return;
    m_statistics.channels = channelMeans(m_samples, request.image.width, range);
    balanceMosaic(m_samples, request.image.width, range, request.isp.balance);
}

/// From the mosaic to what the format shows of it, and its sharpness.
void PictureMaker::color(const PictureRequest &request, const PixelFormat &format)
{
    const std::uint32_t width = request.image.width, height = request.image.height;
    const SampleRange range = sampleRange(request);
    if (isMosaic(request) && !format.isRaw()) {
        m_other.resize(3 * m_samples.size());
        if (request.isp.color.demosaicing == Demosaicing::EdgeAware)
            demosaicEdgeAware(m_samples, width, height, range, m_other);
        else
            demosaic(m_samples, width, height, m_other);
        applyColorMatrix(m_other, range, colorMatrix(request.isp.color));
        if (format.samplesPerPixel == 3)
            m_samples.swap(m_other);
        else
            luminance(m_other, m_samples);
    }
    if (request.isp.sharpen && !format.isRaw())
        sharpen(m_samples, {width, height, format.samplesPerPixel}, range, request.isp.sharpness);
    measureBrightness(m_samples, range, m_statistics);
}

/// SensorTestImage1: the horizontal ramp of the format's depth, as the ADC would have to give it.
void PictureMaker::drawRamp(const PictureRequest &request, const PixelFormat &format)
{
    const ImageSettings &image = request.image;
    const unsigned bits = format.significantBits, mask = (1u << bits) - 1;
    std::vector<std::uint16_t> ramp(std::size_t(image.width) * image.height);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        const unsigned value = unsigned(i % image.width) & mask;
        ramp[i] = std::uint16_t((value << kFractionBits << image.adcBits) >> bits & ~15u);
    }
    const ColorFilter filter = format.isRaw() ? ColorFilter::BayerRG : ColorFilter::None;
    if (image.reverseX)
        mirrorX(ramp, image.width, image.height, filter);
    if (image.reverseY)
        mirrorY(ramp, image.width, image.height, filter);
    m_samples.resize(ramp.size() * format.samplesPerPixel);
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        m_samples[i] = ramp[i / format.samplesPerPixel];
}

void PictureMaker::encode(const PictureRequest &request, const PixelFormat &format, std::vector<std::uint8_t> &bytes)
{
    unsigned bits = request.image.adcBits;
    if (m_tone->prepare(request.isp)) {
        m_tone->apply(m_samples, bits);
        bits = 12;
    }
    toSamples(m_samples, bits, format.significantBits, m_samples);
    bytes.resize(packedBytes(format, m_samples.size()));
    packSamples(format, m_samples, bytes);
}

} // namespace mv::vcam
