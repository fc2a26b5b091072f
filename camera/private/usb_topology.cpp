// SPDX-License-Identifier: GPL-3.0-or-later
// Where a USB device hangs, as libusb and sysfs tell (Linux: Documentation/ABI/stable/sysfs-bus-usb).
#include "camera/private/usb_topology.h"

#include "camera/private/usb_handles.h"

#include <array>
#include <climits>
#include <cstdlib>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mv {

namespace {

constexpr int deepest = 7; // USB 3.2, 10.1: at most five hubs between root and device

/// First line of a file; empty if it cannot be read.
std::string firstLine(const std::string &path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::string baseName(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

/// Name of what the link @p path points to; empty if it is none.
std::string linkedName(const std::string &path)
{
    std::array<char, PATH_MAX> target{};
    const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
    return length <= 0 ? std::string() : baseName(std::string(target.data(), std::size_t(length)));
}

std::string realPath(const std::string &path)
{
    std::array<char, PATH_MAX> resolved{};
    return ::realpath(path.c_str(), resolved.data()) ? std::string(resolved.data()) : std::string();
}

std::string deviceFolder(const QString &place)
{
    return "/sys/bus/usb/devices/" + place.toStdString();
}

UsbLink::Speed speedOf(libusb_device *device)
{
    switch (libusb_get_device_speed(device)) {
    case LIBUSB_SPEED_LOW:
        return UsbLink::Speed::Low;
    case LIBUSB_SPEED_FULL:
        return UsbLink::Speed::Full;
    case LIBUSB_SPEED_HIGH:
        return UsbLink::Speed::High;
    case LIBUSB_SPEED_SUPER:
        return UsbLink::Speed::Super;
    case LIBUSB_SPEED_SUPER_PLUS:
        return UsbLink::Speed::SuperPlus;
    default:
        return UsbLink::Speed::Unknown;
    }
}

/// Walks from the device up to its root hub, whose parent is the controller.
void readSysfs(UsbLink &link)
{
    std::string path = realPath(deviceFolder(usbPlaceName(link)));
    for (int depth = 0; depth < deepest && !path.empty(); ++depth) {
        path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
        const std::string name = baseName(path);
        const std::string product = firstLine(path + "/product");
        link.hubs.prepend(QString::fromStdString(product.empty() ? name : product));
        if (!name.starts_with("usb"))
            continue;
        path.resize(path.rfind('/'));
        const std::string driver = linkedName(path + "/driver");
        link.controller = QString::fromStdString(driver.empty() ? baseName(path) : driver + " " + baseName(path));
        return;
    }
    link.hubs.clear(); // no way up to a root hub: a tree that we do not understand
}

} // namespace

UsbLink usbLink(libusb_device *device)
{
    UsbLink link;
    link.bus = libusb_get_bus_number(device);
    link.number = libusb_get_device_address(device);
    link.speed = speedOf(device);
    std::array<std::uint8_t, deepest> ports{};
    const int count = libusb_get_port_numbers(device, ports.data(), int(ports.size()));
    for (int i = 0; i < count; ++i)
        link.port += (i == 0 ? QString() : QStringLiteral(".")) + QString::number(ports[std::size_t(i)]);
    readSysfs(link);
    return link;
}

QString usbPlaceName(const UsbLink &link)
{
    return QStringLiteral("%1-%2").arg(link.bus).arg(link.port.isEmpty() ? QStringLiteral("0") : link.port);
}

std::optional<bool> isInterfaceTaken(const QString &place, int interface)
{
    const std::string folder = deviceFolder(place);
    const std::string configuration = firstLine(folder + "/bConfigurationValue");
    if (configuration.empty())
        return std::nullopt;
    const std::string path = folder + ":" + configuration + "." + std::to_string(interface);
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return !linkedName(path + "/driver").empty();
}

QString usbAttribute(const QString &place, const char *name)
{
    return QString::fromStdString(firstLine(deviceFolder(place) + "/" + name)).trimmed();
}

std::optional<int> usbMemoryLimit()
{
    const std::string text = firstLine("/sys/module/usbcore/parameters/usbfs_memory_mb");
    bool ok = false;
    const int limit = QString::fromStdString(text).trimmed().toInt(&ok);
    return ok ? std::optional(limit) : std::nullopt;
}

} // namespace mv
