// SPDX-License-Identifier: GPL-3.0-or-later
// Which files the camera has.
#pragma once

#include "camera/virtual/core/camera_config.h"
#include "camera/virtual/core/files/file_access.h"

namespace mv::vcam {

class FlatField;

inline constexpr std::size_t kMostUserBytes = 65536;

/// The table of files of a camera of that model, around @p flatField, which must outlive it.
std::vector<StoredFile> storedFiles(FlatField &flatField, Model model);

} // namespace mv::vcam
