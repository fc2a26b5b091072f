// SPDX-License-Identifier: GPL-3.0-or-later
// Running somebody else's program in a test.
#pragma once

#include <string>

namespace mv::test {

inline constexpr int kSkipped = 77; ///< exit status that ctest counts as "skipped"

struct ToolResult
{
    int status = -1;
    std::string output; ///< standard output and error together
};

/// Runs a shell command line to its end.
ToolResult runTool(const std::string &command);
bool hasTool(const std::string &name);
/// The number behind "key = " or "key=" in a tool's report; -1 if it is not there.
double reported(const std::string &output, const std::string &key);

} // namespace mv::test
