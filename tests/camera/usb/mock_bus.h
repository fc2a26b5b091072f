// SPDX-License-Identifier: GPL-3.0-or-later
// USB buses as a test wants them: the unmodified libusb sees them through umockdev.
#pragma once

#include "usb_descriptors.h"

#include <umockdev.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>

struct usbdevfs_urb;

namespace mv::test {

/// A camera to be plugged in.
struct MockCamera
{
    std::string serial = "M0001";
    std::string guid = "120900M0001";
    std::string vendor = "Mock";
    std::string model = "Eye";
    int speed = 5000; ///< Mbit/s
    /// What READMEM finds, by address; elsewhere the camera refuses. Empty: it stalls its bulk endpoints.
    std::map<std::uint64_t, UsbBytes> memory = {};
};

/// Everything below /sys and /dev/bus/usb of this process. Answers control requests for strings, and GenCP reads from a
/// camera's memory. The program must run with libumockdev-preload.so.0 preloaded. Thread: one; requests are answered in
/// umockdev's.
class MockBus
{
public:
    MockBus();
    virtual ~MockBus();
    MockBus(const MockBus &) = delete;
    MockBus &operator=(const MockBus &) = delete;

    /// A host controller with one root hub, whose bus it is.
    void addController(const std::string &pciName, int bus, int speed);
    /// A hub at @p port ("1", "1.2") of @p bus.
    void addHub(int bus, const std::string &port, int speed, const std::string &product);
    /// Arrives, with uevent. Its number on the bus.
    int plug(int bus, const std::string &port, const MockCamera &camera);
    /// Leaves: what is pending fails, then everything does, then the uevent.
    void unplug(int bus, const std::string &port);
    /// Another program, or a driver, has claimed @p interface.
    void setDriver(int bus, const std::string &port, int interface, const std::string &driver);
    /// The file that libusb opens.
    std::string node(int bus, const std::string &port) const;
    void writeFile(const std::string &path, const std::string &text);
    /// errno that SUBMITURB answers from now on; 0 = none.
    void failSubmit(int error) { m_submitError = error; }
    /// Somebody else has claimed the interfaces: claims answer EBUSY.
    void setForeignClaims(bool on) { m_foreignClaims = on; }

private:
    struct Device
    {
        std::string path; // in /sys
        std::string node;
        UsbBytes descriptors;
        MockCamera camera;
        bool gone = false;
        UsbBytes acknowledge = {};                   // of the last command, until it is fetched
        std::map<int, UMockdevIoctlClient *> claims; // by interface
    };
    struct Client
    {
        std::deque<usbdevfs_urb *> done;
    };

    static gboolean handleIoctl(UMockdevIoctlBase *, UMockdevIoctlClient *client, gpointer self);
    static void vanished(UMockdevIoctlBase *, UMockdevIoctlClient *client, gpointer self);
    long answer(UMockdevIoctlClient *client, unsigned long request, void *argument, int &error);
    long claim(Device &device, UMockdevIoctlClient *client, int interface, int &error);
    long submit(Device &device, UMockdevIoctlClient *client, usbdevfs_urb *urb, int &error);
    static int bulk(Device &device, const usbdevfs_urb &urb, int &status);
    int control(const Device &device, std::uint8_t *setup, int room) const;
    std::string add(const std::string &parent, const std::string &name, int bus, int number, int speed,
                    const UsbBytes &descriptors, const MockCamera *names, const std::string &more = {});
    std::string pathOf(int bus, const std::string &port) const;

    UMockdevTestbed *m_testbed;
    UMockdevIoctlBase *m_handler;
    std::map<int, std::string> m_roots; // bus -> path
    std::map<int, int> m_lastNumber;
    std::atomic<int> m_submitError = 0;
    std::atomic<bool> m_foreignClaims = false;
    mutable std::mutex m_mutex;              // guards all below
    std::map<std::string, Device> m_devices; // by node
    std::map<std::string, std::string> m_at; // "1-2.3" -> node
    std::map<UMockdevIoctlClient *, Client> m_clients;
};

/// Gives up root for good, so that permissions mean something. Before the first MockBus. False if that cannot be done.
bool becomeNobody();

} // namespace mv::test
