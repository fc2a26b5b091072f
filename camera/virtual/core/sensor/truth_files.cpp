// SPDX-License-Identifier: GPL-3.0-or-later
// The truth as plain files.
#include "camera/virtual/core/sensor/truth.h"

#include <bit>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mv::vcam {

namespace {

/// The shortest text that reads back as the same number.
std::string number(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string deviation(double variance)
{
    return variance < 0.0 ? "null" : number(std::sqrt(variance));
}

std::string statistics(const PatternStatistics &s)
{
    return "{\"mean\": " + number(s.mean) + ", \"total\": " + deviation(s.total) + ", \"row\": " + deviation(s.row) +
           ", \"column\": " + deviation(s.column) + ", \"pixel\": " + deviation(s.pixel) + "}";
}

std::string parts(const PatternParts &p)
{
    return "{\"pixel\": " + number(p.pixel) + ", \"column\": " + number(p.column) + ", \"row\": " + number(p.row) + "}";
}

std::string switches(const Parts &p)
{
    const std::pair<const char *, bool> rows[] = {
        {"lensShading", p.lensShading},
        {"prnu", p.prnu},
        {"dsnu", p.dsnu},
        {"darkCurrent", p.darkCurrent},
        {"darkNonuniformity", p.darkNonuniformity},
        {"shotNoise", p.shotNoise},
        {"readNoise", p.readNoise},
        {"fullWell", p.fullWell},
        {"hotPixels", p.hotPixels},
        {"deadPixels", p.deadPixels},
        {"blinkingPixels", p.blinkingPixels},
    };
    std::string out;
    for (const auto &[name, on] : rows)
        out += std::string(out.empty() ? "{" : ", ") + "\"" + name + "\": " + (on ? "true" : "false");
    return out + "}";
}

std::string parameters(const SensorParams &p)
{
    const std::pair<const char *, double> rows[] = {
        {"quantumEfficiency", p.quantumEfficiency},
        {"systemGain", p.systemGain},
        {"fullWell", p.fullWell},
        {"readNoise", p.readNoise},
        {"blackLevel", p.blackLevel},
        {"blackLevelDrift", p.blackLevelDrift},
        {"darkCurrent", p.darkCurrent},
        {"darkNonuniformity", p.darkNonuniformity},
        {"darkDoubling", p.darkDoubling},
        {"ampGlow", p.ampGlow},
        {"cornerRatio", p.cornerRatio},
        {"dustSpots", double(p.dustSpots)},
        {"dustDepth", p.dustDepth},
        {"dustRadius", double(p.dustRadius)},
        {"hotPpm", p.hotPpm},
        {"deadPpm", p.deadPpm},
        {"blinkingPpm", p.blinkingPpm},
        {"hotCurrent", p.hotCurrent},
        {"deadResponse", p.deadResponse},
        {"blinkAmplitude", p.blinkAmplitude},
        {"weakRowShare", p.weakRowShare},
        {"weakRowResponse", p.weakRowResponse},
    };
    std::string out = "{\n    \"seed\": " + std::to_string(p.seed);
    out += std::string(",\n    \"filter\": \"") + (p.filter == ColorFilter::None ? "None" : "BayerRG") + "\"";
    for (const auto &[name, value] : rows)
        out += std::string(",\n    \"") + name + "\": " + number(value);
    return out + ",\n    \"dsnu\": " + parts(p.dsnu) + ",\n    \"prnu\": " + parts(p.prnu) +
           ",\n    \"parts\": " + switches(p.parts) + "\n  }";
}

std::string defectList(const std::vector<Defect> &defects)
{
    static constexpr const char *kKinds[] = {"hot", "dead", "blinking"};
    std::string out = "[";
    for (const Defect &d : defects)
        out += std::string(&d == defects.data() ? "" : ",") + "\n    {\"x\": " + std::to_string(d.x) +
               ", \"y\": " + std::to_string(d.y) + ", \"kind\": \"" + kKinds[int(d.kind)] +
               "\", \"strength\": " + number(double(d.strength)) + "}";
    return out + "]";
}

/// Why it cannot be written; then nothing of it is left.
std::optional<std::string> writeText(const std::filesystem::path &path, const std::string &text)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), std::streamsize(text.size()));
    file.close();
    if (!file.fail())
        return std::nullopt;
    const std::string reason = errno != 0 ? std::strerror(errno) : "the file cannot be written";
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored))
        std::filesystem::remove(path, ignored);
    return path.string() + ": " + reason;
}

std::optional<std::string> writeMap(const std::filesystem::path &path, const PixelMap &map)
{
    std::string bytes(map.size() * 4, '\0');
    for (std::size_t i = 0; i < map.size(); ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(map[i]);
        for (unsigned byte = 0; byte < 4; ++byte)
            bytes[4 * i + byte] = char(std::uint8_t(bits >> (8 * byte)));
    }
    return writeText(path, bytes);
}

} // namespace

std::optional<std::string> writeTruth(const Truth &truth, const std::string &directory)
{
    const std::filesystem::path base(directory);
    std::error_code error;
    std::filesystem::create_directories(base, error);
    if (error)
        return directory + ": " + error.message();
    const std::string size =
        "\"width\": " + std::to_string(truth.params.width) + ", \"height\": " + std::to_string(truth.params.height);
    const struct
    {
        const char *name, *unit, *meaning;
        const PixelMap &map;
    } maps[] = {
        {"offset", "e-", "dark signal nonuniformity without dark current", truth.offset},
        {"gain", "1", "response over the mean pixel's, without defects", truth.gain},
        {"shading", "1", "light behind lens and window over the middle's", truth.shading},
        {"dark_current", "e-/s", "dark current at 25 degrees Celsius, without hot pixels", truth.darkCurrent},
    };
    for (const auto &row : maps) {
        const std::string sidecar = "{" + size + ", \"type\": \"float32le\", \"unit\": \"" + row.unit +
                                    "\", \"meaning\": \"" + row.meaning + "\"}\n";
        if (auto problem = writeMap(base / (std::string(row.name) + ".f32"), row.map))
            return problem;
        if (auto problem = writeText(base / (std::string(row.name) + ".json"), sidecar))
            return problem;
    }
    const std::string text = "{\n  " + size + ",\n  \"parameters\": " + parameters(truth.params) +
                             ",\n  \"dsnu\": " + statistics(truth.dsnu) + ",\n  \"prnu\": " + statistics(truth.prnu) +
                             ",\n  \"darkCurrentPattern\": " + statistics(truth.darkPattern) +
                             ",\n  \"defects\": " + defectList(truth.defects) + "\n}\n";
    return writeText(base / "truth.json", text);
}

} // namespace mv::vcam
