// SPDX-License-Identifier: GPL-3.0-or-later
// An asynchronous transfer: what stands before every struct libusb_transfer.
#pragma once

#include "camera/virtual/usbip/standin/context.h"

namespace mv::vcam::usbip {

/// Thread: any; the mutex guards the state.
struct Transfer
{
    enum class State { Idle, UnderWay, Cancelling, Ended };

    std::mutex mutex; // guards everything below
    State state = State::Idle;
    bool timedOut = false;
    std::uint32_t number = 0;
    std::chrono::steady_clock::time_point deadline;

    libusb_transfer *shown(); ///< what the program holds
    static Transfer *of(libusb_transfer *shown);

    int submit();
    /// Takes it back; @p late: because its time is over.
    int cancel(bool late);
    /// Calls the program's callback: it has ended.
    void finish();
};

/// libusb's word for a negative error number of Linux that a transfer ended with.
libusb_transfer_status statusOf(int error, bool timedOut);

} // namespace mv::vcam::usbip
