// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for servers.
#include "camera/virtual/usbip/standin/bus.h"

#include "camera/virtual/usbip/standin/context.h"
#include "camera/virtual/usbip/usbip_packet.h"

#include <cstdlib>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::vcam::usbip {

namespace {

constexpr unsigned kHighSpeedBus = 1, kSuperSpeedBus = 2;
constexpr int kRetryMs = 100;
constexpr std::chrono::seconds kSilence{1}, kPause{10};
constexpr std::uint16_t kLongestDescriptor = 4096;

std::shared_ptr<const Plug> rootHub(unsigned bus)
{
    const bool super = bus == kSuperSpeedBus;
    auto hub = std::make_shared<Plug>();
    hub->bus = bus;
    hub->address = 1;
    hub->speed = super ? LIBUSB_SPEED_SUPER : LIBUSB_SPEED_HIGH;
    // 1d6b is the Linux Foundation, whose root hubs these are on every computer.
    hub->device = {18,
                   1,
                   0,
                   std::uint8_t(super ? 3 : 2),
                   9,
                   0,
                   std::uint8_t(super ? 3 : 1),
                   std::uint8_t(super ? 9 : 64),
                   0x6B,
                   0x1D,
                   std::uint8_t(super ? 3 : 2),
                   0,
                   0,
                   6,
                   0,
                   0,
                   0,
                   1};
    hub->configuration = {9, 2, 25, 0, 1, 1, 0, 0xE0, 0, 9, 4, 0, 0, 1, 9, 0, 0, 0, 7, 5, 0x81, 3, 4, 0, 12};
    return hub;
}

std::vector<std::string> socketsOfEnvironment()
{
    const char *value = std::getenv("MV_VIRTUAL_USB");
    std::string list = value ? value : "";
    std::vector<std::string> sockets;
    while (!list.empty()) {
        const auto length = std::min(list.find(':'), list.size());
        if (length > 0)
            sockets.push_back(list.substr(0, length));
        list.erase(0, length + 1);
    }
    return sockets;
}

} // namespace

// Never destroyed: programs may end while their threads still use it.
Bus &Bus::instance()
{
    static Bus *bus = new Bus;
    return *bus;
}

Bus::Bus() : m_hubs{rootHub(kHighSpeedBus), rootHub(kSuperSpeedBus)}, m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    for (std::string &socket : socketsOfEnvironment())
        m_ports.push_back({std::move(socket), std::uint8_t(m_ports.size() + 1), nullptr});
}

void Bus::wake() const
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
}

void Bus::add(libusb_context *context)
{
    const std::lock_guard threadLock(m_threadMutex);
    const std::lock_guard lock(m_mutex);
    scanPorts(); // before the context is known: what is there already is no news
    m_contexts.insert(context);
    if (!m_thread.joinable()) {
        m_quit = false;
        m_thread = std::thread([this] { run(); });
    }
}

void Bus::remove(libusb_context *context)
{
    const std::lock_guard threadLock(m_threadMutex);
    std::unique_lock lock(m_mutex);
    m_contexts.erase(context);
    if (!m_contexts.empty() || !m_thread.joinable())
        return;
    m_quit = true;
    lock.unlock();
    wake();
    m_thread.join();
    m_thread = {};
}

std::vector<std::shared_ptr<const Plug>> Bus::scan()
{
    const std::lock_guard lock(m_mutex);
    scanPorts();
    auto plugs = m_hubs;
    for (const Port &port : m_ports) {
        if (port.plug)
            plugs.push_back(port.plug);
    }
    return plugs;
}

void Bus::lookAfter()
{
    const std::lock_guard lock(m_mutex);
    scanPorts();
}

void Bus::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_quit) {
        std::vector<pollfd> fds{{m_wake, POLLIN, 0}};
        bool missing = false;
        for (const Port &port : m_ports) {
            fds.push_back({port.watch, POLLIN, 0}); // a negative descriptor is passed over
            missing = missing || !port.plug;
        }
        lock.unlock();
        ::poll(fds.data(), nfds_t(fds.size()), missing ? kRetryMs : -1);
        std::uint64_t count = 0;
        [[maybe_unused]] const auto drained = ::read(m_wake, &count, sizeof count);
        lock.lock();
        if (!m_quit)
            scanPorts();
    }
}

void Bus::scanPorts()
{
    for (Port &port : m_ports) {
        if (port.plug && looksGone(port))
            unplug(port);
        if (!port.plug && std::chrono::steady_clock::now() >= port.nextTry)
            plug(port);
    }
}

bool Bus::looksGone(const Port &port) const
{
    char byte = 0;
    const ssize_t count = ::recv(port.watch, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

void Bus::plug(Port &port)
{
    DeviceEntry entry;
    const auto begin = std::chrono::steady_clock::now();
    const int socket = importDevice(port.socket, entry);
    if (socket < 0) {
        // Somebody else's socket, who accepts and says nothing: the others need not wait for it each time.
        const auto end = std::chrono::steady_clock::now();
        if (end - begin > kSilence)
            port.nextTry = end + kPause;
        return;
    }
    const bool super = entry.speed >= 5;
    auto plug = std::make_shared<Plug>();
    plug->socket = port.socket;
    plug->bus = super ? kSuperSpeedBus : kHighSpeedBus;
    plug->ports = {port.number};
    plug->speed = super ? LIBUSB_SPEED_SUPER : LIBUSB_SPEED_HIGH;
    plug->parent = m_hubs[plug->bus - 1];
    plug->device = fetchDescriptor(socket, LIBUSB_DT_DEVICE, LIBUSB_DT_DEVICE_SIZE);
    plug->configuration = fetchDescriptor(socket, LIBUSB_DT_CONFIG, kLongestDescriptor);
    if (plug->device.size() != LIBUSB_DT_DEVICE_SIZE || plug->configuration.size() < LIBUSB_DT_CONFIG_SIZE) {
        ::close(socket);
        return;
    }
    constexpr unsigned kLastAddress = 127;
    m_lastAddress = m_lastAddress == kLastAddress ? 2 : m_lastAddress + 1;
    plug->address = m_lastAddress;
    port.watch = socket;
    port.plug = std::move(plug);
    for (libusb_context *context : m_contexts)
        context->arrived(port.plug);
    wake(); // for the thread to watch it
}

void Bus::unplug(Port &port)
{
    ::close(port.watch);
    port.watch = -1;
    port.plug->present = false;
    for (libusb_context *context : m_contexts)
        context->left(port.plug);
    port.plug.reset();
    wake();
}

} // namespace mv::vcam::usbip
