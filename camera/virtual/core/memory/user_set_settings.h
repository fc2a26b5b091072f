// SPDX-License-Identifier: GPL-3.0-or-later
// UserSetControl as its features have it.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Entries of UserSetSelector and UserSetDefault.
enum class UserSet : std::uint32_t { Default = 0, UserSet1 = 1, UserSet2 = 2 };

/// A value; thread: any.
struct UserSetSettings
{
    UserSet selector = UserSet::Default;
    UserSet atPowerUp = UserSet::Default;
};

} // namespace mv::vcam
