// SPDX-License-Identifier: GPL-3.0-or-later
// How settings become frames.
#include "camera/virtual/core/camera_state.h"

#include "camera/virtual/core/chunks.h"
#include "camera/virtual/core/picture/frame_ring.h"
#include "camera/virtual/core/picture/renderer.h"
#include "camera/virtual/core/ramp.h"

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
    , timestampOrigin(now())
    , m_powerUpNs(now())
    , m_renderer(std::make_unique<Renderer>(std::move(pictureFinished)))
    , m_ring(
          std::make_unique<FrameRing>([this](const PictureRequest &request) { return m_renderer->enqueue(request); }))
{}

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

void CameraState::startAcquisition()
{
    if (acquisition.active()) // a start while images are being taken changes nothing
        return;
    ++m_acquisitions;
    m_acquisitionStartNs = now();
    m_line = nullptr;
    settings.world.scene.driftSinceNs = 0;
    std::uint64_t frames = 0;
    if (settings.acquisitionMode == AcquisitionMode::SingleFrame)
        frames = 1;
    else if (settings.acquisitionMode == AcquisitionMode::MultiFrame)
        frames = settings.acquisitionFrameCount;
    acquisition.start(m_acquisitionStartNs, frames);
}

PictureRequest CameraState::pictureRequest() const
{
    PictureRequest request;
    request.sensor = settings.world.sensor;
    request.scene = settings.world.scene;
    applyGateFaults(settings.world, request.sensor, request.scene);
    request.image = settings.image;
    request.exposure.exposureUs = settings.exposureUs;
    request.exposure.temperatureC = temperature();
    request.exposure.shutter = Shutter(settings.shutterMode);
    request.exposure.lineTimeUs = kLineTimeUs;
    if (settings.world.frameSource == FrameSource::Prerendered) {
        // A ring for every hundredth of a degree would be none, and it has a time of its own.
        request.exposure.temperatureC = std::round(request.exposure.temperatureC);
        request.scene.driftSinceNs = 0;
    }
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

std::shared_ptr<const FramePixels> CameraState::pixelsOf(std::uint64_t counter, std::int64_t startNs,
                                                         std::int64_t periodNs)
{
    if (settings.testImage == TestImage::GreyDiagonalRampMoving) {
        if (!m_line)
            m_line = std::make_shared<RampLine>(pixelFormat(), settings.image.width);
        return std::make_shared<RampPixels>(m_line, pixelFormat().rowBytes(settings.image.width), counter);
    }
    PictureRequest request = pictureRequest();
    if (settings.world.frameSource == FrameSource::Prerendered) {
        auto picture = m_ring->picture(request, counter, periodNs, imageBytes());
        auto stamp = settings.world.frameStamp ? counterStamp(pixelFormat(), counter) : std::vector<std::uint8_t>();
        return std::make_shared<PicturePixels>(std::move(picture), std::move(stamp));
    }
    // Noise and motion follow from the frame's place in its acquisition, so that they can be had again.
    request.exposure.frame = m_acquisitions << 32 | counter;
    request.exposure.startNs = std::uint64_t(startNs - m_acquisitionStartNs);
    return std::make_shared<PicturePixels>(m_renderer->tryEnqueue(request), std::vector<std::uint8_t>());
}

Acquisition::Exposure CameraState::expose(std::uint64_t counter, std::int64_t startNs)
{
    const FrameTiming timing = this->timing();
    // After a triggered frame the next may come as soon as the sensor can.
    const bool triggered = timing.limit == RateLimit::Trigger;
    const std::int64_t periodNs = triggered ? timing.sensor.shortestPeriod() : timing.sensor.period();
    auto frame = std::make_shared<Frame>();
    frame->counter = counter;
    frame->timestampNs = std::uint64_t(startNs - timestampOrigin);
    frame->periodNs = std::uint64_t(periodNs);
    frame->transferNs = std::uint64_t(timing.sensor.transfer);
    frame->pixelFormat = settings.image.pixelFormat;
    frame->width = settings.image.width;
    frame->height = settings.image.height;
    frame->offsetX = settings.image.offsetX;
    frame->offsetY = settings.image.offsetY;
    frame->imageBytes = imageBytes();
    frame->pixels = pixelsOf(counter, startNs, periodNs);
    frame->chunkMode = settings.chunkModeActive;
    if (frame->chunkMode) {
        frame->chunks = makeChunks(*frame, settings.chunkEnable);
        frame->chunkLayout = settings.chunkEnable;
    }
    return {std::move(frame), timing.sensor};
}

} // namespace mv::vcam
