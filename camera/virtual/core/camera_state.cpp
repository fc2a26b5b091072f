// SPDX-License-Identifier: GPL-3.0-or-later
// How settings become frames.
#include "camera/virtual/core/camera_state.h"

#include "camera/virtual/core/auto_modes.h"
#include "camera/virtual/core/chunks.h"
#include "camera/virtual/core/files/stored_files.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/io/line_board.h"
#include "camera/virtual/core/isp/test_image.h"
#include "camera/virtual/core/memory/user_sets.h"
#include "camera/virtual/core/picture/frame_ring.h"
#include "camera/virtual/core/picture/renderer.h"

#include <algorithm>
#include <cmath>

namespace mv::vcam {

CameraState::CameraState(CameraConfig cameraConfig, std::function<std::int64_t()> clock,
                         std::function<void()> pictureFinished)
    : config(std::move(cameraConfig))
    , now(std::move(clock))
    , settings(defaultSettings(config))
    , acquisition([this](std::uint64_t counter, std::int64_t startNs) { return expose(counter, startNs); },
                  [this] { return timing().sensor; }, settings.io, config.seed)
    , flatField(std::make_unique<FlatField>(config.sensorWidth, config.sensorHeight, config.model != Model::Basic))
    , files(std::make_unique<FileAccess>(storedFiles(*flatField, config.model)))
    , timestampOrigin(now())
    , m_powerUpNs(now())
    , m_renderer(std::make_unique<Renderer>(std::move(pictureFinished)))
    , m_ring(std::make_unique<FrameRing>([this](const PictureRequest &request) {
        // A control loop must not wait for pictures that its last step has made old.
        return m_autoModes->anyOn() ? m_renderer->tryEnqueue(request) : m_renderer->enqueue(request);
    }))
    , m_testImages(std::make_unique<TestImages>())
    , m_autoModes(std::make_unique<AutoModes>(settings))
{
    acquisition.onEvent(
        [this](EventKind kind, std::int64_t clockNs, const EventFrame &frame) { report(kind, clockNs, frame); });
}

CameraState::~CameraState() = default;

double CameraState::temperature() const
{
    return sensorTemperature(settings.world, double(now() - m_powerUpNs) * 1e-9);
}

std::size_t CameraState::imageBytes() const
{
    return pixelFormat().rowBytes(settings.image.width) * settings.image.height;
}

std::size_t CameraState::payloadBytes() const
{
    return imageBytes() + (settings.chunkModeActive ? chunkTailBytes(settings.chunkEnable) : 0);
}

FrameTiming CameraState::timing() const
{
    return frameTiming(settings, payloadBytes(), settings.image.height * settings.image.binningY);
}

std::int64_t CameraState::onOwnClock(std::int64_t clockNs) const
{
    return clockNs == kNever ? 0 : std::max<std::int64_t>(clockNs - timestampOrigin, 0);
}

bool CameraState::offers(const PixelFormat &format) const
{
    return config.model == Model::Color ? format.onColor : format.onMono;
}

void CameraState::report(EventKind kind, std::int64_t clockNs, const EventFrame &frame)
{
    if (settings.events.notifies(kind))
        events.push({kind, std::uint64_t(onOwnClock(clockNs)), frame, m_acquisitions});
}

void CameraState::startAcquisition()
{
    if (acquisition.active()) // a start while images are being taken changes nothing
        return;
    ++m_acquisitions;
    m_acquisitionStartNs = now();
    m_autoModes->forget();
    settings.world.scene.driftSinceNs = 0;
    std::uint64_t frames = 0;
    if (settings.acquisitionMode == AcquisitionMode::SingleFrame)
        frames = 1;
    else if (settings.acquisitionMode == AcquisitionMode::MultiFrame)
        frames = settings.acquisitionFrameCount;
    acquisition.watchInputs(settings.chunkModeActive && hasLineStatus(settings.chunkEnable));
    acquisition.start(m_acquisitionStartNs, frames);
}

PictureRequest CameraState::pictureRequest() const
{
    PictureRequest request;
    request.sensor = sensor();
    request.scene = settings.world.scene;
    applyGateFaults(settings.world, request.sensor, request.scene);
    request.image = settings.image;
    request.isp = settings.isp;
    request.exposure.exposureUs = settings.exposureUs;
    request.exposure.gain = settings.gain;
    request.exposure.temperatureC = temperature();
    if (settings.world.frameSource == FrameSource::Prerendered) {
        // A ring for every hundredth of a degree would be none, and it has a time of its own.
        request.exposure.temperatureC = std::round(request.exposure.temperatureC);
        request.scene.driftSinceNs = 0;
    }
    request.exposure.shutter = Shutter(settings.shutterMode);
    request.exposure.lineTimeUs = kLineTimeUs;
    if (settings.flatField.enable)
        request.coefficients = flatField->coefficients();
    if (settings.flatField.replaceDefects)
        request.defects = flatField->defects();
    return request;
}

void CameraState::preparePictures()
{
    if (settings.testImage != TestImage::Off)
        return;
    const PictureRequest request = pictureRequest();
    if (settings.world.frameSource == FrameSource::Physics) {
        m_firstPicture = m_renderer->enqueue(request); // for the sensor's maps that it needs
        return;
    }
    m_ring->fill(request, timing().sensor.period(), imageBytes());
}

SensorParams CameraState::sensor() const
{
    SensorParams params = settings.world.sensor;
    params.blackLevel = nominalBlack(settings) + settings.blackCorrection;
    return params;
}

void CameraState::advance()
{
    const std::int64_t nowNs = now();
    acquisition.advance(nowNs);
    flatField->poll(acquisition.active());
    regulate(nowNs);
}

void CameraState::regulate(std::int64_t nowNs)
{
    m_autoModes->act(
        nowNs, [this] { return pictureRequest(); }, longestExposureUs(timing().sensor));
}

std::shared_ptr<const FramePixels> CameraState::testImage(std::uint64_t counter)
{
    if (settings.testImage != TestImage::SensorTestImage1)
        return m_testImages->pixels(settings.testImage, pixelFormat(), settings.image.width, counter);
    PictureRequest request;
    request.image = settings.image;
    request.isp = settings.isp;
    request.sensorTestImage = true;
    if (!m_ramp || m_ramp->state() == PixelsState::Failed || *m_rampRequest != request) {
        m_ramp = m_renderer->enqueue(request);
        m_rampRequest = std::make_unique<PictureRequest>(request);
    }
    return std::make_shared<PicturePixels>(m_ramp, std::vector<std::uint8_t>());
}

std::shared_ptr<const Picture> CameraState::pictureOf(const PictureRequest &request, std::uint64_t counter,
                                                      std::int64_t periodNs)
{
    // A calibration needs frames with noise of their own, also where a ring would do for the eye.
    if (settings.world.frameSource == FrameSource::Prerendered && !request.calibration)
        return m_ring->picture(request, counter, periodNs, imageBytes());
    return m_renderer->tryEnqueue(request);
}

std::shared_ptr<const FramePixels> CameraState::pixelsOf(const Frame &frame, std::int64_t startNs, std::int64_t readyNs)
{
    PictureRequest request = pictureRequest();
    auto calibration = flatField->collecting(settings);
    if (settings.testImage != TestImage::Off) {
        m_autoModes->exposed(nullptr, request, startNs);
        return testImage(frame.counter);
    }
    // Noise and motion follow from the frame's place in its acquisition, so that they can be had again.
    request.exposure.frame = m_acquisitions << 32 | frame.counter;
    request.exposure.startNs = std::uint64_t(startNs - m_acquisitionStartNs);
    request.calibration = calibration;
    auto picture = pictureOf(request, frame.counter, std::int64_t(frame.periodNs));
    m_autoModes->exposed(picture, request, readyNs);
    const bool stamped =
        settings.world.frameSource == FrameSource::Prerendered && settings.world.frameStamp && !calibration;
    auto stamp = stamped ? counterStamp(pixelFormat(), frame.counter) : std::vector<std::uint8_t>();
    return std::make_shared<PicturePixels>(std::move(picture), std::move(stamp));
}

Acquisition::Exposure CameraState::expose(std::uint64_t counter, std::int64_t startNs)
{
    regulate(startNs);
    const FrameTiming timing = this->timing();
    // After a triggered frame the next may come as soon as the sensor can.
    const bool triggered = timing.limit == RateLimit::Trigger;
    const std::int64_t periodNs = triggered ? timing.sensor.shortestPeriod() : timing.sensor.period();
    auto frame = std::make_shared<Frame>();
    frame->counter = counter;
    frame->acquisition = m_acquisitions;
    frame->timestampNs = std::uint64_t(startNs - timestampOrigin);
    frame->periodNs = std::uint64_t(periodNs);
    frame->transferNs = std::uint64_t(timing.sensor.transfer);
    frame->pixelFormat = settings.image.pixelFormat;
    frame->width = settings.image.width;
    frame->height = settings.image.height;
    frame->offsetX = settings.image.offsetX;
    frame->offsetY = settings.image.offsetY;
    frame->imageBytes = imageBytes();
    frame->pixels = pixelsOf(*frame, startNs, startNs + timing.sensor.latency());
    frame->exposureUs = settings.exposureUs;
    frame->gain = settings.gain;
    frame->lineStatusAll = acquisition.lines().allLevels();
    frame->chunkMode = settings.chunkModeActive;
    if (frame->chunkMode) {
        frame->chunks = makeChunks(*frame, settings.chunkEnable);
        frame->chunkLayout = settings.chunkEnable;
    }
    return {std::move(frame), timing.sensor};
}

} // namespace mv::vcam
