// SPDX-License-Identifier: GPL-3.0-or-later
// What the camera sets by itself.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Once: until it is right, then Off.
enum class AutoMode : std::int64_t { Off = 0, Once = 1, Continuous = 2 };

/// A value; thread: any.
struct AutoSettings
{
    AutoMode blackLevel = AutoMode::Off;
    AutoMode gain = AutoMode::Off;
    AutoMode exposure = AutoMode::Off;
    AutoMode whiteBalance = AutoMode::Off;
    std::uint32_t targetBrightness = 50; ///< per cent of full scale

    bool operator==(const AutoSettings &) const = default;
};

} // namespace mv::vcam
