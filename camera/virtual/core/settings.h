// SPDX-License-Identifier: GPL-3.0-or-later
// What a virtual camera is set to by its features, as plain values.
#pragma once

#include "camera/virtual/core/camera_config.h"
#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/io/io_settings.h"
#include "camera/virtual/core/world_settings.h"

namespace mv::vcam {

inline constexpr double kMinExposureUs = 10.0;
inline constexpr double kMaxExposureUs = 10'000'000.0;
inline constexpr std::int64_t kMinLinkBytesPerSecond = 1'000'000;
inline constexpr std::int64_t kMaxLinkBytesPerSecond = 1'000'000'000;
inline constexpr double kMinFrameRateHz = 0.1;
inline constexpr double kMaxFrameRateHz = 10'000.0;

enum class AcquisitionMode : std::int64_t { Continuous = 0, SingleFrame = 1, MultiFrame = 2 };
enum class ShutterMode : std::int64_t { Global = 0, Rolling = 1, GlobalReset = 2 };
enum class TestImage : std::int64_t { Off = 0, GreyDiagonalRampMoving = 6 };

/// The present value of every settable feature. A value; thread: any.
struct Settings
{
    std::string userId;
    std::uint32_t temperatureSelector = 0;
    ImageSettings image;
    TestImage testImage = TestImage::Off;
    ShutterMode shutterMode = ShutterMode::Global;
    std::uint64_t linkBytesPerSecond = 400'000'000; ///< that the camera's link carries, or may carry
    AcquisitionMode acquisitionMode = AcquisitionMode::Continuous;
    std::uint32_t acquisitionFrameCount = 10;
    bool frameRateEnable = true;
    double frameRateHz = 30.0;
    double exposureUs = 5000.0;
    IoSettings io;
    bool chunkModeActive = false;
    std::uint32_t chunkSelector = 0; ///< number in the table of chunk kinds
    std::uint32_t chunkEnable = 0;   ///< a bit a kind
    WorldSettings world;
    Faults faults;
};

/// The settings at power-up.
Settings defaultSettings(const CameraConfig &config);

} // namespace mv::vcam
