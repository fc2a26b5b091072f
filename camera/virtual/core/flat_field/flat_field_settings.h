// SPDX-License-Identifier: GPL-3.0-or-later
// What ShadingCorrection and DefectPixelCorrection set.
#pragma once

#include <cstdint>

namespace mv::vcam {

inline constexpr std::uint32_t kFewestFlatFrames = 16, kMostFlatFrames = 256;

/// A value; thread: any.
struct FlatFieldSettings
{
    bool enable = false; ///< acts as soon as there are coefficients
    std::uint32_t stage = 0;
    std::uint32_t frames = 64; ///< of a stage
    bool replaceDefects = false;
};

} // namespace mv::vcam
