// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the look for a screen.
#include "app/viewer/display_probe.h"

#include <QByteArray>
#include <QLibrary>

#include <algorithm>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace mv {
namespace {

/// QT_QPA_PLATFORM is a list: "xcb:option;offscreen" falls back to the second.
bool namesAnotherPlatform(const QByteArray &platforms)
{
    const auto names = platforms.split(';');
    return std::any_of(names.begin(), names.end(), [](const QByteArray &name) {
        return !name.trimmed().isEmpty() && !name.startsWith("xcb") && !name.startsWith("wayland");
    });
}

// Qt's own way, authority file and all: through the library that its xcb plugin has to load, too.
bool takesX11()
{
    struct Connection; // xcb_connection_t
    QLibrary xcb(QStringLiteral("xcb"), 1);
    const auto connect = reinterpret_cast<Connection *(*)(const char *, int *)>(xcb.resolve("xcb_connect"));
    const auto hasError = reinterpret_cast<int (*)(Connection *)>(xcb.resolve("xcb_connection_has_error"));
    const auto disconnect = reinterpret_cast<void (*)(Connection *)>(xcb.resolve("xcb_disconnect"));
    if (!connect || !hasError || !disconnect)
        return true;                                    // cannot tell, so Qt has to
    Connection *connection = connect(nullptr, nullptr); // never null; to be freed even if it failed
    const bool good = hasError(connection) == 0;
    disconnect(connection);
    return good;
}

// wl_display_connect(3): WAYLAND_SOCKET is an open descriptor; WAYLAND_DISPLAY a path, or a name in XDG_RUNTIME_DIR.
bool takesWayland()
{
    if (qEnvironmentVariableIsSet("WAYLAND_SOCKET"))
        return true;
    QByteArray path = qgetenv("WAYLAND_DISPLAY");
    if (path.isEmpty())
        return false;
    if (!path.startsWith('/'))
        path = qgetenv("XDG_RUNTIME_DIR") + '/' + path;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (static_cast<std::size_t>(path.size()) >= sizeof address.sun_path)
        return false;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool good = fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    if (fd >= 0)
        ::close(fd);
    return good;
}

} // namespace

bool hasDisplay()
{
    const QByteArray platforms = qgetenv("QT_QPA_PLATFORM");
    if (namesAnotherPlatform(platforms))
        return true;
    const bool onlyX11 = platforms.startsWith("xcb") && !platforms.contains("wayland");
    return takesX11() || (!onlyX11 && takesWayland());
}

} // namespace mv
