// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing the state file.
#include "camera/virtual/core/state_file.h"

#include "camera/virtual/core/settings.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mv::vcam {

namespace {
constexpr std::uintmax_t kMostBytes = 1 << 20;
constexpr char kFirstLine[] = "# mv-virtual-camera state 1";
} // namespace

StateFile::StateFile(std::string path) : m_path(std::move(path)) {}

std::optional<std::string> StateFile::load(Camera &camera) const
{
    std::error_code error;
    if (m_path.empty() || !std::filesystem::exists(m_path, error))
        return std::nullopt;
    if (!std::filesystem::is_regular_file(m_path, error) || std::filesystem::file_size(m_path, error) > kMostBytes)
        return m_path + ": not a state file of mv-virtual-camera; name another";
    if (std::filesystem::file_size(m_path, error) == 0)
        return std::nullopt; // as mktemp makes it
    std::ifstream file(m_path);
    std::string line;
    if (!std::getline(file, line) || line != kFirstLine)
        return m_path + ": not a state file of mv-virtual-camera; name another, or delete it";
    while (std::getline(file, line)) {
        const auto equals = line.find('=');
        if (equals == std::string::npos)
            return m_path + ": not Feature=Value: '" + line + "'";
        if (const auto refusal = camera.setFeature(line.substr(0, equals), line.substr(equals + 1)))
            return m_path + ": " + *refusal;
    }
    return std::nullopt;
}

std::optional<std::string> StateFile::save(const Settings &settings) const
{
    if (m_path.empty())
        return std::nullopt;
    const std::string fresh = m_path + ".new";
    std::ofstream file(fresh, std::ios::trunc);
    file << kFirstLine << "\nDeviceUserID=" << settings.userId << '\n';
    file.close();
    if (!file || std::rename(fresh.c_str(), m_path.c_str()) != 0)
        return "cannot write " + m_path + ": " + std::strerror(errno);
    return std::nullopt;
}

} // namespace mv::vcam
