// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing the state file.
#include "camera/virtual/core/state_file.h"

#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/memory/kept_file.h"
#include "camera/virtual/core/memory/persistent_state.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace mv::vcam {

namespace {

constexpr std::uintmax_t kMostBytes = 1 << 20;
constexpr char kFirstLine[] = "# mv-virtual-camera state 2";
constexpr char kLastLine[] = "# end";
/// Version 1 knew nothing but DeviceUserID, and took it as it stands.
constexpr char kFirstLineOfVersion1[] = "# mv-virtual-camera state 1";

/// One line, whatever is in it: control characters and % as %XX.
std::string escaped(const std::string &text)
{
    std::string line;
    for (const char c : text) {
        char hex[4] = {c};
        if (static_cast<unsigned char>(c) < 0x20 || c == '%' || c == 0x7F)
            std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned char>(c));
        line += hex;
    }
    return line;
}

std::optional<std::string> unescaped(std::string_view line)
{
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '%') {
            text += line[i];
            continue;
        }
        unsigned char byte = 0;
        const char *const digits = line.data() + i + 1;
        if (line.size() - i < 3 || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2)
            return std::nullopt;
        text += static_cast<char>(byte);
        i += 2;
    }
    return text;
}

/// The state that a file describes, line by line.
class Reader
{
public:
    explicit Reader(bool escapes) : m_escapes(escapes) {}
    /// What is wrong with @p line, or nothing.
    std::optional<std::string> take(const std::string &line)
    {
        if (m_complete)
            return "something stands behind its end: '" + line + "'";
        if (line == kLastLine) {
            m_complete = true;
            return std::nullopt;
        }
        if (m_escapes && line.starts_with('[') && line.ends_with(']')) {
            m_set = &state.userSets[line.substr(1, line.size() - 2)];
            return std::nullopt;
        }
        // A selected feature has = in its name: TriggerMode{TriggerSelector=FrameStart}=On
        const auto first = line.find_first_of("{=");
        const bool selected = m_set && first != std::string::npos && line[first] == '{';
        const auto equals = line.find('=', selected ? line.find('}') : 0);
        const auto value = equals == std::string::npos ? std::nullopt : valueIn(line.substr(equals + 1));
        if (!value)
            return "not Feature=Value: '" + line + "'";
        return takeValue(line.substr(0, equals), *value);
    }

    /// Whether the end was there: a file that was cut off would be another state.
    bool complete() const { return m_complete || !m_escapes; }

    PersistentState state;

private:
    std::optional<std::string> valueIn(const std::string &text) const
    {
        return m_escapes ? unescaped(text) : std::optional(text);
    }
    std::optional<std::string> takeValue(const std::string &name, const std::string &value)
    {
        if (m_set)
            m_set->emplace_back(name, value);
        else if (name == "DeviceUserID")
            state.userId = value;
        else if (name == "UserSetDefault")
            state.userSetDefault = value;
        else
            return name + ": nothing of that name is kept";
        return std::nullopt;
    }

    bool m_escapes;
    bool m_complete = false;
    std::vector<UserSetEntry> *m_set = nullptr; ///< whose lines come
};

} // namespace

StateFile::StateFile(std::string path) : m_path(std::move(path)) {}

std::optional<std::string> StateFile::load(Camera &camera)
{
    if (m_path.empty())
        return std::nullopt;
    if (!m_claim.take(m_path))
        return m_path + ": another virtual camera keeps its state there; give each a file of its own";
    std::error_code error;
    if (!std::filesystem::exists(m_path, error))
        return std::nullopt;
    if (!std::filesystem::is_regular_file(m_path, error) || std::filesystem::file_size(m_path, error) > kMostBytes)
        return m_path + ": not a state file of mv-virtual-camera; name another";
    if (std::filesystem::file_size(m_path, error) == 0)
        return std::nullopt; // as mktemp makes it
    std::ifstream file(m_path);
    std::string line;
    if (!std::getline(file, line) || (line != kFirstLine && line != kFirstLineOfVersion1))
        return m_path + ": not a state file of mv-virtual-camera; name another, or delete it";
    Reader reader(line == kFirstLine);
    while (std::getline(file, line)) {
        if (const auto problem = reader.take(line))
            return m_path + ": " + *problem;
    }
    if (!reader.complete())
        return m_path + ": ends in the middle; delete it, or restore it from a copy";
    if (const auto problem = camera.restore(reader.state))
        return m_path + ": " + *problem;
    return std::nullopt;
}

std::optional<std::string> StateFile::save(const PersistentState &state) const
{
    if (m_path.empty())
        return std::nullopt;
    std::ostringstream file;
    file << kFirstLine << "\nDeviceUserID=" << escaped(state.userId) << "\nUserSetDefault=" << state.userSetDefault
         << '\n';
    for (const auto &[name, entries] : state.userSets) {
        file << '[' << name << "]\n";
        for (const auto &[feature, value] : entries)
            file << feature << '=' << escaped(value) << '\n';
    }
    file << kLastLine << '\n';
    const std::string text = file.str();
    return replaceFile(m_path, {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
}

} // namespace mv::vcam
