// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera remembers when it is switched off.
#pragma once

#include "camera/virtual/core/memory/kept_file.h"

#include <optional>
#include <string>

namespace mv::vcam {

class Camera;
struct PersistentState;

/// A text file: a line with the version, Feature=Value lines, and for each user set a line [name] with its own such
/// lines behind it (docs/virtual-camera.md). Written whole under another name and then renamed, so that a crash leaves
/// the old one. Thread: any, one at a time.
class StateFile
{
public:
    /// An empty @p path keeps nothing.
    explicit StateFile(std::string path);

    /// Claims the file, too. One that does not exist yet, or is empty, is none to complain of. A sentence if it is
    /// another camera's, cannot be read or does not fit the camera, which then is as it was.
    std::optional<std::string> load(Camera &camera);
    std::optional<std::string> save(const PersistentState &state) const;

private:
    std::string m_path;
    FileClaim m_claim;
};

} // namespace mv::vcam
