// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of mv-viewer.
#pragma once

#include "camera/device_info.h"
#include "camera/feature.h"
#include "widgets/theme.h"

#include <QSize>
#include <QString>

#include <optional>
#include <variant>

namespace mv {

/// What the command line asks for. A value.
struct Options
{
    bool virtualCamera = false;
    Transport virtualTransport = Transport::GigE;
    QString virtualArguments;
    QString connectId; ///< empty: connect to nothing
    bool play = false;
    std::optional<Visibility> level;
    QString language; ///< empty: the desktop's
    std::optional<Theme> theme;
    QString configDir; ///< empty: the user's
    QString screenshot;
    QString stats;
    std::optional<double> exitAfterSeconds;
    std::optional<QSize> windowSize;
    QString shots; ///< folder for one picture of each main screen
    bool noOpenGl = false;
};

/// The options, or the exit status when there is nothing to run: after --help and --version (0), after a wrong command
/// line (2, with a sentence on standard error). Needs no application object.
std::variant<Options, int> parseCommandLine(int argc, char **argv);

} // namespace mv
