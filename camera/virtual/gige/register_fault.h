// SPDX-License-Identifier: GPL-3.0-or-later
// Which register accesses the fault VirtualFaultRegisterMode concerns.
#pragma once

#include "camera/virtual/core/fault_settings.h"
#include "camera/virtual/gige/gvcp_packet.h"

namespace mv::vcam::gige {

inline constexpr std::int64_t kSlowMs = 300; ///< RegisterFault::Slow; clients wait 500 ms or more

/// How @p request is to be answered. An access to the fault registers themselves never is the fault's, so that it can
/// be switched off.
RegisterFault faultOf(const Faults &faults, const GvcpRequest &request);

/// The answer of RegisterFault::Refuse.
std::vector<std::uint8_t> makeRefusal(const GvcpRequest &request);

} // namespace mv::vcam::gige
