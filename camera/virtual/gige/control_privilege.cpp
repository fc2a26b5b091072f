// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of the control channel privilege.
#include "camera/virtual/gige/control_privilege.h"

namespace mv::vcam::gige {

Status ControlPrivilege::request(Peer peer, std::uint32_t value, std::int64_t nowMs)
{
    if (m_holder && *m_holder != peer)
        return Status::AccessDenied;
    if (value & ~(kExclusive | kControl)) // switch-over is not among our capabilities
        return Status::InvalidParameter;
    m_value = value;
    m_lastHeardMs = nowMs;
    if (value == 0)
        m_holder.reset();
    else
        m_holder = peer;
    return Status::Success;
}

void ControlPrivilege::heard(Peer peer, std::int64_t nowMs)
{
    if (m_holder == peer && !deaf)
        m_lastHeardMs = nowMs;
}

void ControlPrivilege::steal(std::int64_t nowMs)
{
    constexpr Peer kThief{0xC0000201, 49152}; // 192.0.2.1: an address for documentation (RFC 5737)
    m_holder = kThief;
    m_value = kExclusive;
    m_lastHeardMs = nowMs;
    heartbeatDisabled = false;
}

std::optional<std::int64_t> ControlPrivilege::deadlineMs() const
{
    if (!m_holder || heartbeatDisabled)
        return std::nullopt;
    return m_lastHeardMs + heartbeatMs;
}

bool ControlPrivilege::expire(std::int64_t nowMs)
{
    const auto deadline = deadlineMs();
    if (!deadline || nowMs < *deadline)
        return false;
    m_value = 0;
    m_holder.reset();
    return true;
}

} // namespace mv::vcam::gige
