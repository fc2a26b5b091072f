// SPDX-License-Identifier: GPL-3.0-or-later
// What a virtual camera is: fixed at start.
#pragma once

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

/// "Virtual Mono", "Virtual Color", "Virtual Basic".
std::string modelName(Model model);

inline constexpr char kVendorName[] = "MV Viewer";
inline constexpr char kManufacturerInfo[] = "Simulated by mv-virtual-camera";

} // namespace mv::vcam
