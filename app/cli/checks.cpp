// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of arguments that CLI11 has no sound one for.
#include "app/cli/checks.h"

#include <charconv>
#include <sstream>

namespace mv::cli {

std::string checkSeconds(const std::string &text, double min, double max)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc() && end == text.data() + text.size() && seconds >= min && seconds <= max)
        return {};
    std::ostringstream sentence;
    sentence << '"' << text << "\" is not a number of seconds from " << min << " to " << max;
    return sentence.str();
}

std::string checkFolderName(const std::string &text)
{
    return text.empty() ? "the name of the folder is empty" : std::string();
}

} // namespace mv::cli
