// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a USB3 Vision camera's memory over a claimed control interface: before Aravis may open it.
#pragma once

#include "camera/private/usb_handles.h"
#include "camera/private/usb_vision.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>

namespace mv {

/// GenCP 1.1 READMEM over bulk transfers (USB3 Vision 1.1, 4.3), with patience of our own. Thread: one; blocks.
class UsbControl
{
public:
    enum class Answer {
        Value,
        Refused, ///< an error acknowledge; status() says which
        Garbage, ///< what came is no acknowledge, or not of this question
        Pending, ///< it asks for time, again and again
        Silence, ///< nothing came in time
        Gone,    ///< it was unplugged
        Broken,  ///< the transfer failed; reason() says how
    };

    /// @p handle has claimed the control interface; @p cancelled is asked between attempts.
    UsbControl(libusb_device_handle *handle, const UsbVisionLayout &layout, std::function<bool()> cancelled);

    /// What an earlier program left in the pipe is thrown away; a stalled pipe is cleared.
    void reset();
    /// @p size as many bytes as fit into an acknowledge.
    Answer read(std::uint64_t address, std::uint16_t size, QByteArray &bytes);

    std::uint16_t status() const { return m_status; }
    QString reason() const { return QString::fromLatin1(libusb_error_name(m_error)); }
    /// The longest that an answer has taken.
    std::chrono::milliseconds slowest() const { return m_slowest; }

private:
    using Clock = std::chrono::steady_clock;
    Answer attempt(std::uint64_t address, std::uint16_t size, QByteArray &bytes);
    Answer await(std::uint16_t size, QByteArray &bytes);
    Answer transferFailed(int error);

    libusb_device_handle *const m_handle;
    const UsbVisionLayout m_layout;
    const std::function<bool()> m_cancelled;
    std::uint16_t m_id = 0;
    std::uint16_t m_status = 0;
    int m_error = 0;
    std::chrono::milliseconds m_slowest{0};
};

} // namespace mv
