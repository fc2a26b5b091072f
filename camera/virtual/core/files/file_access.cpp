// SPDX-License-Identifier: GPL-3.0-or-later
// The five operations.
#include "camera/virtual/core/files/file_access.h"

#include <algorithm>
#include <new>
#include <utility>

namespace mv::vcam {

FileAccess::FileAccess(std::vector<StoredFile> files)
{
    for (StoredFile &row : files)
        m_files.push_back({std::move(row), false, FileOpenMode::Read, nullptr, {}});
}

std::vector<StoredFile> FileAccess::rows() const
{
    std::vector<StoredFile> rows;
    for (const File &file : m_files)
        rows.push_back(file.row);
    return rows;
}

bool FileAccess::select(std::int64_t number)
{
    const auto file = std::ranges::find_if(m_files, [number](const File &f) { return f.row.number == number; });
    if (file == m_files.end())
        return false;
    m_selected = std::size_t(file - m_files.begin());
    return true;
}

std::size_t FileAccess::size() const
{
    const File &file = m_files[m_selected];
    if (file.isOpen && file.mode != FileOpenMode::Read)
        return file.fresh.size();
    const auto image = file.isOpen ? file.image : file.row.open();
    return image ? image->size() : 0;
}

void FileAccess::execute()
{
    File &file = m_files[m_selected];
    m_result = 0;
    try {
        switch (operation) {
        case FileOperation::Open:
            m_status = open(file);
            break;
        case FileOperation::Close:
            m_status = close(file);
            break;
        case FileOperation::Read:
            m_status = read(file);
            break;
        case FileOperation::Write:
            m_status = write(file);
            break;
        case FileOperation::Delete:
            m_status = erase(file);
            break;
        }
    } catch (const std::bad_alloc &) {
        m_status = FileStatus::Failure;
    }
}

void FileAccess::abandon()
{
    for (File &file : m_files) {
        file.isOpen = false;
        file.image.reset();
        file.fresh = {};
    }
}

FileStatus FileAccess::open(File &file) const
{
    if (file.isOpen)
        return FileStatus::FileAlreadyOpen;
    const auto image = file.row.open();
    if (mode == FileOpenMode::Read && !image)
        return FileStatus::FileNotFound;
    if (mode == FileOpenMode::ReadWrite && image)
        file.fresh = allBytes(*image);
    file.image = mode == FileOpenMode::Read ? image : nullptr;
    file.mode = mode;
    file.isOpen = true;
    return FileStatus::Success;
}

FileStatus FileAccess::close(File &file)
{
    if (!file.isOpen)
        return FileStatus::FileNotOpen;
    std::vector<std::uint8_t> fresh = std::exchange(file.fresh, {});
    file.image.reset();
    file.isOpen = false;
    if (file.mode == FileOpenMode::Read)
        return FileStatus::Success;
    return file.row.store(std::move(fresh)) ? FileStatus::Success : FileStatus::InvalidContent;
}

// At the end of the file fewer bytes are read than were asked for, and 0 from there on: no error, as the SFNC has it.
FileStatus FileAccess::read(const File &file)
{
    if (!file.isOpen)
        return FileStatus::FileNotOpen;
    if (file.mode == FileOpenMode::Write)
        return FileStatus::WrongMode;
    const std::size_t bytes = size();
    if (offset > bytes)
        return FileStatus::OutOfRange;
    const std::size_t count = std::min<std::size_t>(length, bytes - offset);
    std::array<std::uint8_t, kBufferBytes> read{};
    if (file.image)
        file.image->read(offset, std::span(read).first(count));
    else
        std::copy_n(file.fresh.begin() + offset, count, read.begin());
    std::copy_n(read.begin(), count, buffer.begin());
    m_result = std::uint32_t(count);
    return FileStatus::Success;
}

FileStatus FileAccess::write(File &file)
{
    if (!file.isOpen)
        return FileStatus::FileNotOpen;
    if (file.mode == FileOpenMode::Read)
        return FileStatus::WrongMode;
    const std::size_t end = std::size_t(offset) + length;
    if (end > file.row.mostBytes)
        return FileStatus::OutOfRange;
    if (length == 0)
        return FileStatus::Success;
    if (end > file.fresh.size())
        file.fresh.resize(end); // what was skipped is 0
    std::copy_n(buffer.begin(), length, file.fresh.begin() + offset);
    m_result = length;
    return FileStatus::Success;
}

FileStatus FileAccess::erase(File &file)
{
    if (file.isOpen)
        return FileStatus::FileAlreadyOpen;
    if (!file.row.open())
        return FileStatus::FileNotFound;
    return file.row.erase() ? FileStatus::Success : FileStatus::Failure;
}

} // namespace mv::vcam
