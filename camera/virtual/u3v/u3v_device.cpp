// SPDX-License-Identifier: GPL-3.0-or-later
// Dispatch of register accesses, and what they bring about.
#include "camera/virtual/u3v/u3v_device.h"

#include "camera/virtual/core/feature_rows.h"

#include <algorithm>
#include <utility>

namespace mv::vcam::u3v {

namespace {
constexpr std::uint32_t kStrictAlignment = 1024;
} // namespace

U3vDevice::U3vDevice(Camera &camera, StreamControl &stream)
    : m_camera(camera)
    , m_stream(stream)
    , m_registers(allRows(), std::endian::little, [&camera] { return camera.streaming(); })
{}

Status U3vDevice::read(std::uint64_t address, std::span<std::uint8_t> dst) const
{
    if (address >= kXmlAddress)
        return m_camera.read(address, dst);
    const std::lock_guard lock(m_mutex);
    if (m_faults.strictLength && !coversWholeRegisters(address, dst.size()))
        return Status::InvalidParameter;
    return m_registers.read(address, dst);
}

Status U3vDevice::write(std::uint64_t address, std::span<const std::uint8_t> src)
{
    if (address >= kXmlAddress)
        return m_camera.write(address, src);
    const std::lock_guard lock(m_mutex);
    return m_registers.write(address, src);
}

// Texts may be read in part: a reader does not know how much of them there is.
bool U3vDevice::coversWholeRegisters(std::uint64_t address, std::size_t size) const
{
    const auto cuts = [](const Register &row, std::uint64_t at) {
        return at > row.address && at < row.address + row.size && row.kind == RegisterKind::Integer;
    };
    return std::ranges::none_of(m_registers.rows(),
                                [&](const Register &row) { return cuts(row, address) || cuts(row, address + size); });
}

std::optional<std::string> U3vDevice::setFeature(std::string_view name, std::string_view text)
{
    const std::lock_guard lock(m_mutex);
    return m_registers.setFromText(name, text);
}

UsbFaults U3vDevice::faults() const
{
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

bool U3vDevice::highSpeed() const
{
    const std::lock_guard lock(m_mutex);
    return m_highSpeed;
}

void U3vDevice::reset()
{
    const std::lock_guard lock(m_mutex);
    m_highSpeed = m_faults.highSpeed;
    m_setup = {};
    m_stream.configure(m_setup);
    enableEvents(false);
}

std::optional<std::chrono::milliseconds> U3vDevice::takeUnplug(UnplugFault moment)
{
    const std::lock_guard lock(m_mutex);
    if (m_faults.unplug != moment)
        return std::nullopt;
    m_faults.unplug = UnplugFault::None;
    return std::chrono::milliseconds(m_faults.unplugMs);
}

StallFault U3vDevice::takeStall(StallFault endpoint)
{
    const std::lock_guard lock(m_mutex);
    return m_stall == endpoint ? std::exchange(m_stall, StallFault::None) : StallFault::None;
}

Status U3vDevice::enableStream(bool on)
{
    if (on) {
        const StreamSetup &s = m_setup;
        const auto aligned = [](std::uint32_t size) { return size % kStrictAlignment == 0; };
        if (m_faults.strictAlignment && !(aligned(s.maxLeader) && aligned(s.maxTrailer) && aligned(s.payloadSize) &&
                                          aligned(s.transfer1) && aligned(s.transfer2)))
            return Status::StreamSizeNotAligned;
        if (s.maxLeader < kLeaderBytes || s.maxTrailer < kChunkTrailerBytes ||
            s.capacity() < std::uint64_t(payloadBytes()))
            return Status::StreamSizesInconsistent;
    }
    m_setup.enabled = on;
    m_stream.configure(m_setup);
    return Status::Success;
}

Status U3vDevice::enableEvents(bool on)
{
    m_eventsOn = on;
    m_stream.enableEvents(on);
    return Status::Success;
}

std::int64_t U3vDevice::payloadBytes() const
{
    return std::get<std::int64_t>(m_camera.feature("PayloadSize"));
}

} // namespace mv::vcam::u3v
