// SPDX-License-Identifier: GPL-3.0-or-later
// Files in the camera, read and written in the order that the SFNC wants (FileAccessControl).
#pragma once

#include "tests/conformance/wire/wire_camera.h"

namespace mv::test {

using FileBytes = std::vector<std::uint8_t>;

/// Executes an operation on the file that is selected, and says FileOperationStatus.
std::string fileOperation(WireCamera &camera, const char *operation);
/// FileSelector, FileOpenMode, Open; its status.
std::string openFile(WireCamera &camera, const char *file, const char *mode);

/// All of a file. Throws std::runtime_error that names the step that failed, and closes the file.
FileBytes readFile(WireCamera &camera, const char *file);
/// Writes a file whole; the status of the first operation that did not succeed, or "Success". Always closes.
std::string writeFile(WireCamera &camera, const char *file, const FileBytes &bytes);

/// A map of coefficients as docs/virtual-camera.md lays it out, with its checksum right.
FileBytes mapFile(const char *magic, std::uint32_t width, std::uint32_t height, std::uint32_t pedestal,
                  const std::vector<std::uint16_t> &values);

} // namespace mv::test
