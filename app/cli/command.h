// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands: a new command is its own file and a row here.
#pragma once

#include "app/cli/outcome.h"

#include <functional>
#include <span>

namespace CLI {
class App;
}

namespace mv::cli {

/// Carries out a command whose arguments have been parsed. Blocking; thread: main.
using Run = std::function<Outcome()>;

/// One row of the table.
struct Command
{
    const char *name;
    const char *help;
    /// Adds the command's arguments to @p parser and returns what to do with them once they are parsed.
    Run (*declare)(CLI::App &parser);
};
std::span<const Command> commands();

Run declareList(CLI::App &parser);
Run declareInfo(CLI::App &parser);
Run declareFeatures(CLI::App &parser);
Run declareGet(CLI::App &parser);
Run declareSet(CLI::App &parser);
Run declareExecute(CLI::App &parser);
Run declareGrab(CLI::App &parser);

} // namespace mv::cli
