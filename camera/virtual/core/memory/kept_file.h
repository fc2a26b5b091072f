// SPDX-License-Identifier: GPL-3.0-or-later
// Files in which a camera keeps what outlives its power: replaced as a whole, and of one camera only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mv::vcam {

/// Writes under another name and renames, so that a crash or a full disk leaves the old content and nothing beside it.
/// A sentence that names the cause, or nothing. Thread: any, one at a time for a path.
std::optional<std::string> replaceFile(const std::string &path, std::span<const std::uint8_t> bytes);

/// Keeps other cameras from using the same file, as long as it lives; by a lock on an empty PATH.lock, which ends with
/// the process, however that ends. Thread: any, one at a time.
class FileClaim
{
public:
    FileClaim() = default;
    ~FileClaim();
    FileClaim(const FileClaim &) = delete;
    FileClaim &operator=(const FileClaim &) = delete;

    /// False if another camera has it. Where no lock can be made (a folder that may not be written), nobody can keep
    /// anything either: true.
    bool take(const std::string &path);

private:
    int m_fd = -1;
    std::string m_lock;
};

} // namespace mv::vcam
