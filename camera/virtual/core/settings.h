// SPDX-License-Identifier: GPL-3.0-or-later
// What a virtual camera is set to by its features, as plain values.
#pragma once

#include "camera/virtual/core/auto_settings.h"
#include "camera/virtual/core/camera_config.h"
#include "camera/virtual/core/events/device_event.h"
#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/core/flat_field/flat_field_settings.h"
#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/io/io_settings.h"
#include "camera/virtual/core/isp/isp_settings.h"
#include "camera/virtual/core/memory/user_set_settings.h"
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

/// Features that only choose what others are about. A value; thread: any.
struct IspSelectors
{
    std::uint32_t blackLevel = 0, gain = 0, lut = 0, colorTransformation = 0; ///< All, All, Luminance, RGBtoRGB
    std::uint32_t balanceRatio = 0;                                           ///< Red, Green, Blue
    std::uint32_t lutIndex = 0;
    std::uint32_t matrixValue = 0; ///< Gain00, Gain01, …
};

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
    double gain = 1.0;            ///< analogue, a factor
    double blackCorrection = 0.0; ///< DN of a 12-bit ADC: what BlackLevelAuto found to be missing in the dark
    AutoSettings autos;
    IspSettings isp;
    IspSelectors ispSelectors;
    IoSettings io;
    bool chunkModeActive = false;
    std::uint32_t chunkSelector = 0; ///< number in the table of chunk kinds
    std::uint32_t chunkEnable = 0;   ///< a bit a kind
    UserSetSettings userSets;
    EventSettings events;
    FlatFieldSettings flatField;
    WorldSettings world;
    Faults faults;
};

/// The highest BlackLevel: a 16th of the ADC's range.
constexpr std::uint32_t maxBlackLevel(unsigned adcBits)
{
    return (1u << (adcBits - 4)) - 1;
}

/// BlackLevel in DN of a 12-bit ADC.
double nominalBlack(const Settings &settings);

/// The settings at power-up.
Settings defaultSettings(const CameraConfig &config);

} // namespace mv::vcam
