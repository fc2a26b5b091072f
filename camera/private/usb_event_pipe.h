// SPDX-License-Identifier: GPL-3.0-or-later
// Listens on a USB3 Vision camera's event endpoint, which Aravis leaves alone.
#pragma once

#include "camera/private/usb_event_packet.h"
#include "camera/private/usb_handles.h"
#include "camera/private/usb_vision.h"

#include <array>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace mv {

/// Claims the event interface through a handle of its own, beside Aravis' claims of the two others. Ends by itself when
/// a transfer fails (unplugged). Thread: made and destroyed by one, while another handles @p device's context; @p sink
/// is called there.
class UsbEventPipe
{
public:
    /// nullptr when the interface cannot be had; @p error (libusb_error) says why.
    static std::unique_ptr<UsbEventPipe> open(libusb_device *device, const UsbVisionLayout &layout,
                                              std::function<void(const UsbEvent &)> sink, int &error);
    /// Waits until no transfer is under way any more.
    ~UsbEventPipe();
    UsbEventPipe(const UsbEventPipe &) = delete;
    UsbEventPipe &operator=(const UsbEventPipe &) = delete;

private:
    // Two, so that one listens while the other is read.
    static constexpr std::size_t transferCount = 2;
    struct Listening
    {
        UsbTransferPtr transfer;
        std::vector<unsigned char> buffer;
        bool pending = false;
    };

    UsbEventPipe(UsbHandlePtr handle, UsbClaim claim, std::function<void(const UsbEvent &)> sink);
    void listen(std::uint8_t endpoint);
    static void completed(libusb_transfer *transfer);
    bool take(const libusb_transfer &transfer);

    UsbHandlePtr m_handle;
    UsbClaim m_claim; // released before the handle is closed
    const std::function<void(const UsbEvent &)> m_sink;
    std::mutex m_mutex; // guards all below
    std::condition_variable m_returned;
    bool m_ending = false;
    std::array<Listening, transferCount> m_listening;
};

} // namespace mv
