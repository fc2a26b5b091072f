// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualFault: what the camera does wrong on purpose.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam {

std::vector<Register> faultRows(CameraState &state)
{
    Faults &f = state.settings.faults;
    return {
        integerRow("VirtualFaultRegisterDelay", 0x2F0000, f.registerDelayMs, 0, 60'000),
        integerRow("VirtualFaultPendingAck", 0x2F0004, f.pendingAck, 0, 1, Lock::None, booleanEntries()),
        integerRow("VirtualFaultPacketLoss", 0x2F0008, f.packetLossPerMille, 0, 1000),
        integerRow("VirtualFaultXml", 0x2F000C, f.xml, 0, 3, Lock::None,
                   {{"None", 0}, {"Missing", 1}, {"Broken", 2}, {"NotZip", 3}}),
        integerRow("VirtualFaultDiscovery", 0x2F0010, f.discovery, 0, 2, Lock::None,
                   {{"None", 0}, {"Garbage", 1}, {"Silent", 2}}),
    };
}

} // namespace mv::vcam
