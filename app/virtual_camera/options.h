// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of mv-virtual-camera.
#pragma once

#include "camera/virtual/core/settings.h"

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <variant>
#include <vector>

namespace mv::vcam {

enum class Transport { Gige, Usb };

/// What the command line asks for. A value.
struct Options
{
    CameraConfig camera;
    Transport transport = Transport::Gige;
    std::uint32_t address = 0x7F000001; ///< of GigE; host byte order
    std::string socket;                 ///< of USB; empty: the usual place
    bool zippedXml = true;
    std::optional<pid_t> parent;                               ///< 0 = whoever started us
    std::string stateFile;                                     ///< empty: nothing is kept
    std::string truthFolder;                                   ///< empty: the truth is not written
    std::vector<std::pair<std::string, std::string>> features; ///< --set, in order
};

/// The options, or the exit status when there is nothing to run: after --help and --version (0), and after a wrong
/// command line (2, with a sentence on standard error).
std::variant<Options, int> parseCommandLine(int argc, char **argv);

} // namespace mv::vcam
