// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the feature registers act on.
#pragma once

#include "camera/virtual/core/acquisition.h"
#include "camera/virtual/core/events/event_queue.h"
#include "camera/virtual/core/frame_timing.h"
#include "camera/virtual/core/pixel_format.h"
#include "camera/virtual/core/register_map.h"
#include "camera/virtual/core/settings.h"

namespace mv::vcam {

class AutoModes;
class FileAccess;
class FlatField;
class FrameRing;
class Picture;
class Renderer;
class TestImages;
class UserSets;
struct PictureRequest;

/// The inside of a Camera: settings, timeline and counters, and the rules that tie them together. The rows of the
/// register map hold references to it. Not thread-safe: Camera locks.
class CameraState
{
public:
    /// @p now is the camera's clock in ns, monotonic. @p pictureFinished is called by another thread whenever the
    /// pixels of a frame may have become ready.
    CameraState(CameraConfig config, std::function<std::int64_t()> now, std::function<void()> pictureFinished);
    ~CameraState();
    CameraState(const CameraState &) = delete;
    CameraState &operator=(const CameraState &) = delete;

    const CameraConfig config;
    const std::function<std::int64_t()> now;
    Settings settings;
    Acquisition acquisition;
    const std::unique_ptr<FlatField> flatField;
    const std::unique_ptr<FileAccess> files;
    std::int64_t timestampOrigin = 0; ///< clock value that timestamps call 0
    std::int64_t latchedTimestamp = 0;
    std::uint64_t framesSent = 0;
    std::uint64_t framesUnsent = 0; ///< fetched from the FIFO but there was no receiver

    EventQueue events;
    std::unique_ptr<UserSets> userSets; ///< there when the rows are

    std::int64_t timestamp() const { return now() - timestampOrigin; }
    const PixelFormat &pixelFormat() const { return *findPixelFormat(settings.image.pixelFormat); }
    /// Of the sensor, °C.
    double temperature() const;
    /// The scene's clock: ns since AcquisitionStart; it stands at 0 before.
    std::int64_t sceneTime() const { return acquisition.active() ? now() - m_acquisitionStartNs : 0; }
    /// The sensor with its offset: BlackLevel, and what BlackLevelAuto found to be missing.
    SensorParams sensor() const;
    std::size_t imageBytes() const;
    std::size_t payloadBytes() const;
    FrameTiming timing() const;
    bool offers(const PixelFormat &format) const;

    /// Lives until now: frames, and what the automatic modes make of them.
    void advance();

    /// @p clockNs as the camera's own clock has it; 0 if that was before the clock's 0, or kNever.
    std::int64_t onOwnClock(std::int64_t clockNs) const;

    /// Queues an event that happened at @p clockNs, if its notification is on.
    void report(EventKind kind, std::int64_t clockNs, const EventFrame &frame);
    void startAcquisition();
    /// Has the pictures rendered that an acquisition with the present settings would begin with.
    void preparePictures();

private:
    Acquisition::Exposure expose(std::uint64_t counter, std::int64_t startNs);
    std::shared_ptr<const FramePixels> pixelsOf(const Frame &frame, std::int64_t startNs, std::int64_t readyNs);
    std::shared_ptr<const Picture> pictureOf(const PictureRequest &request, std::uint64_t counter,
                                             std::int64_t periodNs);
    std::shared_ptr<const FramePixels> testImage(std::uint64_t counter);
    PictureRequest pictureRequest() const;
    void regulate(std::int64_t nowNs);

    const std::int64_t m_powerUpNs;
    std::uint64_t m_acquisitions = 0; ///< since power-up: frame 0 of another acquisition has other noise
    std::int64_t m_acquisitionStartNs = 0;
    std::unique_ptr<Renderer> m_renderer;
    std::unique_ptr<FrameRing> m_ring;
    std::shared_ptr<const Picture> m_firstPicture; ///< what preparePictures() began
    std::unique_ptr<TestImages> m_testImages;
    std::unique_ptr<PictureRequest> m_rampRequest; ///< of m_ramp
    std::shared_ptr<const Picture> m_ramp;         ///< SensorTestImage1
    std::unique_ptr<AutoModes> m_autoModes;
};

} // namespace mv::vcam
