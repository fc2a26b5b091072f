// SPDX-License-Identifier: GPL-3.0-or-later
// The flash memory, kept on disk beside the state file.
#pragma once

#include "camera/virtual/core/flat_field/flash.h"

#include <optional>
#include <string>

namespace mv::vcam {

/// One binary file, written whole under another name and then renamed, so that a crash leaves the old one:
///   "MVFLASH1", u32 width, u32 height of the sensor, four u64 lengths, then the four parts (map file of offsets, map
///   file of gains, list of defects as text, the user's file; length 2^64 - 1: there is none), then the CRC-32 of
///   everything before it as u32; all little-endian.
/// Thread: any, one at a time.
class FlashFile
{
public:
    /// @p path of the state file; ".flash" is put behind it. Empty: nothing is kept. Of a sensor of that size.
    FlashFile(const std::string &path, std::uint32_t width, std::uint32_t height);

    /// A file that does not exist is none to complain of. A sentence if there is one that is damaged or does not fit;
    /// then @p flash is left alone.
    std::optional<std::string> load(Flash &flash) const;
    std::optional<std::string> save(const Flash &flash) const;

private:
    std::string m_path;
    std::uint32_t m_width, m_height;
};

} // namespace mv::vcam
