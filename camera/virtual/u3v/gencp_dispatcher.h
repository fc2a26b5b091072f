// SPDX-License-Identifier: GPL-3.0-or-later
// From a command of the host to its answer.
#pragma once

#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/u3v/gencp_packet.h"

namespace mv::vcam::u3v {

class U3vDevice;

/// Executes @p request by the standard's rules and words the answer; empty: none is wanted. Thread: control.
std::vector<std::uint8_t> executeGencp(U3vDevice &device, const GencpRequest &request);

/// How @p request is to be answered. An access to the faults themselves never is the fault's, so that it can be
/// switched off.
RegisterFault registerFault(const Faults &faults, const GencpRequest &request);

} // namespace mv::vcam::u3v
