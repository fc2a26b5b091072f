// SPDX-License-Identifier: GPL-3.0-or-later
// USB buses as a test wants them: the unmodified libusb sees them through umockdev.
#include "mock_bus.h"

#include <linux/usbdevice_fs.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <sys/ioctl.h>
#include <unistd.h>

namespace mv::test {

namespace {

std::string place(int bus, const std::string &port)
{
    return std::to_string(bus) + "-" + port;
}

std::string nodeName(int bus, int number)
{
    char text[40];
    std::snprintf(text, sizeof text, "/dev/bus/usb/%03d/%03d", bus, number);
    return text;
}

std::string hex(const UsbBytes &bytes)
{
    std::string text;
    char digits[3];
    for (const std::uint8_t byte : bytes) {
        std::snprintf(digits, sizeof digits, "%02X", unsigned(byte));
        text += digits;
    }
    return text;
}

/// String descriptor 0 lists the languages; the others are UTF-16.
UsbBytes stringDescriptor(const MockCamera &camera, int index)
{
    const std::string texts[] = {"", camera.vendor, camera.model, camera.serial, camera.guid};
    UsbBytes bytes{2, 3};
    if (index == 0) {
        bytes.insert(bytes.end(), {0x09, 0x04});
    } else if (index < 5) {
        for (const char letter : texts[index])
            bytes.insert(bytes.end(), {std::uint8_t(letter), 0});
    }
    bytes[0] = std::uint8_t(bytes.size());
    return bytes;
}

} // namespace

bool becomeNobody()
{
    constexpr uid_t nobody = 65534;
    return ::geteuid() != 0 || (::setresgid(nobody, nobody, nobody) == 0 && ::setresuid(nobody, nobody, nobody) == 0);
}

MockBus::MockBus() : m_testbed(umockdev_testbed_new()), m_handler(umockdev_ioctl_base_new())
{
    g_signal_connect(m_handler, "handle-ioctl", G_CALLBACK(handleIoctl), this);
    g_signal_connect(m_handler, "client-vanished", G_CALLBACK(vanished), this);
}

MockBus::~MockBus()
{
    for (const auto &[node, device] : m_devices)
        umockdev_testbed_detach_ioctl(m_testbed, node.c_str(), nullptr);
    g_object_unref(m_handler);
    g_object_unref(m_testbed);
}

void MockBus::addController(const std::string &pciName, int bus, int speed)
{
    const std::string pci = "/sys/devices/pci0000:00/" + pciName;
    umockdev_testbed_add_device(m_testbed, "pci", ("pci0000:00/" + pciName).c_str(), nullptr, nullptr, nullptr);
    umockdev_testbed_set_attribute_link(m_testbed, pci.c_str(), "driver", "../../../bus/pci/drivers/xhci_hcd");
    MockCamera names;
    names.vendor = "Linux";
    names.model = "xHCI Host Controller";
    names.serial = pciName;
    m_roots[bus] = add(pci, "usb" + std::to_string(bus), bus, 1, speed, hubDescriptors(), &names);
    m_lastNumber[bus] = 1;
}

void MockBus::addHub(int bus, const std::string &port, int speed, const std::string &product)
{
    MockCamera names;
    names.model = product;
    const std::string path = pathOf(bus, port);
    add(path.substr(0, path.rfind('/')), place(bus, port), bus, ++m_lastNumber[bus], speed, hubDescriptors(), &names);
}

int MockBus::plug(int bus, const std::string &port, const MockCamera &camera)
{
    const int number = ++m_lastNumber[bus];
    const std::string path = pathOf(bus, port);
    std::string interfaces;
    for (int interface = 0; interface < 3; ++interface)
        interfaces += "\nP: " + path.substr(4) + "/" + place(bus, port) + ":1." + std::to_string(interface) +
                      "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n";
    add(path.substr(0, path.rfind('/')), place(bus, port), bus, number, camera.speed,
        cameraDescriptors(camera.speed >= 5000), &camera, interfaces);
    return number;
}

void MockBus::unplug(int bus, const std::string &port)
{
    const std::string path = pathOf(bus, port);
    std::string node;
    {
        const std::lock_guard lock(m_mutex);
        node = m_at.at(place(bus, port));
        m_devices.at(node).gone = true;
        m_at.erase(place(bus, port));
    }
    umockdev_testbed_uevent(m_testbed, path.c_str(), "remove");
    for (int interface = 0; interface < 3; ++interface)
        umockdev_testbed_remove_device(m_testbed,
                                       (path + "/" + place(bus, port) + ":1." + std::to_string(interface)).c_str());
    umockdev_testbed_remove_device(m_testbed, path.c_str());
}

void MockBus::setDriver(int bus, const std::string &port, int interface, const std::string &driver)
{
    const std::string path = pathOf(bus, port) + "/" + place(bus, port) + ":1." + std::to_string(interface);
    umockdev_testbed_set_attribute_link(m_testbed, path.c_str(), "driver", ("../../bus/usb/drivers/" + driver).c_str());
}

std::string MockBus::node(int bus, const std::string &port) const
{
    const std::lock_guard lock(m_mutex);
    gchar *root = umockdev_testbed_get_root_dir(m_testbed);
    const std::string path = root + m_at.at(place(bus, port));
    g_free(root);
    return path;
}

void MockBus::writeFile(const std::string &path, const std::string &text)
{
    gchar *root = umockdev_testbed_get_root_dir(m_testbed);
    const std::string full = root + path;
    g_free(root);
    g_mkdir_with_parents(full.substr(0, full.rfind('/')).c_str(), 0755);
    std::ofstream(full) << text;
}

/// "/sys/devices/…/usb1/1-1/1-1.2"
std::string MockBus::pathOf(int bus, const std::string &port) const
{
    std::string path = m_roots.at(bus);
    for (std::size_t end = port.find('.');; end = port.find('.', end + 1)) {
        path += "/" + place(bus, port.substr(0, end));
        if (end == std::string::npos)
            return path;
    }
}

std::string MockBus::add(const std::string &parent, const std::string &name, int bus, int number, int speed,
                         const UsbBytes &descriptors, const MockCamera *names, const std::string &more)
{
    const std::string path = parent + "/" + name;
    const std::string node = nodeName(bus, number);
    const std::string text = "P: " + path.substr(4) + "\nN: " + node.substr(5) + "\nE: DEVNAME=" + node +
                             "\nE: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: MAJOR=189\nE: MINOR=" +
                             std::to_string((bus - 1) * 128 + number - 1) + "\nE: BUSNUM=" + std::to_string(bus) +
                             "\nE: DEVNUM=" + std::to_string(number) +
                             "\nA: bConfigurationValue=1\\n\nA: busnum=" + std::to_string(bus) +
                             "\\n\nA: devnum=" + std::to_string(number) + "\\n\nA: speed=" + std::to_string(speed) +
                             "\\n\nA: manufacturer=" + names->vendor + "\\n\nA: product=" + names->model +
                             "\\n\nA: serial=" + names->serial + "\\n\nH: descriptors=" + hex(descriptors) + "\n";
    {
        const std::lock_guard lock(m_mutex);
        m_devices[node] = {
            .path = path, .node = node, .descriptors = descriptors, .camera = *names, .gone = false, .claims = {}};
        m_at[name] = node;
    }
    // First, because adding tells the world of the device.
    GError *error = nullptr;
    if (!umockdev_testbed_attach_ioctl(m_testbed, node.c_str(), m_handler, &error) ||
        !umockdev_testbed_add_from_string(m_testbed, (text + more).c_str(), &error))
        throw std::runtime_error(error->message);
    return path;
}

void MockBus::vanished(UMockdevIoctlBase *, UMockdevIoctlClient *client, gpointer self)
{
    auto *bus = static_cast<MockBus *>(self);
    const std::lock_guard lock(bus->m_mutex);
    bus->m_clients.erase(client);
    for (auto &[node, device] : bus->m_devices)
        std::erase_if(device.claims, [client](const auto &claim) { return claim.second == client; });
}

gboolean MockBus::handleIoctl(UMockdevIoctlBase *, UMockdevIoctlClient *client, gpointer self)
{
    // The client is this very process, so its pointers can be followed.
    UMockdevIoctlData *data = umockdev_ioctl_client_get_arg(client);
    void *argument = *reinterpret_cast<void **>(data->data);
    int error = 0;
    const long result =
        static_cast<MockBus *>(self)->answer(client, umockdev_ioctl_client_get_request(client), argument, error);
    umockdev_ioctl_client_complete(client, result, error);
    return TRUE;
}

long MockBus::answer(UMockdevIoctlClient *client, unsigned long request, void *argument, int &error)
{
    const std::lock_guard lock(m_mutex);
    Device &device = m_devices.at(umockdev_ioctl_client_get_devnode(client));
    if (device.gone && request != USBDEVFS_REAPURBNDELAY) {
        error = ENODEV;
        return -1;
    }
    switch (request) {
    case USBDEVFS_GET_CAPABILITIES:
        *static_cast<std::uint32_t *>(argument) = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                                                  USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
        return 0;
    case USBDEVFS_CLAIMINTERFACE:
        return claim(device, client, int(*static_cast<unsigned *>(argument)), error);
    case USBDEVFS_DISCONNECT_CLAIM:
        return claim(device, client, int(static_cast<usbdevfs_disconnect_claim *>(argument)->interface), error);
    case USBDEVFS_RELEASEINTERFACE:
        device.claims.erase(int(*static_cast<unsigned *>(argument)));
        return 0;
    case USBDEVFS_CLEAR_HALT:
        return 0;
    case USBDEVFS_SUBMITURB:
        return submit(device, client, static_cast<usbdevfs_urb *>(argument), error);
    case USBDEVFS_DISCARDURB:
        error = EINVAL; // it was completed at once
        return -1;
    case USBDEVFS_REAPURBNDELAY: {
        auto &done = m_clients[client].done;
        if (done.empty()) {
            error = device.gone ? ENODEV : EAGAIN;
            return -1;
        }
        *static_cast<usbdevfs_urb **>(argument) = done.front();
        done.pop_front();
        return 0;
    }
    default:
        error = ENOTTY;
        return -1;
    }
}

long MockBus::claim(Device &device, UMockdevIoctlClient *client, int interface, int &error)
{
    const auto holder = device.claims.find(interface);
    if (m_foreignClaims || (holder != device.claims.end() && holder->second != client)) {
        error = EBUSY;
        return -1;
    }
    device.claims[interface] = client;
    return 0;
}

long MockBus::submit(Device &device, UMockdevIoctlClient *client, usbdevfs_urb *urb, int &error)
{
    if (m_submitError != 0 && urb->type == USBDEVFS_URB_TYPE_BULK) {
        error = m_submitError;
        return -1;
    }
    int status = -EPIPE;
    const int transferred = urb->type == USBDEVFS_URB_TYPE_BULK ? bulk(device, *urb, status) : 0;
    urb->status = status;
    urb->actual_length = transferred;
    if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
        const int length = control(device, static_cast<std::uint8_t *>(urb->buffer), urb->buffer_length);
        urb->status = length < 0 ? -EPIPE : 0;
        urb->actual_length = std::max(length, 0);
    }
    m_clients[client].done.push_back(urb);
    return 0;
}

