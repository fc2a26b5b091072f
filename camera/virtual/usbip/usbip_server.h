// SPDX-License-Identifier: GPL-3.0-or-later
// A bus of one socket: a USB device for whoever connects to a Unix socket.
#pragma once

#include "camera/virtual/usbip/usbip_connection.h"

#include <atomic>
#include <list>
#include <thread>

namespace mv::vcam::usbip {

/// Serves one device to any number of clients at a Unix socket that only its owner may use (mode 0600). Being unplugged
/// means that the socket is gone and every connection ends. Threads of its own: one, and one a connection. Thread of
/// the functions here: one.
class UsbipServer
{
public:
    /// The function must outlive the server.
    UsbipServer(u3v::UsbFunction &function, std::string path);
    ~UsbipServer();

    /// A sentence saying why not, or nothing. A socket that a killed server left behind is replaced. Serves from then
    /// on until stop(), which removes the socket.
    std::optional<std::string> start();
    void stop();

    const std::string &path() const { return m_path; }

private:
    struct Client
    {
        std::shared_ptr<UsbipConnection> connection;
        std::thread thread;
        std::shared_ptr<std::atomic<bool>> done;
    };

    std::optional<std::string> listen();
    void run();
    void accept();
    void removeEnded();
    void plug();
    void unplug();
    void endClients();
    void wish(std::chrono::milliseconds away);
    void wake();

    u3v::UsbFunction &m_function;
    const std::string m_path;
    Claims m_claims;
    Attachment m_attachment;
    std::list<Client> m_clients;
    int m_listener = -1;
    int m_wake = -1;
    std::atomic<bool> m_quit = false;
    std::atomic<std::int64_t> m_wishMs = -1; ///< how long to be away; negative: no wish
    std::thread m_thread;
};

/// Where the socket of a camera is unless told otherwise: in XDG_RUNTIME_DIR, or in /tmp.
std::string defaultSocketPath(const std::string &serial);

} // namespace mv::vcam::usbip
