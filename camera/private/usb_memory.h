// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the kernel's memory for USB transfers the streams of this process take.
#pragma once

#include <memory>

namespace mv {

/// How Aravis reads a stream: one transfer after the other, or many in flight.
enum class UsbMode { Sync, Async };

/// One open stream's share, given back at the end. Thread: any.
class UsbMemoryShare
{
public:
    explicit UsbMemoryShare(UsbMode mode);
    ~UsbMemoryShare();
    UsbMemoryShare(const UsbMemoryShare &) = delete;
    UsbMemoryShare &operator=(const UsbMemoryShare &) = delete;

    /// MiB that all open streams of this process need together, with room for what else there is.
    static int needed();

private:
    const UsbMode m_mode;
};

/// Bytes that Aravis keeps in flight for one stream in async mode (src/arvuvstream.c).
constexpr std::size_t usbAsyncBytes = 8u << 20;

} // namespace mv
