// SPDX-License-Identifier: GPL-3.0-or-later
// UserSetControl: settings kept under a name.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/memory/user_sets.h"
#include "camera/virtual/core/selected_rows.h"

namespace mv::vcam {

std::vector<Register> userSetRows(CameraState &state)
{
    UserSetSettings &choice = state.settings.userSets;
    const std::vector<EnumEntry> sets{{"Default", 0}, {"UserSet1", 1}, {"UserSet2", 2}};
    Register load = commandRow("UserSetLoad", 0x20D004, {});
    load.lock = Lock::WhileStreaming;
    load.set = [&state, &choice](const RegisterValue &value) {
        if (std::get<std::int64_t>(value) != 1)
            return Status::InvalidParameter;
        return state.userSets->load(choice.selector) ? Status::LocalProblem : Status::Success;
    };
    return {
        integerRow("UserSetSelector", 0x20D000, choice.selector, 0, 2, Lock::None, sets),
        std::move(load),
        writableIf(commandRow("UserSetSave", 0x20D008, [&state, &choice] { state.userSets->save(choice.selector); }),
                   [&choice] { return choice.selector != UserSet::Default; }),
        integerRow("UserSetDefault", 0x20D00C, choice.atPowerUp, 0, 2, Lock::None, sets),
    };
}

} // namespace mv::vcam
