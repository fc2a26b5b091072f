// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera's flash memory holds besides the settings.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace mv::vcam {

class Coefficients;
class DefectList;

/// The stored calibration and the user's file; nullptr: there is none. A value that shares what it points to; thread:
/// any.
struct Flash
{
    std::shared_ptr<const Coefficients> coefficients;
    std::shared_ptr<const DefectList> defects;
    std::shared_ptr<const std::vector<std::uint8_t>> userFile;

    bool operator==(const Flash &) const = default;
};

} // namespace mv::vcam
