// SPDX-License-Identifier: GPL-3.0-or-later
// The finder and the opening on buses that umockdev shows to the unmodified libusb: arrivals, places, rights, claims.
#include "camera/camera.h"
#include "camera/event_log.h"
#include "camera/finder.h"
#include "camera/private/usb_discovery.h"
#include "camera/private/usb_topology.h"
#include "mock_bus.h"
#include "tests/camera/device/waiting.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTimer>

#include <cerrno>
#include <sys/stat.h>

using namespace mv;
using namespace mv::test;
using namespace std::chrono_literals;

namespace {

class UsbMockTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_bus.addController("0000:00:14.0", 1, 480);
        m_bus.addController("0000:00:15.0", 2, 5000);
        m_bus.addController("0000:00:16.0", 3, 5000);
    }

    static QList<DeviceInfo> usbOf(const QList<DeviceInfo> &devices)
    {
        QList<DeviceInfo> found;
        for (const DeviceInfo &device : devices) {
            if (device.transport == Transport::Usb)
                found << device;
        }
        return found;
    }
    QList<DeviceInfo> scan()
    {
        UsbDiscovery discovery([] {});
        return discovery.scan();
    }
    Error openingError(const DeviceInfo &info)
    {
        EventLog log;
        Camera camera(log);
        const auto opened = waited(camera.open(info));
        return opened ? Error{} : opened.error();
    }

    MockBus m_bus;
};

/// Runs the event loop until @p condition holds.
template<typename Condition> bool happens(Condition condition)
{
    QEventLoop loop;
    QTimer look;
    QTimer end;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] { condition() ? loop.quit() : void(); });
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    look.start(5);
    end.start(20'000);
    loop.exec();
    return condition();
}

} // namespace

TEST_F(UsbMockTest, ArrivalsAndRemovalsAreHeardWithoutAsking)
{
    Finder finder;
    QList<DeviceInfo> known;
    QObject::connect(&finder, &Finder::devicesChanged, &finder,
                     [&known](const QList<DeviceInfo> &devices) { known = usbOf(devices); });
    (void)finder.refresh().result(); // its thread is up
    EXPECT_TRUE(usbOf(finder.devices()).isEmpty());
    for (int round = 0; round < 3; ++round) {
        const int number = m_bus.plug(2, "1", {});
        ASSERT_TRUE(happens([&] { return known.size() == 1; })) << "round " << round;
        EXPECT_EQ(known[0].id, QStringLiteral("USB:Mock:M0001"));
        EXPECT_EQ(known[0].usb->number, number) << "each plugging in is another device";
        m_bus.unplug(2, "1");
        ASSERT_TRUE(happens([&] { return known.isEmpty(); })) << "round " << round;
    }
}

TEST_F(UsbMockTest, NamesAndPlace)
{
    m_bus.addHub(2, "3", 5000, "Desk Hub");
    m_bus.plug(2, "3.4", {});
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 1);
    const DeviceInfo &info = devices[0];
    EXPECT_EQ(info.transport, Transport::Usb);
    EXPECT_EQ(info.vendor, QStringLiteral("Mock"));
    EXPECT_EQ(info.model, QStringLiteral("Eye"));
    EXPECT_EQ(info.serial, QStringLiteral("M0001"));
    EXPECT_EQ(info.address, QStringLiteral("2-3.4"));
    EXPECT_EQ(info.access, DeviceAccess::Free);
    ASSERT_TRUE(info.usb.has_value());
    EXPECT_EQ(info.usb->guid, QStringLiteral("120900M0001"));
    EXPECT_EQ(info.usb->bus, 2);
    EXPECT_EQ(info.usb->port, QStringLiteral("3.4"));
    EXPECT_EQ(info.usb->speed, UsbLink::Speed::Super);
    EXPECT_EQ(info.usb->controller, QStringLiteral("xhci_hcd 0000:00:15.0"));
    EXPECT_EQ(info.usb->hubs, (QStringList{QStringLiteral("xHCI Host Controller"), QStringLiteral("Desk Hub")}));
    EXPECT_TRUE(warnings(*info.usb).isEmpty());
}

TEST_F(UsbMockTest, Usb3CameraBehindAUsb2Hub)
{
    m_bus.addHub(1, "2", 480, "Old Hub");
    m_bus.plug(1, "2.1", {.serial = "M0001", .guid = "G1", .vendor = "Mock", .model = "Eye", .speed = 480});
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 1);
    EXPECT_EQ(devices[0].usb->speed, UsbLink::Speed::High);
    const QStringList said = warnings(*devices[0].usb);
    ASSERT_EQ(said.size(), 1);
    EXPECT_TRUE(said[0].contains(QStringLiteral("480"))) << qPrintable(said[0]);
}

