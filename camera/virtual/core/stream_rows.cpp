// SPDX-License-Identifier: GPL-3.0-or-later
// ChunkDataControl, and the payload size that every wire needs.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/chunks.h"
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam {

namespace {

Register chunkSelectorRow(Settings &settings)
{
    std::vector<EnumEntry> entries;
    for (const ChunkKind &kind : chunkKinds())
        entries.push_back({kind.name, std::int64_t(entries.size())});
    const auto last = std::int64_t(entries.size()) - 1;
    return integerRow("ChunkSelector", 0x203004, settings.chunkSelector, 0, last, Lock::None, std::move(entries));
}

Register chunkEnableRow(Settings &settings)
{
    return {"ChunkEnable",
            0x203008,
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::WhileStreaming,
            [&settings] { return std::int64_t(settings.chunkEnable >> settings.chunkSelector & 1); },
            [&settings](const RegisterValue &value) {
                const auto on = std::get<std::int64_t>(value);
                const std::uint32_t bit = 1u << settings.chunkSelector;
                if (on > 1)
                    return Status::InvalidParameter;
                settings.chunkEnable = on ? settings.chunkEnable | bit : settings.chunkEnable & ~bit;
                return Status::Success;
            },
            booleanEntries()};
}

} // namespace

std::vector<Register> streamRows(CameraState &state)
{
    Settings &s = state.settings;
    return {
        integerRow("ChunkModeActive", 0x203000, s.chunkModeActive, 0, 1, Lock::WhileStreaming, booleanEntries()),
        chunkSelectorRow(s),
        chunkEnableRow(s),
        readOnlyRow("PayloadSize", 0x204000, 4, RegisterKind::Integer,
                    [&state] { return state.settings.faults.payloadZero ? 0 : std::int64_t(state.payloadBytes()); }),
    };
}

} // namespace mv::vcam
