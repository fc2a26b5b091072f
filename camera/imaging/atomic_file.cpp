// SPDX-License-Identifier: GPL-3.0-or-later
// Temporary file, fsync, rename. POSIX calls, because QSaveFile neither reports a failed sync nor can be undone.
#include "camera/imaging/atomic_file.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mv {

namespace {

/// 0, or the errno of the write that failed.
int writeAll(int descriptor, std::span<const std::byte> content)
{
    constexpr std::size_t piece = 1 << 30; // write(2) takes no more than 2 GiB at once
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), std::min(content.size(), piece));
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0)
            content = content.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

QByteArray folderOf(const QString &path)
{
    return QFile::encodeName(QFileInfo(path).path());
}

/// Not derived from the target's name: that may be as long as a name can be.
QByteArray temporaryName(const QString &path)
{
    const QString random = QString::number(QRandomGenerator::system()->generate64(), 16);
    return folderOf(path) + "/.mv-" + random.toLatin1() + ".tmp";
}

} // namespace

AtomicFile::AtomicFile(QString path) : m_path(std::move(path)), m_target(QFile::encodeName(m_path)) {}

AtomicFile::~AtomicFile()
{
    if (!m_temporary.isEmpty())
        ::unlink(m_temporary.constData());
}

std::optional<FileError> AtomicFile::failure(FileError::Kind kind, int number) const
{
    return FileError{kind, m_path, QString::fromLocal8Bit(std::generic_category().message(number).c_str())};
}

std::optional<FileError> AtomicFile::openTemporary(int *descriptor)
{
    if (m_target.isEmpty() || m_path.contains(QChar(0)) || m_path.endsWith(u'/'))
        return failure(FileError::Kind::Open, EINVAL);
    struct stat old = {};
    const bool exists = ::stat(m_target.constData(), &old) == 0;
    // A rename would silently replace a device or a pipe (root can do that to /dev/null), and fail on a folder later.
    if (exists && !S_ISREG(old.st_mode))
        return failure(FileError::Kind::Open, S_ISDIR(old.st_mode) ? EISDIR : EINVAL);
    do {
        m_temporary = temporaryName(m_path);
        *descriptor = ::open(m_temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (*descriptor < 0 && (errno == EEXIST || errno == EINTR));
    if (*descriptor < 0) {
        m_temporary.clear();
        return failure(FileError::Kind::Open, errno);
    }
    // Who may read the old file may read the new one; a file system without modes refuses, which is no loss.
    if (exists && ::fchmod(*descriptor, old.st_mode & 0777) != 0)
        errno = 0;
    return {};
}

std::optional<FileError> AtomicFile::write(std::span<const std::byte> content)
{
    int descriptor = -1;
    if (auto error = openTemporary(&descriptor))
        return error;
    int number = writeAll(descriptor, content);
    // EINVAL: a file system that cannot sync. NFS and quotas report a full disk only here or at close().
    if (number == 0 && ::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS)
        number = errno;
    if (::close(descriptor) != 0 && number == 0 && errno != EINTR)
        number = errno;
    if (number != 0)
        return failure(FileError::Kind::Write, number);
    m_state = State::Written;
    return {};
}

std::optional<FileError> AtomicFile::commit()
{
    if (m_state != State::Written)
        return failure(FileError::Kind::Write, EINVAL);
    if (::rename(m_temporary.constData(), m_target.constData()) != 0)
        return failure(FileError::Kind::Write, errno);
    m_temporary.clear();
    m_state = State::Placed;
    syncFolder();
    return {};
}

std::optional<FileError> AtomicFile::commitRevocably()
{
    if (m_state != State::Written)
        return failure(FileError::Kind::Write, EINVAL);
    if (::renameat2(AT_FDCWD, m_temporary.constData(), AT_FDCWD, m_target.constData(), RENAME_EXCHANGE) != 0)
        return commit(); // nothing there to be kept, or the file system cannot
    m_state = State::Exchanged;
    syncFolder();
    return {};
}

void AtomicFile::rollback()
{
    if (m_state == State::Exchanged && ::rename(m_temporary.constData(), m_target.constData()) == 0)
        m_temporary.clear();
    if (m_state == State::Placed)
        ::unlink(m_target.constData());
    m_state = State::Empty;
}

void AtomicFile::syncFolder() const
{
    // The new file is in place already; a folder that cannot be synced is no reason to say that it is not.
    const int folder = ::open(folderOf(m_path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    (void)::fsync(folder);
    ::close(folder);
}

} // namespace mv