TEST_F(UsbMockTest, CamerasOnOneControllerShareIt)
{
    m_bus.plug(2, "1", {.serial = "A", .guid = "GA", .vendor = "Mock", .model = "Eye", .speed = 5000});
    m_bus.plug(2, "2", {.serial = "B", .guid = "GB", .vendor = "Mock", .model = "Eye", .speed = 5000});
    m_bus.plug(3, "1", {.serial = "C", .guid = "GC", .vendor = "Mock", .model = "Eye", .speed = 5000});
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 3);
    EXPECT_EQ(devices[0].usb->sharesWith, QStringList{displayName(devices[1])});
    EXPECT_EQ(devices[1].usb->sharesWith, QStringList{displayName(devices[0])});
    EXPECT_TRUE(devices[2].usb->sharesWith.isEmpty()) << "another controller";
    EXPECT_TRUE(warnings(*devices[0].usb).join(QString()).contains(displayName(devices[1])));
}

TEST_F(UsbMockTest, TwinsAreToldApartByTheirPlace)
{
    m_bus.plug(2, "1", {});
    m_bus.plug(3, "1", {});
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 2);
    EXPECT_EQ(devices[0].id, QStringLiteral("USB:Mock:M0001@2-1"));
    EXPECT_EQ(devices[1].id, QStringLiteral("USB:Mock:M0001@3-1"));
}

TEST_F(UsbMockTest, WithoutPermissionItIsListedAndTheRuleIsNamed)
{
    m_bus.plug(2, "1", {});
    ASSERT_EQ(::chmod(m_bus.node(2, "1").c_str(), 0), 0);
    auto devices = scan();
    ASSERT_EQ(devices.size(), 1);
    EXPECT_EQ(devices[0].access, DeviceAccess::NoPermission);
    EXPECT_EQ(devices[0].id, QStringLiteral("USB:Mock:M0001")) << "names come from sysfs then";
    const Error error = openingError(devices[0]);
    EXPECT_EQ(error.code, ErrorCode::NoPermission);
    EXPECT_TRUE(toText(error).contains(QStringLiteral("70-mv-viewer.rules"))) << qPrintable(toText(error));
    // The rule came, and the list is refreshed: nobody has to plug anything.
    ASSERT_EQ(::chmod(m_bus.node(2, "1").c_str(), 0600), 0);
    devices = scan();
    EXPECT_EQ(devices[0].access, DeviceAccess::Free);
    EXPECT_EQ(devices[0].usb->guid, QStringLiteral("120900M0001"));
}

TEST_F(UsbMockTest, TakenByAnotherProgram)
{
    m_bus.plug(2, "1", {});
    m_bus.setDriver(2, "1", 0, "usbfs");
    m_bus.setForeignClaims(true);
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 1);
    EXPECT_EQ(devices[0].access, DeviceAccess::InUse);
    const Error error = openingError(devices[0]);
    EXPECT_EQ(error.code, ErrorCode::DeviceInUse);
    EXPECT_TRUE(error.detail.contains(QStringLiteral("LIBUSB_ERROR_BUSY"))) << qPrintable(error.detail);
}

TEST_F(UsbMockTest, TheKernelsErrorsAreNamed)
{
    m_bus.plug(2, "1", {});
    const auto devices = scan();
    ASSERT_EQ(devices.size(), 1);
    m_bus.failSubmit(ENOMEM);
    Error error = openingError(devices[0]);
    EXPECT_EQ(error.code, ErrorCode::UsbSilent);
    EXPECT_TRUE(error.detail.contains(QStringLiteral("LIBUSB_ERROR_NO_MEM"))) << qPrintable(error.detail);
    m_bus.failSubmit(0); // now every bulk transfer stalls
    error = openingError(devices[0]);
    EXPECT_EQ(error.code, ErrorCode::UsbSilent);
    m_bus.unplug(2, "1");
    EXPECT_EQ(openingError(devices[0]).code, ErrorCode::DeviceNotFound);
}

TEST_F(UsbMockTest, TheMemoryLimitIsRead)
{
    EXPECT_FALSE(usbMemoryLimit().has_value());
    m_bus.writeFile("/sys/module/usbcore/parameters/usbfs_memory_mb", "16\n");
    EXPECT_EQ(usbMemoryLimit(), 16);
}

TEST_F(UsbMockTest, OtherDevicesAreNoCameras)
{
    m_bus.addHub(2, "3", 5000, "Desk Hub");
    EXPECT_TRUE(scan().isEmpty());
}
