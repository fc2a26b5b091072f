// SPDX-License-Identifier: GPL-3.0-or-later
// What a camera remembers when it is switched off, as names and texts.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mv::vcam {

/// A value of a user set: "Width" or "TriggerMode{TriggerSelector=FrameStart}", and what a person would type.
using UserSetEntry = std::pair<std::string, std::string>;

/// A value; thread: any.
struct PersistentState
{
    std::string userId;
    std::string userSetDefault = "Default";                    ///< entry of UserSetDefault
    std::map<std::string, std::vector<UserSetEntry>> userSets; ///< by entry of UserSetSelector: those that were saved
};

} // namespace mv::vcam
