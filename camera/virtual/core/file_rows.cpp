// SPDX-License-Identifier: GPL-3.0-or-later
// FileAccessControl.
#include "camera/virtual/core/camera_state.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/core/files/file_access.h"
#include "camera/virtual/core/selected_rows.h"

#include <limits>

namespace mv::vcam {

namespace {

Register selectorRow(CameraState &state)
{
    FileAccess &files = *state.files;
    Register row{"FileSelector", 0x20C000, 4, RegisterKind::Integer, Access::ReadWrite};
    row.get = [&files] { return files.selected(); };
    row.set = [&files](const RegisterValue &value) {
        return files.select(std::get<std::int64_t>(value)) ? Status::Success : Status::InvalidParameter;
    };
    for (const StoredFile &file : files.rows())
        row.entries.push_back({file.name, file.number});
    return row;
}

Register bufferRow(FileAccess &files)
{
    Register row{"FileAccessBuffer", 0x600000, FileAccess::kBufferBytes, RegisterKind::Bytes, Access::ReadWrite};
    row.get = [&files] { return std::string(files.buffer.begin(), files.buffer.end()); };
    row.set = [&files](const RegisterValue &value) {
        std::ranges::copy(std::get<std::string>(value), files.buffer.begin());
        return Status::Success;
    };
    return row;
}

Register statusRow(const FileAccess &files)
{
    Register row = readOnlyRow("FileOperationStatus", 0x20C018, 4, RegisterKind::Integer,
                               [&files] { return std::int64_t(files.status()); });
    row.entries = {{"Success", 0},      {"Failure", 1},   {"FileNotOpen", 2}, {"FileAlreadyOpen", 3},
                   {"FileNotFound", 4}, {"WrongMode", 5}, {"OutOfRange", 6},  {"InvalidContent", 7}};
    return row;
}

} // namespace

std::vector<Register> fileRows(CameraState &state)
{
    FileAccess &files = *state.files;
    using enum RegisterKind;
    return {
        selectorRow(state),
        integerRow("FileOperationSelector", 0x20C004, files.operation, 0, 4, Lock::None,
                   {{"Open", 0}, {"Close", 1}, {"Read", 2}, {"Write", 3}, {"Delete", 4}}),
        integerRow("FileOpenMode", 0x20C008, files.mode, 0, 2, Lock::None,
                   {{"Read", 0}, {"Write", 1}, {"ReadWrite", 2}}),
        integerRow("FileAccessOffset", 0x20C00C, files.offset, 0, std::numeric_limits<std::int32_t>::max()),
        integerRow("FileAccessLength", 0x20C010, files.length, 0, FileAccess::kBufferBytes),
        commandRow("FileOperationExecute", 0x20C014, [&files] { files.execute(); }),
        statusRow(files),
        readOnlyRow("FileOperationResult", 0x20C01C, 4, Integer, [&files] { return std::int64_t(files.result()); }),
        readOnlyRow("FileSize", 0x20C020, 4, Integer, [&files] { return std::int64_t(files.size()); }),
        bufferRow(files),
    };
}

} // namespace mv::vcam
