// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the command line.
#include "app/viewer/options.h"

#include <CLI/CLI.hpp>

#include <QDir>
#include <QFileInfo>
#include <QtGlobal>

#include <charconv>
#include <cstdio>

namespace mv {
namespace {

constexpr int wrongUsage = 2;

/// What CLI11 fills in, before it is given the types of Options.
struct Raw
{
    std::string virtualArguments, connectId, level, language, theme, configDir, screenshot, stats, window, shots, file;
    double exitAfter = 0;
    bool virtualUsb = false;
};

QString text(const std::string &value)
{
    return QString::fromLocal8Bit(value.c_str());
}

/// CLI::Range lets NaN pass, and a run with it would never end.
std::string secondsCheck(const std::string &value)
{
    double seconds = 0;
    if (CLI::detail::lexical_cast(value, seconds) && seconds >= 0 && seconds <= 1e6)
        return {};
    return "wants seconds from 0 to 1000000, not \"" + value + "\"";
}

void declare(CLI::App &app, Raw &raw, Options &options)
{
    app.set_version_flag("--version", "mv-viewer " MV_VERSION " (Qt " + std::string(qVersion()) + ")");
    app.add_flag("--virtual", options.virtualCamera, "start a virtual camera of its own and connect to it");
    app.add_flag("--virtual-usb", raw.virtualUsb, "the same over an emulated USB bus, and no real one");
    app.add_option("--virtual-args", raw.virtualArguments, "arguments of that virtual camera")->type_name("ARGS");
    app.add_option("--connect", raw.connectId, "connect to this camera: id, serial, user name, address or \"first\"")
        ->type_name("ID");
    app.add_flag("--play", options.play, "start the stream as soon as the camera is connected");
    app.add_option("--level", raw.level, "which parameters are shown")
        ->check(CLI::IsMember({"beginner", "expert", "guru"}));
    app.add_option("--lang", raw.language, "language of the window, as in zh_CN")->type_name("LANG");
    app.add_option("--theme", raw.theme, "colours of the window")->check(CLI::IsMember({"dark", "light", "system"}));
    app.add_option("--config-dir", raw.configDir, "keep the settings there")->type_name("DIR");
    app.add_option("--screenshot", raw.screenshot, "save a picture of the window right before the end")
        ->type_name("FILE");
    app.add_option("--stats", raw.stats, "write the run's figures at the end, as JSON (- = to standard output)")
        ->type_name("FILE");
    app.add_option("--exit-after", raw.exitAfter, "end after so many seconds")
        ->type_name("SECONDS")
        ->check(secondsCheck, "0 to 1000000");
    app.add_option("--window", raw.window, "size of the window")->type_name("WxH");
    app.add_option("--shots", raw.shots, "walk through the main screens on a virtual camera, one picture each")
        ->type_name("DIR");
    app.add_flag("--no-opengl", options.noOpenGl, "draw the picture on the CPU");
    app.add_option("FILE", raw.file, "an image file (opening files is not there yet)");
}

std::optional<QSize> parseSize(const std::string &value)
{
    constexpr int largest = 32767; // X11's coordinates have 16 bits
    int width = 0;
    int height = 0;
    const char *const end = value.data() + value.size();
    const auto [cross, widthError] = std::from_chars(value.data(), end, width);
    if (widthError != std::errc() || cross == end || *cross != 'x')
        return std::nullopt;
    const auto [rest, heightError] = std::from_chars(cross + 1, end, height);
    if (heightError != std::errc() || rest != end || width < 1 || height < 1 || width > largest || height > largest)
        return std::nullopt;
    return QSize(width, height);
}

std::optional<Visibility> levelFromName(const std::string &name)
{
    if (name.empty())
        return std::nullopt;
    return name == "guru" ? Visibility::Guru : name == "expert" ? Visibility::Expert : Visibility::Beginner;
}

/// Made if it is missing, as the settings do when they are saved.
bool isWritableFolder(const QString &path)
{
    return QDir().mkpath(path) && QFileInfo(path).isDir() && QFileInfo(path).isWritable();
}

/// What is wrong with options that are each right; empty if nothing.
std::string contradiction(const CLI::App &app, const Raw &raw, const Options &options)
{
    if (!raw.file.empty())
        return "opening image files is not there yet, so \"" + raw.file + "\" cannot be shown";
    if (options.virtualCamera && raw.virtualUsb && app.count("--virtual") > 0)
        return "--virtual and --virtual-usb are two wires of one camera; give one of them";
    if (options.virtualCamera && !raw.connectId.empty())
        return raw.virtualUsb
                   ? "--virtual-usb connects to its own camera; leave out --connect, or start without --virtual-usb"
                   : "--virtual connects to its own camera; leave out --connect, or start without --virtual";
    const bool hasVirtual = options.virtualCamera || (!raw.shots.empty() && raw.connectId.empty());
    if (app.count("--virtual-args") > 0 && !hasVirtual)
        return "--virtual-args are for the camera of --virtual; add --virtual";
    if (options.play && !hasVirtual && raw.connectId.empty())
        return "--play needs a camera to play; add --connect ID or --virtual";
    if (app.count("--config-dir") > 0 && !isWritableFolder(text(raw.configDir)))
        return "--config-dir wants a folder that can be written to, and \"" + raw.configDir + "\" is none";
    return {};
}

int complain(const std::string &sentence)
{
    std::fprintf(stderr, "mv-viewer: %s\n", sentence.c_str());
    return wrongUsage;
}

} // namespace

std::variant<Options, int> parseCommandLine(int argc, char **argv)
{
    Options options;
    Raw raw;
    CLI::App app("MV Viewer: a viewer for GenICam cameras.\n"
                 "Exit status: 0 = done, 1 = it could not be done, 2 = wrong usage.",
                 "mv-viewer");
    declare(app, raw, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error);
        return complain(std::string(error.what()) + "; see mv-viewer --help");
    }
    options.virtualCamera = options.virtualCamera || raw.virtualUsb;
    options.virtualTransport = raw.virtualUsb ? Transport::Usb : Transport::GigE;
    if (const std::string problem = contradiction(app, raw, options); !problem.empty())
        return complain(problem);
    if (!raw.window.empty() && !(options.windowSize = parseSize(raw.window)))
        return complain("--window wants a size such as 1280x800, not \"" + raw.window + "\"");
    options.virtualArguments = text(raw.virtualArguments);
    options.connectId = text(raw.connectId);
    options.level = levelFromName(raw.level);
    options.language = text(raw.language);
    options.theme = themeFromName(text(raw.theme));
    options.configDir = text(raw.configDir);
    options.screenshot = text(raw.screenshot);
    options.stats = text(raw.stats);
    options.shots = text(raw.shots);
    options.virtualCamera = options.virtualCamera || (!options.shots.isEmpty() && options.connectId.isEmpty());
    if (app.count("--exit-after") > 0)
        options.exitAfterSeconds = raw.exitAfter;
    return options;
}

} // namespace mv
