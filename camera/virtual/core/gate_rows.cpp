// SPDX-License-Identifier: GPL-3.0-or-later
// VirtualFault, second part: what is wrong with light, lens or sensor, a switch a gate of flat-field correction.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/sensor/gate_fault.h"

#include <map>

namespace mv::vcam {

namespace {

/// "VirtualGate" and the fault's name; a register keeps a view of its name, so the names live as long as the program.
std::string_view featureName(const GateFaultRow &row)
{
    static const auto names = [] {
        std::map<GateFault, std::string> made;
        for (const GateFaultRow &fault : gateFaults())
            made[fault.fault] = "VirtualGate" + std::string(fault.name);
        return made;
    }();
    return names.at(row.fault);
}

Register gateRow(Settings &settings, const GateFaultRow &fault)
{
    const std::uint32_t bit = 1u << unsigned(fault.fault);
    return {featureName(fault),
            0x2F1000 + 4 * std::uint64_t(fault.fault),
            4,
            RegisterKind::Integer,
            Access::ReadWrite,
            Lock::None,
            [&settings, bit] { return std::int64_t((settings.world.gateFaults & bit) != 0); },
            [&settings, bit](const RegisterValue &value) {
                const auto on = std::get<std::int64_t>(value);
                if (on < 0 || on > 1)
                    return Status::InvalidParameter;
                std::uint32_t &faults = settings.world.gateFaults;
                faults = on ? faults | bit : faults & ~bit;
                return Status::Success;
            },
            booleanEntries()};
}

} // namespace

std::vector<Register> gateRows(CameraState &state)
{
    std::vector<Register> rows;
    for (const GateFaultRow &fault : gateFaults())
        rows.push_back(gateRow(state.settings, fault));
    return rows;
}

} // namespace mv::vcam
