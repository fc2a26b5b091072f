// SPDX-License-Identifier: GPL-3.0-or-later
// Parsing and checking the command line.
#include "app/virtual_camera/options.h"

#include "camera/virtual/gige/network_interface.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <limits>

namespace mv::vcam {

namespace {

/// The texts as given, before they are checked.
struct RawOptions
{
    std::string transport = "gige", address = "127.0.0.1", serial = "VC0001", model = "mono", sensor = "2448x2048",
                state, truth, socket;
    std::string seed = "1"; // read here: CLI11 wraps what does not fit
    std::vector<std::string> features;
    bool rawXml = false;
    std::uint32_t parent = 0;
};

constexpr int kWrongUsage = 2;
constexpr std::size_t kMaxSerial = 15; // 16 bytes in the bootstrap registers, the last one NUL

void addOptions(CLI::App &app, RawOptions &raw)
{
    app.set_version_flag("--version", "mv-virtual-camera " MV_VERSION);
    app.add_option("--transport", raw.transport, "the wire: gige or usb")
        ->check(CLI::IsMember({"gige", "usb"}))
        ->capture_default_str();
    app.add_option("--address", raw.address, "IPv4 address of this machine to listen at (gige)")->capture_default_str();
    app.add_option("--socket", raw.socket, "Unix socket to serve at, instead of the usual place (usb)")
        ->type_name("PATH")
        ->check(
            [](const std::string &path) { return std::string(path.empty() ? "the name of the socket is empty" : ""); });
    app.add_option("--serial", raw.serial, "serial number: letters, digits, . _ -")->capture_default_str();
    app.add_option("--model", raw.model, "mono, color, or basic: no corrections in the camera, two test images")
        ->check(CLI::IsMember({"mono", "color", "basic"}))
        ->capture_default_str();
    app.add_option("--sensor", raw.sensor, "sensor size in pixels, WIDTHxHEIGHT")->capture_default_str();
    app.add_option("--seed", raw.seed, "of everything random")->capture_default_str();
    app.add_option("--set", raw.features,
                   "Feature=Value, set before the camera answers; may be repeated, in the order given")
        ->allow_extra_args(false)
        ->type_name("Feature=Value");
    app.add_option("--state", raw.state, "file that keeps DeviceUserID and the user sets between runs")
        ->type_name("FILE")
        ->check(
            [](const std::string &file) { return std::string(file.empty() ? "the name of the file is empty" : ""); });
    app.add_option("--truth", raw.truth, "folder to write the sensor's truth to: maps, their statistics, defects")
        ->type_name("DIR")
        ->check([](const std::string &folder) {
            return std::string(folder.empty() ? "the name of the folder is empty" : "");
        });
    app.add_flag("--raw-xml", raw.rawXml, "serve the XML as it is instead of zipped");
    app.add_option("--exit-with-parent", raw.parent, "end when the process that started this one ends, whose id is PID")
        ->type_name("[PID]")
        ->expected(0, 1);
}

Model parseModel(const std::string &text)
{
    if (text == "color")
        return Model::Color;
    return text == "basic" ? Model::Basic : Model::Mono;
}

template<typename Number> bool parseNumber(std::string_view text, Number &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

std::string parseSeed(const std::string &text, std::uint64_t &seed)
{
    if (parseNumber(text, seed))
        return {};
    return "--seed: expected a whole number from 0 to " + std::to_string(std::numeric_limits<std::uint64_t>::max()) +
           ", not '" + text + "'";
}

// The state is written while the camera runs: who learns only then that there is no such folder has lost it.
std::string checkStateFolder(const std::string &file)
{
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error))
        return {};
    return "--state: there is no folder '" + folder.string() + "'; create it, or name another file";
}

std::string checkSerial(const std::string &serial)
{
    const bool clean = std::ranges::all_of(
        serial, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; });
    if (serial.empty() || serial.size() > kMaxSerial || !clean)
        return "--serial: expected 1 to 15 letters, digits, '.', '_' or '-', not '" + serial + "'";
    return {};
}

std::string parseSensor(const std::string &text, CameraConfig &camera)
{
    const auto x = text.find('x');
    const bool numbers = x != std::string::npos &&
                         parseNumber(std::string_view(text).substr(0, x), camera.sensorWidth) &&
                         parseNumber(std::string_view(text).substr(x + 1), camera.sensorHeight);
    const auto fits = [](std::uint32_t side, std::uint32_t min, std::uint32_t step) {
        return side >= min && side <= kMaxSensorSide && side % step == 0;
    };
    if (numbers && fits(camera.sensorWidth, kMinWidth, kWidthStep) &&
        fits(camera.sensorHeight, kMinHeight, kHeightStep))
        return {};
    return "--sensor: expected WIDTHxHEIGHT, a width from " + std::to_string(kMinWidth) + " in steps of " +
           std::to_string(kWidthStep) + ", a height from " + std::to_string(kMinHeight) + " in steps of " +
           std::to_string(kHeightStep) + ", both up to " + std::to_string(kMaxSensorSide) + ", not '" + text + "'";
}

std::string parseAddressOption(const std::string &text, std::uint32_t &address)
{
    const auto parsed = gige::parseAddress(text);
    if (!parsed || *parsed == 0 || *parsed == 0xFFFFFFFF)
        return "--address: expected one IPv4 address of this machine, such as 127.0.0.1, not '" + text + "'";
    address = *parsed;
    return {};
}

/// Each wire has its own way of saying where.
std::string checkPlace(const CLI::App &app, Transport transport)
{
    const bool usb = transport == Transport::Usb;
    const std::string foreign = usb ? "--address" : "--socket";
    if (app.count(foreign) == 0)
        return {};
    return foreign + (usb ? " belongs to --transport gige; a USB camera is found by its --socket"
                          : " belongs to --transport usb; a GigE camera is found by its --address");
}

std::string parseFeatures(const std::vector<std::string> &texts, Options &options)
{
    for (const std::string &text : texts) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return "--set: expected Feature=Value, not '" + text + "'";
        options.features.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return {};
}

} // namespace

std::variant<Options, int> parseCommandLine(int argc, char **argv)
{
    CLI::App app("A simulated GenICam camera behind a real wire protocol (GigE Vision or USB3 Vision).",
                 "mv-virtual-camera");
    RawOptions raw;
    addOptions(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &notice) { // --help, --version
        return app.exit(notice);
    } catch (const CLI::ParseError &error) {
        std::cerr << "mv-virtual-camera: " << error.what() << "; see --help\n";
        return kWrongUsage;
    }
    Options options;
    options.camera.model = parseModel(raw.model);
    options.camera.serial = raw.serial;
    options.zippedXml = !raw.rawXml;
    if (app.count("--exit-with-parent") > 0)
        options.parent = pid_t(raw.parent);
    options.transport = raw.transport == "usb" ? Transport::Usb : Transport::Gige;
    options.socket = raw.socket;
    options.stateFile = raw.state;
    options.truthFolder = raw.truth;
    for (const std::string &problem :
         {checkPlace(app, options.transport), checkSerial(raw.serial), parseSensor(raw.sensor, options.camera),
          parseAddressOption(raw.address, options.address), parseFeatures(raw.features, options),
          parseSeed(raw.seed, options.camera.seed), checkStateFolder(raw.state)}) {
        if (!problem.empty()) {
            std::cerr << "mv-virtual-camera: " << problem << '\n';
            return kWrongUsage;
        }
    }
    return options;
}

} // namespace mv::vcam
