// SPDX-License-Identifier: GPL-3.0-or-later
// Listening, and being plugged in and out.
#include "camera/virtual/usbip/usbip_server.h"

#include <cstdlib>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace mv::vcam::usbip {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 16;
constexpr auto kRetry = milliseconds(100); // to get the socket back
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

sockaddr_un addressOf(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

bool isSocket(const std::string &path)
{
    struct stat status
    {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

/// Whether somebody answers there.
bool isServed(const std::string &path)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = addressOf(path);
    const bool served = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(socket);
    return served;
}

} // namespace

std::string defaultSocketPath(const std::string &serial)
{
    const char *folder = std::getenv("XDG_RUNTIME_DIR");
    if (folder && *folder)
        return std::string(folder) + "/mv-virtual-usb-" + serial;
    return "/tmp/mv-virtual-usb-" + std::to_string(::getuid()) + "-" + serial;
}

UsbipServer::UsbipServer(u3v::UsbFunction &function, std::string path) : m_function(function), m_path(std::move(path))
{}

UsbipServer::~UsbipServer()
{
    stop();
    if (m_wake >= 0)
        ::close(m_wake);
}

std::optional<std::string> UsbipServer::start()
{
    if (m_path.empty() || m_path.size() >= sizeof(sockaddr_un::sun_path) || m_path.find(':') != std::string::npos)
        return "'" + m_path + "' cannot be the name of a socket: it must have 1 to " +
               std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
               " characters, none of them ':'; choose another --socket";
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (auto problem = listen())
        return problem;
    m_function.onUnplugWish([this](milliseconds away) { wish(away); });
    plug();
    m_thread = std::thread([this] { run(); });
    return std::nullopt;
}

std::optional<std::string> UsbipServer::listen()
{
    if (isSocket(m_path)) {
        if (isServed(m_path))
            return m_path + " is in use: another camera runs there; end it, or choose another --socket";
        ::unlink(m_path.c_str());
    }
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ::fchmod(listener, kOwnerOnly); // what bind() makes of it, from the first moment on
    const sockaddr_un address = addressOf(m_path);
    if (::bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::chmod(m_path.c_str(), kOwnerOnly) != 0 || ::listen(listener, kBacklog) != 0) {
        const int error = errno;
        ::close(listener);
        if (error == EADDRINUSE)
            return m_path + " exists and is no socket; choose another --socket";
        return "cannot make the socket " + m_path + ": " + std::strerror(error) + "; choose another --socket";
    }
    m_listener = listener;
    return std::nullopt;
}

void UsbipServer::plug()
{
    m_function.plugged();
    m_attachment.identity = m_function.identity();
    ++m_attachment.number; // 1 is the root hub
}

void UsbipServer::stop()
{
    if (!m_thread.joinable())
        return;
    m_function.onUnplugWish({});
    m_quit = true;
    wake();
    m_thread.join();
}

void UsbipServer::wish(milliseconds away)
{
    m_wishMs = away.count();
    wake();
}

void UsbipServer::wake()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
}

void UsbipServer::run()
{
    std::optional<Clock::time_point> back; ///< when to be plugged in again
    while (!m_quit) {
        pollfd fds[] = {{m_wake, POLLIN, 0}, {m_listener, POLLIN, 0}}; // a negative descriptor is passed over
        const auto wait = back ? std::chrono::ceil<milliseconds>(*back - Clock::now()).count() : -1;
        ::poll(fds, 2, int(back ? std::max<std::int64_t>(wait, 0) : -1));
        std::uint64_t count = 0;
        [[maybe_unused]] const auto drained = ::read(m_wake, &count, sizeof count);
        if (const std::int64_t away = m_wishMs.exchange(-1); away >= 0) {
            unplug();
            back = Clock::now() + milliseconds(away);
        } else if (back && Clock::now() >= *back) {
            plug();
            back = listen() ? std::optional(Clock::now() + kRetry) : std::nullopt;
        } else if (fds[1].revents && m_listener >= 0) {
            accept();
        }
        removeEnded();
    }
    unplug();
}

void UsbipServer::accept()
{
    const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0)
        return;
    Client client;
    client.connection = std::make_shared<UsbipConnection>(socket, m_function, m_claims, m_attachment);
    client.done = std::make_shared<std::atomic<bool>>(false);
    client.thread = std::thread([this, connection = client.connection, done = client.done] {
        connection->run();
        *done = true;
        wake();
    });
    m_clients.push_back(std::move(client));
}

void UsbipServer::removeEnded()
{
    for (auto it = m_clients.begin(); it != m_clients.end();) {
        if (*it->done) {
            it->thread.join();
            it = m_clients.erase(it);
        } else {
            ++it;
        }
    }
}

void UsbipServer::endClients()
{
    for (Client &client : m_clients)
        client.connection->shutDown();
    for (Client &client : m_clients)
        client.thread.join();
    m_clients.clear();
}

void UsbipServer::unplug()
{
    if (m_listener >= 0) {
        ::unlink(m_path.c_str());
        ::close(std::exchange(m_listener, -1));
    }
    endClients();
    m_function.unplugged();
}

} // namespace mv::vcam::usbip
