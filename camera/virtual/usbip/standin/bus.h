// SPDX-License-Identifier: GPL-3.0-or-later
// The emulated buses of this process: who is plugged in.
#pragma once

#include "camera/virtual/usbip/standin/plug.h"

#include <chrono>
#include <mutex>
#include <set>
#include <thread>

struct libusb_context;

namespace mv::vcam::usbip {

/// Two root hubs, one a speed, as a USB 3 host controller has them, and a port for each socket that MV_VIRTUAL_USB
/// names (separated by colons). Looks for servers and for their end while there is a context: a thread of its own, ten
/// times a second as long as somebody is missing. Thread: any.
class Bus
{
public:
    static Bus &instance();

    /// The context is told of what comes and goes from now on.
    void add(libusb_context *context);
    void remove(libusb_context *context);

    /// Who is there, after a look.
    std::vector<std::shared_ptr<const Plug>> scan();
    /// The connection to a device has ended: it may have gone.
    void lookAfter();

private:
    struct Port
    {
        std::string socket;
        std::uint8_t number = 0;
        std::shared_ptr<const Plug> plug;                ///< none: nobody is there
        int watch = -1;                                  ///< a connection whose end is the device's
        std::chrono::steady_clock::time_point nextTry{}; ///< not before; long after a server that said nothing
    };

    Bus();
    void run();
    void scanPorts();
    bool looksGone(const Port &port) const;
    void plug(Port &port);
    void unplug(Port &port);
    void wake() const;

    std::mutex m_mutex; // guards everything below
    std::vector<std::shared_ptr<const Plug>> m_hubs;
    std::vector<Port> m_ports;
    std::set<libusb_context *> m_contexts;
    unsigned m_lastAddress = 1; ///< of a device; root hubs have 1
    bool m_quit = false;
    int m_wake = -1;
    std::thread m_thread;
    std::mutex m_threadMutex; ///< guards m_thread's coming and going; taken before m_mutex
};

} // namespace mv::vcam::usbip
