// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence that all refusals share.
#include "camera/virtual/core/sensor/parameter.h"

#include <sstream>

namespace mv::vcam {

std::string limitsSentence(std::string_view name, double lowest, double highest)
{
    std::ostringstream text;
    text << name << " must lie in [" << lowest << ", " << highest << "]";
    return text.str();
}

} // namespace mv::vcam
