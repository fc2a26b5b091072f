// SPDX-License-Identifier: GPL-3.0-or-later
// FileAccessControl of the SFNC: files of the camera, read and written through a small window of registers.
#pragma once

#include "camera/virtual/core/files/file_image.h"

#include <array>
#include <functional>
#include <string_view>

namespace mv::vcam {

enum class FileOperation : std::int64_t { Open = 0, Close = 1, Read = 2, Write = 3, Delete = 4 };
enum class FileOpenMode : std::int64_t { Read = 0, Write = 1, ReadWrite = 2 };
/// How an operation ended. 0 and 1 are the SFNC's, which leaves the rest to the device.
enum class FileStatus : std::int64_t {
    Success = 0,
    Failure = 1,
    FileNotOpen = 2,
    FileAlreadyOpen = 3,
    FileNotFound = 4,
    WrongMode = 5,
    OutOfRange = 6,
    InvalidContent = 7,
};

/// One row of the table of files. A value; thread: any.
struct StoredFile
{
    std::string_view name;
    std::int64_t number; ///< in FileSelector
    std::size_t mostBytes;
    std::function<std::shared_ptr<const FileImage>()> open; ///< the present content; nullptr: there is none
    /// Puts new content in place; false, and nothing happens, if it is not what belongs there.
    std::function<bool(std::vector<std::uint8_t>)> store;
    std::function<bool()> erase;
};

/// The state behind the registers. What is written is collected, and put in place as a whole by Close: content that is
/// refused then, or never closed, changes nothing. Every file is open or closed by itself. Nothing that a client does,
/// in any order and with any numbers, does more than fail. Not thread-safe: Camera locks.
class FileAccess
{
public:
    static constexpr std::size_t kBufferBytes = 512; ///< what one GVCP WRITEMEM can carry

    /// @p files: at least one.
    explicit FileAccess(std::vector<StoredFile> files);

    std::vector<StoredFile> rows() const;
    std::int64_t selected() const { return m_files[m_selected].row.number; }
    bool select(std::int64_t number);

    FileOperation operation = FileOperation::Open;
    FileOpenMode mode = FileOpenMode::Read;
    std::uint32_t offset = 0;
    std::uint32_t length = 0; ///< 0 .. kBufferBytes
    std::array<char, kBufferBytes> buffer{};

    /// The chosen operation on the chosen file.
    void execute();
    /// Closes every file; what was written and not closed is no content. For a client that is gone.
    void abandon();
    /// What the last operation put in place could not be kept.
    void storeFailed() { m_status = FileStatus::Failure; }
    FileStatus status() const { return m_status; }
    std::uint32_t result() const { return m_result; } ///< bytes that the last operation read or wrote
    /// Of the chosen file: as far as it has been written while it is open for that; 0 if there is none.
    std::size_t size() const;

private:
    struct File
    {
        StoredFile row;
        bool isOpen = false;
        FileOpenMode mode = FileOpenMode::Read;
        std::shared_ptr<const FileImage> image; ///< open for reading only
        std::vector<std::uint8_t> fresh;        ///< open for writing
    };
    FileStatus open(File &file) const;
    static FileStatus close(File &file);
    FileStatus read(const File &file);
    FileStatus write(File &file);
    static FileStatus erase(File &file);

    std::vector<File> m_files;
    std::size_t m_selected = 0;
    FileStatus m_status = FileStatus::Success;
    std::uint32_t m_result = 0;
};

} // namespace mv::vcam
