// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera remembers when it is switched off.
#pragma once

#include "camera/virtual/core/camera.h"

namespace mv::vcam {

/// A text file of Feature=Value lines, written whole under another name and then renamed, so that a crash leaves the
/// old one. Thread: any, one at a time.
class StateFile
{
public:
    /// An empty @p path keeps nothing.
    explicit StateFile(std::string path);

    /// A file that does not exist yet is none to complain of. A sentence if it cannot be read or does not fit.
    std::optional<std::string> load(Camera &camera) const;
    std::optional<std::string> save(const Settings &settings) const;

private:
    std::string m_path;
};

} // namespace mv::vcam
