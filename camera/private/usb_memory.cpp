// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the kernel's memory for USB transfers the streams of this process take.
#include "camera/private/usb_memory.h"

#include <atomic>

namespace mv {

namespace {

// Measured on Linux 6.1: async keeps 8 MiB in flight, and frames go bad when the limit leaves less than as much again.
constexpr int asyncMiB = 8;
constexpr int syncMiB = 1;

std::atomic<int> asyncStreams{0};
std::atomic<int> syncStreams{0};

std::atomic<int> &counter(UsbMode mode)
{
    return mode == UsbMode::Async ? asyncStreams : syncStreams;
}

} // namespace

UsbMemoryShare::UsbMemoryShare(UsbMode mode) : m_mode(mode)
{
    ++counter(mode);
}

UsbMemoryShare::~UsbMemoryShare()
{
    --counter(m_mode);
}

int UsbMemoryShare::needed()
{
    const int async = asyncStreams;
    const int sync = syncStreams;
    const int room = async > 0 ? asyncMiB : sync > 0 ? syncMiB : 0;
    return async * asyncMiB + sync * syncMiB + room;
}

} // namespace mv
