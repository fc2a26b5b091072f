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

    /// A file that does not exist is none to complain of. A sentence if there is one that is damaged or of another
    /// sensor; then @p flash is left alone, but for the user's file out of a whole one.
    std::optional<std::string> load(Flash &flash);
    /// A sentence if it could not be kept; then the file is as it was. What load() could not use is set aside first,
    /// under the name that it told.
    std::optional<std::string> save(const Flash &flash);

private:
    std::string m_path;
    std::string m_aside; ///< where what is at m_path has to go; empty: it is ours
    std::uint32_t m_width, m_height;
};

} // namespace mv::vcam
