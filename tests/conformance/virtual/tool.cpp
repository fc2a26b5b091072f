// SPDX-License-Identifier: GPL-3.0-or-later
// Pipes to other programs.
#include "tests/conformance/virtual/tool.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>

namespace mv::test {

ToolResult runTool(const std::string &command)
{
    ToolResult result;
    FILE *pipe = ::popen(("{ " + command + "; } 2>&1").c_str(), "r");
    if (!pipe)
        return result;
    std::array<char, 4096> buffer;
    for (std::size_t count; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        result.output.append(buffer.data(), count);
    const int status = ::pclose(pipe);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

bool hasTool(const std::string &name)
{
    return runTool("command -v " + name).status == 0;
}

double reported(const std::string &output, const std::string &key)
{
    const auto at = output.find(key);
    const auto equals = at == std::string::npos ? at : output.find('=', at);
    return equals == std::string::npos ? -1 : std::strtod(output.c_str() + equals + 1, nullptr);
}

} // namespace mv::test
