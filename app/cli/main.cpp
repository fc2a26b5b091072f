// SPDX-License-Identifier: GPL-3.0-or-later
// mv-cli: the viewer's work without a window. Its surface is described in docs/formats.md and by --help.
#include "app/cli/command.h"
#include "app/cli/interrupt.h"

#include "camera/library_versions.h"
#include "camera/virtual_usb.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

namespace mv::cli {

namespace {

constexpr Command table[] = {
    {"list", "Cameras that answer", declareList},
    {"info", "What discovery knows of one camera", declareInfo},
    {"features", "Every feature with value, range, access and description", declareFeatures},
    {"get", "Read features by name", declareGet},
    {"set", "Write features by name; stops at the first that is refused", declareSet},
    {"execute", "Run a command feature and wait until it is done", declareExecute},
    {"grab", "Take frames, count every lost one, save them", declareGrab},
};

/// Warnings of libraries would break the promise of one line on standard error; QT_LOGGING_RULES brings them back.
void quietenLibraries()
{
    QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\n*.info=false\n*.warning=false"));
}

/// What CLI11 calls a missing subcommand is most often a wrong word. Empty if it is something else.
QString unknownCommand(const CLI::App &parser, int argc, char **argv)
{
    const auto isOption = [](const char *word) { return word[0] == '-'; };
    const auto words = std::span(argv, static_cast<std::size_t>(argc)).subspan(1);
    const auto word = std::ranges::find_if_not(words, isOption);
    if (!parser.get_subcommands().empty() || word == words.end())
        return {};
    QStringList names;
    for (const Command &command : commands()) {
        if (std::string_view(*word) == command.name)
            return {};
        names << QLatin1String(command.name);
    }
    return QStringLiteral("%1: no such command; there are: %2")
        .arg(QString::fromLocal8Bit(*word), names.join(QStringLiteral(", ")));
}

int run(int argc, char **argv)
{
    CLI::App parser("MV Viewer on the command line: GenICam cameras without a window.\n"
                    "ID is a device id, a serial number, a user name, an IPv4 address, or \"first\" (of the list).\n"
                    "Exit status: 0 = done, 1 = it could not be done, 2 = wrong usage.",
                    "mv-cli");
    bool json = false;
    parser.add_flag("--json", json, "Print one JSON object (docs/formats.md) instead of text");
    parser.set_version_flag("--version", "mv-cli " MV_VERSION " (" +
                                             libraryVersions().join(QStringLiteral(", ")).toStdString() + ")");
    parser.require_subcommand(1);
    parser.fallthrough(); // --json before or after the command
    struct Declared
    {
        CLI::App *parser;
        Run run;
    };
    std::vector<Declared> declared;
    for (const Command &command : commands()) {
        CLI::App *sub = parser.add_subcommand(command.name, command.help);
        declared.push_back({sub, command.declare(*sub)});
    }
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return parser.exit(error); // --help, --version
        const QString unknown = unknownCommand(parser, argc, argv);
        return printUsageError((unknown.isEmpty() ? QString::fromLocal8Bit(error.what()) : unknown) +
                               QStringLiteral("; see mv-cli --help"));
    }
    for (const Declared &command : declared) {
        if (command.parser->parsed())
            return print(command.run(), json);
    }
    return 2;
}

} // namespace

std::span<const Command> commands()
{
    return table;
}

} // namespace mv::cli

int main(int argc, char **argv)
try {
    if (const auto problem = mv::enterVirtualUsb(argv)) {
        std::fprintf(stderr, "mv-cli: %s\n", qPrintable(*problem));
        return 1;
    }
    for (const QString &problem : mv::virtualUsbProblems())
        std::fprintf(stderr, "mv-cli: %s\n", qPrintable(problem));
    const QCoreApplication application(argc, argv);
    mv::cli::quietenLibraries();
    mv::cli::ignoreWriteSignals();
    mv::cli::installInterruptHandler();
    return mv::cli::run(argc, argv);
} catch (const std::exception &error) { // out of memory; nothing else throws that far
    std::fprintf(stderr, "mv-cli: %s\n", error.what());
    return 1;
}
