// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a camera's ArvDevice behind guards.
#pragma once

#include "camera/device_info.h"
#include "camera/error.h"
#include "camera/private/aravis_ptr.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

typedef struct _ArvDevice ArvDevice;

namespace mv {

/// Where a GigE camera is and which of the host's addresses reaches it (host byte order).
struct GigEPath
{
    std::uint32_t device = 0;
    std::uint32_t host = 0;
    bool loopback() const { return (device >> 24) == 127; }
};

/// From DeviceInfo::address, and hostAddress where discovery gave one.
Result<GigEPath> gigePath(const DeviceInfo &info);

/// What opening costs, as far as the bootstrap registers tell.
struct OpeningCost
{
    std::chrono::milliseconds slowestAnswer{0};
    std::uint64_t descriptionBytes = 0;
};

/// Waits for Aravis' parser (aravis_quirks.h), which another camera's opening may hold for as long as that camera
/// likes: then OpeningHeldUp. Thread: device.
Result<std::unique_lock<std::mutex>> parserTurn(const DeviceInfo &info, const std::function<bool()> &cancelled);

/// Looks at the bootstrap registers with short time-outs, and lets Aravis open only what looks like a GigE Vision
/// camera with a description that nobody else controls: Aravis 0.8.26 crashes or hangs on some failed opens. A camera
/// that we ourselves have just let go of is waited for. @p cancelled is asked between steps. @p begins is called before
/// Aravis has its turn: from there on a camera that asks for time again and again can keep this thread for ever, and
/// somebody else must watch the clock. Thread: device; blocks.
Result<GObjectPtr<ArvDevice>> openGigE(const DeviceInfo &info, const GigEPath &path,
                                       const std::function<bool()> &cancelled,
                                       const std::function<void(const OpeningCost &)> &begins);

} // namespace mv
