// SPDX-License-Identifier: GPL-3.0-or-later
// The state of one entry of TriggerSelector.
#pragma once

#include "camera/virtual/core/io/io_settings.h"

namespace mv::vcam {

/// A value; thread: any.
struct Trigger
{
    std::uint64_t received = 0;       ///< while images are being acquired
    std::uint64_t missed = 0;         ///< of these: came while the camera was not waiting for one
    std::int64_t acceptedAt = kNever; ///< the last one that was not missed, ns; kNever: none
    std::int64_t due = kNever;        ///< one was accepted and takes effect then, ns; kNever: none is on its way

    bool pending() const { return due != kNever; }
    /// One came at @p now. True if the camera was @p waiting for it.
    bool receive(std::int64_t now, std::int64_t delayNs, bool waiting)
    {
        ++received;
        missed += waiting ? 0 : 1;
        if (waiting) {
            acceptedAt = now;
            due = now + delayNs;
        }
        return waiting;
    }
};

} // namespace mv::vcam
