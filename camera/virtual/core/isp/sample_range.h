// SPDX-License-Identifier: GPL-3.0-or-later
// Between which values samples lie.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// Of samples in 1/16 DN, both whole DN. A value; thread: any.
struct SampleRange
{
    std::int32_t black = 64 * 16;       ///< darkness; less is noise
    std::int32_t fullScale = 4095 * 16; ///< the highest value

    std::uint16_t clip(std::int64_t value) const
    {
        return std::uint16_t(value < 0 ? 0 : value > fullScale ? fullScale : value);
    }
};

} // namespace mv::vcam
