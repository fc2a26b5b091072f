// SPDX-License-Identifier: GPL-3.0-or-later
// A client's connection to one device's server.
#pragma once

#include "camera/virtual/usbip/usbip_packet.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace mv::vcam::usbip {

/// A connected socket over which the device was imported, or -1. Gives up on a server that does not answer.
int importDevice(const std::string &path, DeviceEntry &entry);
/// A descriptor, over a connection that nobody else uses; empty if it is not to be had.
std::vector<std::uint8_t> fetchDescriptor(int socket, std::uint8_t type, std::uint16_t length);

/// Who waits for a transfer. Called once, by the connection's thread.
class Completion
{
public:
    virtual ~Completion() = default;
    /// @p status: 0 or a negative error number of Linux, -ENODEV when the device has gone.
    virtual void done(int status, std::size_t moved) = 0;
};

/// Transfers of one open device. Owns a thread, which receives straight into the transfers' buffers. Thread: any, but
/// for the destructor, which must not be called by a Completion.
class UsbipClient
{
public:
    /// @p lost is called by the connection's thread when the server has ended it.
    UsbipClient(int socket, std::function<void()> lost);
    /// Ends the connection; what is under way ends with -ENODEV.
    ~UsbipClient();

    /// A number for a transfer, which is never 0 and not given again.
    std::uint32_t reserve() { return ++m_number; }
    /// @p data: what goes out; @p room: where what comes in goes. False: the connection is dead, and @p completion is
    /// not called.
    bool submit(std::uint32_t number, UrbHeader header, std::span<const std::uint8_t> data,
                std::span<std::uint8_t> room, std::shared_ptr<Completion> completion);
    /// Takes a transfer back: it ends with -ECONNRESET, unless it has ended.
    void unlink(std::uint32_t number);
    /// As if the server had ended the connection.
    void breakOff();

private:
    struct Pending
    {
        std::span<std::uint8_t> room;
        std::shared_ptr<Completion> completion;
    };
    void run();
    bool receive();
    bool receiveReply(const UrbHeader &header);
    std::shared_ptr<Completion> take(std::uint32_t number);

    const int m_socket;
    const std::function<void()> m_lost;
    std::thread m_thread;
    std::atomic<std::uint32_t> m_number = 0;
    std::mutex m_sending; ///< guards the order of what is sent
    std::mutex m_mutex;   // guards everything below
    std::map<std::uint32_t, Pending> m_pending;
    std::map<std::uint32_t, std::uint32_t> m_unlinks; ///< by the number of the request: which transfer it takes back
    bool m_dead = false;
    bool m_closing = false;
};

} // namespace mv::vcam::usbip
