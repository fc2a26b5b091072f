// SPDX-License-Identifier: GPL-3.0-or-later
// What a virtual camera is (fixed at start), and what it does wrong on purpose.
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

/// "Virtual Mono", "Virtual Color", "Virtual Basic".
std::string modelName(Model model);

inline constexpr char kVendorName[] = "MV Viewer";
inline constexpr char kManufacturerInfo[] = "Simulated by mv-virtual-camera";

} // namespace mv::vcam
