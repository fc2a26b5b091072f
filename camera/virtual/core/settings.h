// SPDX-License-Identifier: GPL-3.0-or-later
// What a virtual camera is (fixed at start) and what it is set to (features), as plain values.
#pragma once

#include "camera/virtual/core/image_settings.h"
#include "camera/virtual/core/world_settings.h"

#include <cstdint>
#include <string>

namespace mv::vcam {

enum class Model { Mono, Color, Basic };

/// Fixed at start. A value; thread: any.
struct CameraConfig
{
    Model model = Model::Mono;
    std::string serial = "VC0001";
    std::uint32_t sensorWidth = 2448;  ///< pixels, a multiple of kWidthStep
    std::uint32_t sensorHeight = 2048; ///< pixels, a multiple of kHeightStep
    std::uint64_t seed = 1;            ///< of everything random: same seed, same camera
};

inline constexpr std::uint32_t kMaxSensorSide = 16384;
inline constexpr double kMinExposureUs = 10.0;
inline constexpr double kMaxExposureUs = 10'000'000.0;
inline constexpr std::int64_t kMinLinkBytesPerSecond = 1'000'000;
inline constexpr std::int64_t kMaxLinkBytesPerSecond = 1'000'000'000;
inline constexpr double kMinFrameRateHz = 0.1;
inline constexpr double kMaxFrameRateHz = 10'000.0;

enum class AcquisitionMode : std::int64_t { Continuous = 0, SingleFrame = 1, MultiFrame = 2 };
enum class ShutterMode : std::int64_t { Global = 0, Rolling = 1, GlobalReset = 2 };
enum class TestImage : std::int64_t { Off = 0, GreyDiagonalRampMoving = 6 };
enum class XmlFault : std::int64_t { None = 0, Missing = 1, Broken = 2, NotZip = 3 };
enum class DiscoveryFault : std::int64_t { None = 0, Garbage = 1, Silent = 2 };

/// Faults that the camera shows on purpose (category VirtualFault). The wire carries them out. A value; thread: any.
struct Faults
{
    std::uint32_t registerDelayMs = 0; ///< every register access is answered this much later
    bool pendingAck = true;            ///< a delayed answer is announced by a pending-acknowledge
    std::uint32_t packetLossPerMille = 0;
    XmlFault xml = XmlFault::None;
    DiscoveryFault discovery = DiscoveryFault::None;
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
    bool chunkModeActive = false;
    std::uint32_t chunkSelector = 0; ///< number in the table of chunk kinds
    std::uint32_t chunkEnable = 0;   ///< a bit a kind
    WorldSettings world;
    Faults faults;
};

/// The settings at power-up.
Settings defaultSettings(const CameraConfig &config);

/// "Virtual Mono", "Virtual Color", "Virtual Basic".
std::string modelName(Model model);

inline constexpr char kVendorName[] = "MV Viewer";
inline constexpr char kManufacturerInfo[] = "Simulated by mv-virtual-camera";

} // namespace mv::vcam
