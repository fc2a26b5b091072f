// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of arguments that CLI11 has no sound one for; each gives the sentence why not, or nothing.
#pragma once

#include <string>

namespace mv::cli {

/// A number of seconds from @p min to @p max. CLI::Range lets NaN pass, which is neither below the one end nor above
/// the other.
std::string checkSeconds(const std::string &text, double min, double max);
/// Neither empty nor bytes that are no text: Qt would name another file.
std::string checkName(const std::string &text);

} // namespace mv::cli
