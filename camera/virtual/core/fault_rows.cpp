// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualFault: what the camera does wrong on purpose.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"

#include <algorithm>

namespace mv::vcam {

namespace {

template<typename T>
Register switchRow(std::string_view name, std::uint64_t address, T &field, std::vector<EnumEntry> entries)
{
    const std::int64_t last = entries.back().value;
    return integerRow(name, address, field, 0, last, Lock::None, std::move(entries));
}

Register switchRow(std::string_view name, std::uint64_t address, bool &field)
{
    return integerRow(name, address, field, 0, 1, Lock::None, booleanEntries());
}

/// True for as long as the silence lasts, which then ends by itself.
Register silenceRow(CameraState &state)
{
    return {"VirtualFaultBusSilence",
            0x2F0038,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::None,
            [&state] { return std::int64_t(state.now() < state.settings.faults.silentUntilNs); },
            [&state](const RegisterValue &value) {
                const auto on = std::get<std::int64_t>(value);
                if (on < 0 || on > 1)
                    return Status::InvalidParameter;
                Faults &faults = state.settings.faults;
                faults.silentUntilNs = on ? state.now() + std::int64_t(faults.silenceMs) * 1'000'000 : 0;
                return Status::Success;
            },
            booleanEntries()};
}

std::vector<Register> streamFaultRows(Faults &f)
{
    const std::vector<EnumEntry> packets{{"None", 0}, {"Missing", 1}, {"Corrupt", 2}, {"Truncated", 3}};
    return {
        integerRow("VirtualFaultPacketLoss", 0x2F0008, f.packetLossPerMille, 0, 1000),
        integerRow("VirtualFaultPacketReorder", 0x2F0014, f.packetReorderPerMille, 0, 1000),
        switchRow("VirtualFaultLeader", 0x2F0018, f.leader, packets),
        switchRow("VirtualFaultTrailer", 0x2F001C, f.trailer, packets),
        switchRow("VirtualFaultBitFlip", 0x2F0020, f.bitFlip),
        switchRow("VirtualFaultStreamStall", 0x2F0024, f.streamStall),
        switchRow("VirtualFaultPayloadZero", 0x2F0040, f.payloadZero),
    };
}

std::vector<Register> controlFaultRows(CameraState &state)
{
    Faults &f = state.settings.faults;
    return {
        integerRow("VirtualFaultRegisterDelay", 0x2F0000, f.registerDelayMs, 0, 60'000),
        switchRow("VirtualFaultPendingAck", 0x2F0004, f.pendingAck),
        switchRow("VirtualFaultXml", 0x2F000C, f.xml, {{"None", 0}, {"Missing", 1}, {"Broken", 2}, {"NotZip", 3}}),
        switchRow("VirtualFaultDiscovery", 0x2F0010, f.discovery, {{"None", 0}, {"Garbage", 1}, {"Silent", 2}}),
        integerRow("VirtualFaultRegisterAddress", 0x2F0028, f.registerAddress, 0, UINT32_MAX),
        switchRow(
            "VirtualFaultRegisterMode", 0x2F002C, f.registerMode,
            {{"None", 0}, {"Slow", 1}, {"Refuse", 2}, {"Late", 3}, {"WrongId", 4}, {"Silent", 5}, {"PendingStorm", 6}}),
        switchRow("VirtualFaultHeartbeatIgnored", 0x2F0030, f.heartbeatIgnored),
        commandRow("VirtualFaultControlStolen", 0x2F0034, [&f] { ++f.thefts; }),
        silenceRow(state),
        integerRow("VirtualFaultSilenceTime", 0x2F003C, f.silenceMs, 1, 600'000),
        switchRow("VirtualFaultFirmware", 0x2F0044, f.firmware),
    };
}

} // namespace

std::vector<Register> faultRows(CameraState &state)
{
    std::vector<Register> rows = controlFaultRows(state);
    std::ranges::move(streamFaultRows(state.settings.faults), std::back_inserter(rows));
    return rows;
}

} // namespace mv::vcam
