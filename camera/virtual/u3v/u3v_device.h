// SPDX-License-Identifier: GPL-3.0-or-later
// The register space of a USB3 Vision camera: its own registers below 0x100000, the camera's above.
#pragma once

#include "camera/virtual/core/camera.h"
#include "camera/virtual/u3v/stream_setup.h"
#include "camera/virtual/u3v/usb_faults.h"

namespace mv::vcam::u3v {

inline constexpr std::uint64_t kSbrmAddress = 0x10000;
inline constexpr std::uint64_t kSirmAddress = 0x11000;
inline constexpr std::uint64_t kEirmAddress = 0x12000;
inline constexpr std::uint64_t kManifestAddress = 0x13000;
inline constexpr std::uint64_t kUsbFaultAddress = 0xF0000; ///< VirtualFault… of this wire
inline constexpr std::uint64_t kUsbFaultEnd = 0xF1000;
inline constexpr std::uint32_t kMaxResponseMs = 200; ///< clients wait for a transfer that long

/// Reads and writes as the host does them. Thread: any; one mutex guards the wire's registers.
class U3vDevice
{
public:
    /// @p stream carries out what the registers say.
    U3vDevice(Camera &camera, StreamControl &stream);

    Status read(std::uint64_t address, std::span<std::uint8_t> dst) const;
    Status write(std::uint64_t address, std::span<const std::uint8_t> src);

    /// Sets a fault of this wire as a person types it; as Camera::setFeature().
    std::optional<std::string> setFeature(std::string_view name, std::string_view text);

    Camera &camera() const { return m_camera; }
    UsbFaults faults() const;
    /// As it was plugged in: VirtualFaultUsbSpeed acts with the next plugging in.
    bool highSpeed() const;

    /// Plugged in or out: stream and events are off, the switch for the speed acts.
    void reset();
    /// The unplugging that @p moment brings, once: how long it lasts.
    std::optional<std::chrono::milliseconds> takeUnplug(UnplugFault moment);
    /// The endpoint that is to be halted, once.
    StallFault takeStall(StallFault endpoint);

    /// The wire's registers, for tests.
    std::span<const Register> wireRows() const { return m_registers.rows(); }

private:
    std::vector<Register> abrmRows();
    std::vector<Register> sbrmRows();
    std::vector<Register> streamRows();
    std::vector<Register> eventRows();
    std::vector<Register> manifestRows();
    std::vector<Register> faultRows();
    std::vector<Register> allRows();
    Status enableStream(bool on);
    Status enableEvents(bool on);
    std::int64_t payloadBytes() const;
    std::string manifestEntry() const;
    bool coversWholeRegisters(std::uint64_t address, std::size_t size) const;

    Camera &m_camera;
    StreamControl &m_stream;
    mutable std::mutex m_mutex; // guards everything below
    StreamSetup m_setup;
    UsbFaults m_faults;
    StallFault m_stall = StallFault::None;
    bool m_highSpeed = false;
    bool m_eventsOn = false;
    RegisterMap m_registers;
};

} // namespace mv::vcam::u3v
