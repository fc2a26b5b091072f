// SPDX-License-Identifier: GPL-3.0-or-later
// How settings become frames.
#include "camera/virtual/core/camera_state.h"

#include "camera/virtual/core/chunks.h"

#include <algorithm>

namespace mv::vcam {

CameraState::CameraState(CameraConfig cameraConfig, std::function<std::int64_t()> clock)
    : config(std::move(cameraConfig))
    , now(std::move(clock))
    , settings(defaultSettings(config))
    , acquisition([this](std::uint64_t counter, std::int64_t startNs) { return expose(counter, startNs); },
                  [this] { return timing().sensor; }, settings.io, config.seed)
    , timestampOrigin(now())
{}

std::size_t CameraState::imageBytes() const
{
    return pixelFormat().rowBytes(settings.width) * settings.height;
}

std::size_t CameraState::payloadBytes() const
{
    return imageBytes() + (settings.chunkModeActive ? chunkTailBytes(settings.chunkEnable) : 0);
}

FrameTiming CameraState::timing() const
{
    return frameTiming(settings, payloadBytes(), settings.height);
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
    m_line = std::make_shared<RampLine>(pixelFormat(), settings.width);
    std::uint64_t frames = 0;
    if (settings.acquisitionMode == AcquisitionMode::SingleFrame)
        frames = 1;
    else if (settings.acquisitionMode == AcquisitionMode::MultiFrame)
        frames = settings.acquisitionFrameCount;
    acquisition.start(now(), frames);
}

Acquisition::Exposure CameraState::expose(std::uint64_t counter, std::int64_t startNs)
{
    const FrameTiming timing = this->timing();
    // After a triggered frame the next may come as soon as the sensor can.
    const bool triggered = timing.limit == RateLimit::Trigger;
    auto frame = std::make_shared<Frame>();
    frame->counter = counter;
    frame->timestampNs = std::uint64_t(startNs - timestampOrigin);
    frame->periodNs = std::uint64_t(triggered ? timing.sensor.shortestPeriod() : timing.sensor.period());
    frame->pixelFormat = settings.pixelFormat;
    frame->width = settings.width;
    frame->height = settings.height;
    frame->offsetX = settings.offsetX;
    frame->offsetY = settings.offsetY;
    frame->imageBytes = imageBytes();
    frame->pixels = std::make_shared<RampPixels>(m_line, pixelFormat().rowBytes(settings.width), counter);
    frame->chunkMode = settings.chunkModeActive;
    if (frame->chunkMode) {
        frame->chunks = makeChunks(*frame, settings.chunkEnable);
        frame->chunkLayout = settings.chunkEnable;
    }
    return {std::move(frame), timing.sensor};
}

} // namespace mv::vcam
