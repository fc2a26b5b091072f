// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of arguments that CLI11 has no sound one for.
#include "app/cli/checks.h"

#include <QString>

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

std::string checkName(const std::string &text)
{
    if (text.empty())
        return "the name is empty";
    if (QString::fromLocal8Bit(text).toLocal8Bit() != QByteArrayView(text))
        return "the name holds bytes that are no text in this locale";
    return {};
}

} // namespace mv::cli