/// One command at a time, as GenCP wants it. What was transferred; @p status is 0 or a negative errno.
int MockBus::bulk(Device &device, const usbdevfs_urb &urb, int &status)
{
    constexpr std::size_t header = 12;
    auto *bytes = static_cast<std::uint8_t *>(urb.buffer);
    if (device.camera.memory.empty() || (urb.endpoint == 0x81 && device.acknowledge.empty()))
        return 0;
    status = 0;
    if (urb.endpoint == 0x81) {
        const auto length = std::min(device.acknowledge.size(), std::size_t(urb.buffer_length));
        std::copy_n(device.acknowledge.begin(), length, bytes);
        device.acknowledge.clear();
        return int(length);
    }
    std::uint64_t address = 0;
    std::uint16_t size = 0;
    std::memcpy(&address, bytes + header, sizeof address);
    std::memcpy(&size, bytes + header + 10, sizeof size);
    device.acknowledge.assign(bytes, bytes + header);
    device.acknowledge[4] = device.acknowledge[5] = 0;
    device.acknowledge[6] = 0x01; // READMEM_ACK
    auto region = device.camera.memory.upper_bound(address);
    const bool before = region == device.camera.memory.begin();
    const std::uint64_t offset = before ? 0 : address - (--region)->first;
    if (before || offset + size > region->second.size()) {
        device.acknowledge[4] = 0x03; // 0x8003 INVALID_ADDRESS
        device.acknowledge[5] = 0x80;
        size = 0;
    }
    std::memcpy(device.acknowledge.data() + 8, &size, sizeof size);
    if (size > 0)
        device.acknowledge.insert(device.acknowledge.end(), region->second.begin() + std::ptrdiff_t(offset),
                                  region->second.begin() + std::ptrdiff_t(offset + size));
    return urb.buffer_length;
}

/// The data stage goes behind the 8 bytes of setup. Its length; -1: stalled.
int MockBus::control(const Device &device, std::uint8_t *setup, int room) const
{
    const bool isString = setup[0] == 0x80 && setup[1] == 6 && setup[3] == 3;
    if (!isString)
        return setup[0] == 0x02 ? 0 : -1; // SET_FEATURE of an endpoint
    const UsbBytes text = stringDescriptor(device.camera, setup[2]);
    const int wanted = setup[6] | setup[7] << 8;
    const int length = std::min({int(text.size()), wanted, room - 8});
    std::memcpy(setup + 8, text.data(), std::size_t(length));
    return length;
}

} // namespace mv::test
