// SPDX-License-Identifier: GPL-3.0-or-later
// The register space of a GigE Vision camera: its own bootstrap registers below 0x10000, the camera's above.
#pragma once

#include "camera/virtual/core/camera.h"
#include "camera/virtual/gige/control_privilege.h"
#include "camera/virtual/gige/message_config.h"
#include "camera/virtual/gige/stream_config.h"

#include <array>

namespace mv::vcam::gige {

/// Fixed at start. A value; thread: any.
struct NetworkIdentity
{
    std::uint32_t address = 0x7F000001; ///< host byte order
    std::uint32_t netmask = 0xFF000000;
    std::uint32_t gateway = 0;
    std::array<std::uint8_t, 6> mac{};
};

/// A locally administered hardware address, the same for the same serial number and address.
std::array<std::uint8_t, 6> macFor(const std::string &serial, std::uint32_t address);

/// Reads and writes as a peer may do them: privilege first, then the register. Thread: control.
class GigeDevice
{
public:
    GigeDevice(Camera &camera, StreamControl &stream, const NetworkIdentity &identity, const StreamConfig &initial);

    Status read(Peer peer, std::uint32_t address, std::span<std::uint8_t> dst) const;
    Status write(Peer peer, std::uint32_t address, std::span<const std::uint8_t> src, std::int64_t nowMs);

    /// The first 0xF8 bytes: what a discovery answer carries.
    std::vector<std::uint8_t> discoveryData() const;
    const NetworkIdentity &identity() const { return m_identity; }
    ControlPrivilege &privilege() { return m_privilege; }
    const ControlPrivilege &privilege() const { return m_privilege; }
    const Camera &camera() const { return m_camera; }
    const StreamConfig &stream() const { return m_config; }

    /// Who carries out what the message channel's registers say; nobody at first.
    void setMessageControl(MessageControl *messages) { m_messages = messages; }

    /// Ends the stream, the messages and the file operations of a controller that is gone or has given the control
    /// back.
    void closeStream();
    /// The bootstrap registers, for tests.
    std::span<const Register> bootstrapRows() const { return m_bootstrap.rows(); }

private:
    std::vector<Register> identityRows();
    std::vector<Register> networkRows();
    std::vector<Register> controlRows();
    std::vector<Register> timestampRows();
    std::vector<Register> messageRows();
    std::vector<Register> streamRows();
    std::vector<Register> allRows();
    Status writeMessages(const MessageConfig &config);
    bool mayBeReceiver(std::uint32_t address) const;
    Status writePort(std::int64_t value);
    Status writePacketSize(std::int64_t value);
    std::string xmlUrl() const;

    Camera &m_camera;
    StreamControl &m_stream;
    NetworkIdentity m_identity;
    ControlPrivilege m_privilege;
    StreamConfig m_config;
    MessageControl *m_messages = nullptr;
    MessageConfig m_messageConfig;
    RegisterMap m_bootstrap;
};

} // namespace mv::vcam::gige
