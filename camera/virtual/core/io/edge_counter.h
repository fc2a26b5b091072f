// SPDX-License-Identifier: GPL-3.0-or-later
// The edges that a line has shown.
#pragma once

#include "camera/virtual/core/io/io_settings.h"

namespace mv::vcam {

/// An oscilloscope's measurement. A value; thread: any.
struct EdgeCounter
{
    std::uint64_t rising = 0, falling = 0;
    std::int64_t risingAt = kNever, fallingAt = kNever; ///< of the last one, ns; kNever: none

    void count(bool up, std::int64_t now)
    {
        ++(up ? rising : falling);
        (up ? risingAt : fallingAt) = now;
    }
};

} // namespace mv::vcam
