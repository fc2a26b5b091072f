// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps Aravis 0.8.26 from dividing by what it could not read, and from reading half of what is only read as a whole.
#pragma once

#include <cstdint>

typedef struct _ArvDevice ArvDevice;

namespace mv {

/// When Aravis makes or ends a USB stream it reads five registers, does not look whether they could be read, divides by
/// them and writes to where they point. A camera that is unplugged in that moment ends the process (measured: SIGFPE;
/// src/arvuvstream.c of 0.8.26, start_thread and stop_thread). While a guard stands, a read that fails leaves in the
/// buffer what the register held before. While none stands, the device being opened, a half of a register that the
/// camera refuses is read as a whole. Thread: keep() by the device thread; works in any.
class UsbReadGuard
{
public:
    /// Lets the guards have a look at all reads of all USB devices; before the first is opened. Idempotent.
    static void install();

    /// @p device is borrowed; it may go before the guard.
    explicit UsbReadGuard(ArvDevice *device);
    ~UsbReadGuard();
    UsbReadGuard(const UsbReadGuard &) = delete;
    UsbReadGuard &operator=(const UsbReadGuard &) = delete;

    /// Reads @p size bytes (8 at most) at @p address and keeps them for later; false if they cannot be read.
    bool keep(std::uint64_t address, std::uint32_t size, std::uint64_t &value);

private:
    ArvDevice *const m_device;
};

} // namespace mv
