// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing a file, and claiming it.
#include "camera/virtual/core/memory/kept_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace mv::vcam {

std::optional<std::string> replaceFile(const std::string &path, std::span<const std::uint8_t> bytes)
{
    const std::string fresh = path + ".new";
    errno = 0;
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char *>(bytes.data()), std::streamsize(bytes.size()));
    stream.close();
    if (stream && std::rename(fresh.c_str(), path.c_str()) == 0)
        return std::nullopt;
    const std::string cause = std::strerror(errno ? errno : EIO);
    ::unlink(fresh.c_str());
    return "cannot write " + path + ": " + cause;
}

FileClaim::~FileClaim()
{
    if (m_fd < 0)
        return;
    ::unlink(m_lock.c_str()); // before the lock ends: who comes now makes a file of his own
    ::close(m_fd);
}

bool FileClaim::take(const std::string &path)
{
    m_lock = path + ".lock";
    const int fd = ::open(m_lock.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return true;
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        ::close(fd);
        return !taken;
    }
    m_fd = fd;
    return true;
}

} // namespace mv::vcam
