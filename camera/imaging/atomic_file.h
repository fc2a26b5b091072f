// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is either whole or not there.
#pragma once

#include "camera/imaging/image_file.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <span>

namespace mv {

/// Writes to a temporary file in the same folder, syncs it, and renames it over the target. What was not committed is
/// removed by the destructor. Thread: any one at a time; blocking.
class AtomicFile
{
public:
    explicit AtomicFile(QString path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    /// Once: the whole content, on the disk when this returns.
    std::optional<FileError> write(std::span<const std::byte> content);
    /// Put the file in its place.
    std::optional<FileError> commit();
    /// Put the file in its place, but keep what was there until the destructor, so that rollback() can bring it back.
    /// (A file system that cannot exchange two names, NFS for one, keeps nothing.)
    std::optional<FileError> commitRevocably();
    void rollback();

private:
    enum class State { Empty, Written, Exchanged, Placed };

    std::optional<FileError> openTemporary(int *descriptor);
    std::optional<FileError> failure(FileError::Kind kind, int number) const;
    void syncFolder() const;

    const QString m_path;
    QByteArray m_target;    // m_path as the file system wants it
    QByteArray m_temporary; // empty: there is none
    State m_state = State::Empty;
};

} // namespace mv
