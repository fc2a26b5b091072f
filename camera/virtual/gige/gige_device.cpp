// SPDX-License-Identifier: GPL-3.0-or-later
// Privilege and dispatch of register accesses.
#include "camera/virtual/gige/gige_device.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/gige/gvcp_packet.h"

namespace mv::vcam::gige {

namespace {

constexpr std::uint64_t kBootstrapEnd = 0x10000;
constexpr std::uint32_t kCcpAddress = 0xA00;

} // namespace

std::array<std::uint8_t, 6> macFor(const std::string &serial, std::uint32_t address)
{
    std::uint32_t hash = 2166136261u; // FNV-1a
    for (const char c : serial)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash ^= address * 2654435761u;
    // 0x02: locally administered, so that it never is a real manufacturer's.
    return {0x02, 0x4D, 0x56, std::uint8_t(hash >> 16), std::uint8_t(hash >> 8), std::uint8_t(hash)};
}

GigeDevice::GigeDevice(Camera &camera, StreamControl &stream, const NetworkIdentity &identity,
                       const StreamConfig &initial)
    : m_camera(camera)
    , m_stream(stream)
    , m_identity(identity)
    , m_config(initial)
    , m_bootstrap(allRows(), std::endian::big, [&camera] { return camera.streaming(); })
{}

Status GigeDevice::read(Peer peer, std::uint32_t address, std::span<std::uint8_t> dst) const
{
    if (!m_privilege.mayRead(peer))
        return Status::AccessDenied;
    return address < kBootstrapEnd ? m_bootstrap.read(address, dst) : m_camera.read(address, dst);
}

Status GigeDevice::write(Peer peer, std::uint32_t address, std::span<const std::uint8_t> src, std::int64_t nowMs)
{
    if (address == kCcpAddress && src.size() == 4) {
        const Status status = m_privilege.request(peer, std::uint32_t(loadInteger(src, std::endian::big)), nowMs);
        if (status == Status::Success && m_privilege.value() == 0)
            closeStream();
        return status;
    }
    if (!m_privilege.mayWrite(peer))
        return Status::AccessDenied;
    return address < kBootstrapEnd ? m_bootstrap.write(address, src) : m_camera.write(address, src);
}

std::vector<std::uint8_t> GigeDevice::discoveryData() const
{
    std::vector<std::uint8_t> data(kDiscoveryBytes);
    for (const Register &row : m_bootstrap.rows()) { // the gaps between the registers are reserved and read as 0
        if (row.address + row.size <= data.size())
            m_bootstrap.read(row.address, std::span(data).subspan(row.address, row.size));
    }
    return data;
}

void GigeDevice::closeStream()
{
    m_camera.stopAcquisition();
    m_camera.abandonFiles();
    m_config.port = 0;
    m_stream.configure(m_config, true);
    MessageConfig messages = m_messageConfig;
    messages.port = 0;
    writeMessages(messages);
}

} // namespace mv::vcam::gige
