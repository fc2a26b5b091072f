// SPDX-License-Identifier: GPL-3.0-or-later
// A USB device as its host controller sees it: transfers in, completions out.
#pragma once

#include "camera/virtual/u3v/byte_source.h"

#include <cerrno>
#include <chrono>
#include <functional>
#include <optional>

namespace mv::vcam::u3v {

/// How a transfer ended: 0, or a negative error number of Linux, which is what USB/IP carries.
inline constexpr int kTransferDone = 0;
inline constexpr int kStalled = -EPIPE;
inline constexpr int kOverflow = -EOVERFLOW;
inline constexpr int kCancelled = -ECONNRESET;
inline constexpr int kBusy = -EBUSY;

/// The 8 bytes that begin a control transfer (USB 2.0, 9.3). A value.
struct UsbSetup
{
    std::uint8_t requestType = 0; ///< bit 7: to the host; bits 5, 6: standard, class, vendor; bits 0 to 4: recipient
    std::uint8_t request = 0;
    std::uint16_t value = 0, index = 0, length = 0;

    bool toHost() const { return requestType & 0x80; }
};

struct TransferResult
{
    int status = kTransferDone;
    std::vector<Slice> data = {}; ///< to the host
};

/// Who submits transfers and is told of their end. Thread of completed(): the device's; it may take its time.
class TransferSink
{
public:
    virtual ~TransferSink() = default;
    virtual void completed(std::uint32_t id, const TransferResult &result) = 0;
};

/// USB's speeds, with the numbers that USB/IP and Linux have for them.
enum class UsbSpeed : std::uint32_t { High = 3, Super = 5 };

/// What a host learns of a device when it is plugged in. A value.
struct UsbIdentity
{
    UsbSpeed speed = UsbSpeed::Super;
    std::vector<std::uint8_t> device;        ///< descriptor
    std::vector<std::uint8_t> configuration; ///< descriptor with all that belongs to it
};

/// Thread: any.
class UsbFunction
{
public:
    virtual ~UsbFunction() = default;

    virtual UsbIdentity identity() const = 0;
    /// A transfer of endpoint 0.
    virtual TransferResult control(const UsbSetup &setup, std::span<const std::uint8_t> data) = 0;
    /// A bulk transfer to the device; its status.
    virtual int bulkOut(std::uint8_t endpoint, std::span<const std::uint8_t> data) = 0;
    /// Queues a bulk transfer of @p length bytes from the device. @p id is the sink's own. False: no such endpoint.
    virtual bool bulkIn(std::uint8_t endpoint, std::size_t length, std::uint32_t id,
                        const std::shared_ptr<TransferSink> &sink) = 0;
    /// Takes a transfer back, with what it has got. Nothing: it is over, and completed() has returned.
    virtual std::optional<TransferResult> cancel(std::uint32_t id, const TransferSink *sink) = 0;
    /// Takes back all transfers of a sink that does not want to know, of @p interface or (none) of all.
    virtual void forget(const TransferSink *sink, std::optional<unsigned> interface) = 0;
    /// The program that had @p interface for itself has gone without a word.
    virtual void orphaned(unsigned interface) = 0;

    /// Plugged in: what was set up before is forgotten, and the switches for the speed act.
    virtual void plugged() = 0;
    virtual void unplugged() = 0;
    /// @p pull is called when the device wants to be unplugged and to be plugged in again after a time. It must not
    /// wait for the device.
    virtual void onUnplugWish(std::function<void(std::chrono::milliseconds)> pull) = 0;
};

} // namespace mv::vcam::u3v
