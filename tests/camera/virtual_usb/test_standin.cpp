// SPDX-License-Identifier: GPL-3.0-or-later
// libusb as a program knows it, on an emulated bus: what the stand-in answers is what the real one would.
#include "tests/support/virtual_camera_process.h"

#include <gtest/gtest.h>
#include <libusb.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace mv::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr unsigned char kAck = 0x81, kEvent = 0x82, kStream = 0x83, kCommand = 0x01;

struct Context
{
    libusb_context *usb = nullptr;
    Context() { EXPECT_EQ(libusb_init(&usb), 0); }
    ~Context() { libusb_exit(usb); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

    void handleEvents(milliseconds time) const
    {
        timeval patience{0, int(time.count()) * 1000};
        EXPECT_EQ(libusb_handle_events_timeout(usb, &patience), 0);
    }
    template<typename Condition> bool handleUntil(Condition holds, milliseconds patience = milliseconds(10'000)) const
    {
        const auto deadline = Clock::now() + patience;
        while (!holds() && Clock::now() < deadline)
            handleEvents(milliseconds(20));
        return holds();
    }
};

/// The device list, held.
struct DeviceList
{
    libusb_device **devices = nullptr;
    ssize_t count = 0;
    explicit DeviceList(const Context &context) : count(libusb_get_device_list(context.usb, &devices)) {}
    ~DeviceList() { libusb_free_device_list(devices, 1); }
    DeviceList(const DeviceList &) = delete;
    DeviceList &operator=(const DeviceList &) = delete;

    std::vector<libusb_device *> cameras() const
    {
        std::vector<libusb_device *> found;
        for (ssize_t i = 0; i < count; ++i) {
            libusb_device_descriptor descriptor;
            if (libusb_get_device_descriptor(devices[i], &descriptor) == 0 && descriptor.bDeviceClass == 0xEF)
                found.push_back(devices[i]);
        }
        return found;
    }
};

class Standin : public testing::Test
{
protected:
    VirtualCameraProcess camera;
    Context context;

    static void SetUpTestSuite() { nextUsbSocket(); }
    void start(std::vector<std::string> args = {})
    {
        args.insert(args.end(), {"--sensor", "64x32"});
        ASSERT_TRUE(camera.start(args)) << camera.error();
    }
    libusb_device_handle *open(const Context &of) const
    {
        const DeviceList list(of);
        libusb_device_handle *handle = nullptr;
        EXPECT_EQ(list.cameras().size(), 1u);
        if (list.cameras().size() == 1) {
            EXPECT_EQ(libusb_open(list.cameras()[0], &handle), 0);
        }
        return handle;
    }
    std::string text(libusb_device_handle *handle, unsigned index) const
    {
        unsigned char bytes[64] = {};
        libusb_get_string_descriptor_ascii(handle, std::uint8_t(index), bytes, sizeof bytes);
        return reinterpret_cast<const char *>(bytes);
    }
};

TEST_F(Standin, theBusHasRootHubsAndTheCamera)
{
    EXPECT_TRUE(DeviceList(context).cameras().empty());
    start();
    const DeviceList list(context);
    ASSERT_EQ(list.cameras().size(), 1u);
    EXPECT_EQ(list.count, 3);
    libusb_device *device = list.cameras()[0];
    EXPECT_EQ(libusb_get_device_speed(device), LIBUSB_SPEED_SUPER);
    EXPECT_GE(libusb_get_device_address(device), 2);
    std::uint8_t ports[7] = {};
    EXPECT_EQ(libusb_get_port_numbers(device, ports, 7), 1);
    EXPECT_EQ(ports[0], libusb_get_port_number(device));
    libusb_device *hub = libusb_get_parent(device);
    ASSERT_TRUE(hub);
    EXPECT_EQ(libusb_get_bus_number(hub), libusb_get_bus_number(device));
    EXPECT_EQ(libusb_get_parent(hub), nullptr);
    EXPECT_EQ(libusb_get_port_numbers(hub, ports, 7), 0);
    libusb_device_handle *handle = nullptr;
    EXPECT_EQ(libusb_open(hub, &handle), LIBUSB_ERROR_ACCESS);
    libusb_config_descriptor *config = nullptr;
    EXPECT_EQ(libusb_get_config_descriptor(hub, 0, &config), 0) << "Aravis reads it of every device";
    libusb_free_config_descriptor(config);
    EXPECT_TRUE(libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG));
}

TEST_F(Standin, aSlowSocketShows)
{
    start({"--set", "VirtualFaultUsbSpeed=HighSpeed"});
    const DeviceList list(context);
    ASSERT_EQ(list.cameras().size(), 1u);
    libusb_device *device = list.cameras()[0];
    EXPECT_EQ(libusb_get_device_speed(device), LIBUSB_SPEED_HIGH);
    EXPECT_EQ(libusb_get_device_speed(libusb_get_parent(device)), LIBUSB_SPEED_HIGH) << "on the hub of that speed";
    EXPECT_EQ(libusb_get_max_packet_size(device, kStream), 512);
}

TEST_F(Standin, descriptorsArePutWhereLibusbHasThem)
{
    start();
    libusb_device_handle *handle = open(context);
    libusb_device *device = libusb_get_device(handle);
    libusb_config_descriptor *config = nullptr;
    ASSERT_EQ(libusb_get_active_config_descriptor(device, &config), 0);
    ASSERT_EQ(config->bNumInterfaces, 3);
    EXPECT_EQ(config->extra_length, 8) << "the association";
    const libusb_interface_descriptor &control = config->interface[0].altsetting[0];
    ASSERT_EQ(control.extra_length, 20);
    EXPECT_EQ(text(handle, control.extra[11]).size(), 12u) << "GUID";
    EXPECT_EQ(control.bNumEndpoints, 2);
    EXPECT_EQ(control.endpoint[0].bEndpointAddress & 0x0F, control.endpoint[1].bEndpointAddress & 0x0F);
    const libusb_interface_descriptor &stream = config->interface[2].altsetting[0];
    EXPECT_EQ(stream.bInterfaceProtocol, 2);
    ASSERT_EQ(stream.bNumEndpoints, 1);
    EXPECT_EQ(stream.endpoint[0].bEndpointAddress, kStream);
    libusb_ss_endpoint_companion_descriptor *companion = nullptr;
    EXPECT_EQ(libusb_get_ss_endpoint_companion_descriptor(context.usb, &stream.endpoint[0], &companion), 0);
    EXPECT_EQ(companion->bMaxBurst, 15);
    libusb_free_ss_endpoint_companion_descriptor(companion);
    libusb_free_config_descriptor(config);
    EXPECT_EQ(libusb_get_config_descriptor(device, 1, &config), LIBUSB_ERROR_NOT_FOUND);
    libusb_device_descriptor descriptor;
    libusb_get_device_descriptor(device, &descriptor);
    EXPECT_EQ(text(handle, descriptor.iSerialNumber), camera.serial());
    EXPECT_EQ(libusb_get_string_descriptor_ascii(handle, 0, nullptr, 0), LIBUSB_ERROR_INVALID_PARAM);
    libusb_close(handle);
}

TEST_F(Standin, anInterfaceIsClaimedOnce)
{
    start();
    Context second;
    libusb_device_handle *mine = open(context), *theirs = open(second);
    EXPECT_EQ(libusb_claim_interface(mine, 0), 0);
    EXPECT_EQ(libusb_claim_interface(theirs, 0), LIBUSB_ERROR_BUSY);
    EXPECT_EQ(libusb_claim_interface(theirs, 1), 0) << "events beside Aravis";
    EXPECT_EQ(libusb_release_interface(theirs, 2), LIBUSB_ERROR_NOT_FOUND) << "as failed openings do";
    EXPECT_EQ(libusb_claim_interface(theirs, 7), LIBUSB_ERROR_NOT_FOUND);
    EXPECT_EQ(libusb_release_interface(mine, 0), 0);
    EXPECT_EQ(libusb_claim_interface(theirs, 0), 0);
    libusb_close(theirs);
    int error = LIBUSB_ERROR_BUSY;
    for (int i = 0; i < 1000 && error == LIBUSB_ERROR_BUSY; ++i) {
        error = libusb_claim_interface(mine, 0);
        std::this_thread::sleep_for(milliseconds(2));
    }
    EXPECT_EQ(error, 0) << "closing releases";
    libusb_close(mine);
}

TEST_F(Standin, synchronousTransfersEndInTime)
{
    start();
    libusb_device_handle *handle = open(context);
    unsigned char buffer[64];
    int moved = -1;
    const auto begin = Clock::now();
    EXPECT_EQ(libusb_bulk_transfer(handle, kAck, buffer, sizeof buffer, &moved, 60), LIBUSB_ERROR_TIMEOUT);
    EXPECT_GE(Clock::now() - begin, milliseconds(60));
    EXPECT_EQ(moved, 0);
    unsigned char command[] = {0x55, 0x33, 0x56, 0x43, 0, 0x40, 0, 8, 12, 0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0};
    EXPECT_EQ(libusb_bulk_transfer(handle, kCommand, command, sizeof command, &moved, 1000), 0);
    EXPECT_EQ(moved, int(sizeof command));
    EXPECT_EQ(libusb_bulk_transfer(handle, kAck, buffer, 20, &moved, 1000), LIBUSB_ERROR_OVERFLOW) << "44 bytes";
    EXPECT_EQ(moved, 20);
    EXPECT_EQ(libusb_bulk_transfer(handle, 0x8F, buffer, 20, &moved, 1000), LIBUSB_ERROR_PIPE) << "no such endpoint";
    EXPECT_EQ(libusb_clear_halt(handle, kStream), 0);
    EXPECT_EQ(libusb_clear_halt(handle, 0x8F), LIBUSB_ERROR_NOT_FOUND);
    libusb_close(handle);
}

struct Watched
{
    std::atomic<int> ends = 0;
    std::atomic<int> status = -1;
};

void LIBUSB_CALL onEnd(libusb_transfer *transfer)
{
    auto *watched = static_cast<Watched *>(transfer->user_data);
    watched->status = transfer->status;
    ++watched->ends;
}

TEST_F(Standin, asynchronousTransfersEndInsideHandleEvents)
{
    start();
    libusb_device_handle *handle = open(context);
    unsigned char buffer[64];
    Watched watched;
    libusb_transfer *transfer = libusb_alloc_transfer(0);
    libusb_fill_bulk_transfer(transfer, handle, kEvent, buffer, sizeof buffer, onEnd, &watched, 0);
    EXPECT_EQ(libusb_cancel_transfer(transfer), LIBUSB_ERROR_NOT_FOUND) << "idle";
    ASSERT_EQ(libusb_submit_transfer(transfer), 0);
    EXPECT_EQ(libusb_submit_transfer(transfer), LIBUSB_ERROR_BUSY);
    EXPECT_EQ(libusb_cancel_transfer(transfer), 0);
    EXPECT_EQ(libusb_cancel_transfer(transfer), LIBUSB_ERROR_NOT_FOUND) << "twice";
    std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(watched.ends, 0) << "not before its events are handled";
    EXPECT_TRUE(context.handleUntil([&] { return watched.ends == 1; }));
    EXPECT_EQ(watched.status, LIBUSB_TRANSFER_CANCELLED);
    transfer->timeout = 50;
    ASSERT_EQ(libusb_submit_transfer(transfer), 0);
    EXPECT_TRUE(context.handleUntil([&] { return watched.ends == 2; }));
    EXPECT_EQ(watched.status, LIBUSB_TRANSFER_TIMED_OUT);
    libusb_free_transfer(transfer);
    libusb_close(handle);
}

TEST_F(Standin, aTransferOfEndpointZero)
{
    start();
    libusb_device_handle *handle = open(context);
    unsigned char buffer[LIBUSB_CONTROL_SETUP_SIZE + 18];
    Watched watched;
    libusb_transfer *transfer = libusb_alloc_transfer(0);
    libusb_fill_control_setup(buffer, 0x80, 6, 0x0100, 0, 18);
    libusb_fill_control_transfer(transfer, handle, buffer, onEnd, &watched, 1000);
    ASSERT_EQ(libusb_submit_transfer(transfer), 0);
    EXPECT_TRUE(context.handleUntil([&] { return watched.ends == 1; }));
    EXPECT_EQ(watched.status, LIBUSB_TRANSFER_COMPLETED);
    EXPECT_EQ(transfer->actual_length, 18);
    EXPECT_EQ(libusb_control_transfer_get_data(transfer)[1], 1);
    libusb_free_transfer(transfer);
    libusb_close(handle);
}

struct Seen
{
    std::vector<std::pair<libusb_hotplug_event, libusb_device *>> events;
    libusb_hotplug_callback_handle handle = 0;
};

int LIBUSB_CALL onHotplug(libusb_context *, libusb_device *device, libusb_hotplug_event event, void *userData)
{
    static_cast<Seen *>(userData)->events.emplace_back(event, device);
    return 0;
}

TEST_F(Standin, comingAndGoingIsTold)
{
    Seen seen;
    const int both = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
    ASSERT_EQ(libusb_hotplug_register_callback(context.usb, both, 0, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
                                               0xEF, onHotplug, &seen, &seen.handle),
              0);
    start();
    ASSERT_TRUE(context.handleUntil([&] { return seen.events.size() == 1; }));
    EXPECT_EQ(seen.events[0].first, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
    libusb_device_handle *handle = open(context);
    EXPECT_EQ(libusb_get_device(handle), seen.events[0].second) << "one object a plugging-in";
    const int address = libusb_get_device_address(libusb_get_device(handle));
    unsigned char buffer[64];
    Watched watched;
    libusb_transfer *transfer = libusb_alloc_transfer(0);
    libusb_fill_bulk_transfer(transfer, handle, kEvent, buffer, sizeof buffer, onEnd, &watched, 0);
    ASSERT_EQ(libusb_submit_transfer(transfer), 0);
    const std::string socket = camera.socket();
    camera.kill9();
    ASSERT_TRUE(context.handleUntil([&] { return seen.events.size() == 2 && watched.ends == 1; }));
    EXPECT_EQ(watched.status, LIBUSB_TRANSFER_NO_DEVICE);
    EXPECT_EQ(seen.events[1], std::pair(LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, libusb_get_device(handle)));
    EXPECT_EQ(libusb_submit_transfer(transfer), LIBUSB_ERROR_NO_DEVICE);
    EXPECT_EQ(libusb_claim_interface(handle, 0), LIBUSB_ERROR_NO_DEVICE);
    EXPECT_TRUE(DeviceList(context).cameras().empty());
    start({"--socket", socket});
    ASSERT_TRUE(context.handleUntil([&] { return seen.events.size() == 3; }));
    EXPECT_NE(libusb_get_device_address(seen.events[2].second), address) << "another address";
    EXPECT_EQ(libusb_claim_interface(handle, 0), LIBUSB_ERROR_NO_DEVICE) << "an old handle stays dead";
    libusb_free_transfer(transfer);
    libusb_close(handle);
    libusb_hotplug_deregister_callback(context.usb, 0); // of a failed opening
    libusb_hotplug_deregister_callback(context.usb, seen.handle);
    camera.terminate();
    context.handleEvents(milliseconds(300));
    EXPECT_EQ(seen.events.size(), 3u);
}

TEST_F(Standin, enumerationTellsOfWhatIsThere)
{
    start();
    Seen seen;
    ASSERT_EQ(libusb_hotplug_register_callback(context.usb, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED,
                                               LIBUSB_HOTPLUG_ENUMERATE, 0x1209, LIBUSB_HOTPLUG_MATCH_ANY,
                                               LIBUSB_HOTPLUG_MATCH_ANY, onHotplug, &seen, nullptr),
              0);
    EXPECT_EQ(seen.events.size(), 1u);
}

TEST_F(Standin, severalCamerasShareTheBus)
{
    start();
    VirtualCameraProcess second;
    ASSERT_TRUE(second.start({"--sensor", "64x32"})) << second.error();
    const DeviceList list(context);
    ASSERT_EQ(list.cameras().size(), 2u);
    EXPECT_NE(libusb_get_port_number(list.cameras()[0]), libusb_get_port_number(list.cameras()[1]));
    EXPECT_NE(libusb_get_device_address(list.cameras()[0]), libusb_get_device_address(list.cameras()[1]));
}

// A server that hangs must not hang its clients for ever.
TEST_F(Standin, aServerThatHangsIsGivenUp)
{
    start();
    libusb_device_handle *handle = open(context);
    ::kill(camera.pid(), SIGSTOP);
    unsigned char buffer[64];
    int moved = 0;
    EXPECT_EQ(libusb_bulk_transfer(handle, kAck, buffer, sizeof buffer, &moved, 50), LIBUSB_ERROR_NO_DEVICE);
    ::kill(camera.pid(), SIGCONT);
    libusb_close(handle);
}

// Nor one that accepts and says nothing: it is asked once, not at each look.
TEST(StandinBus, aServerThatSaysNothingHoldsUpOneLook)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = nextUsbSocket();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int silent = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::bind(silent, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(silent, 8), 0);
    const auto begin = Clock::now();
    const Context context; // looks
    const auto after = Clock::now();
    EXPECT_TRUE(DeviceList(context).cameras().empty());
    const auto end = Clock::now();
    EXPECT_GT(after - begin, std::chrono::seconds(1)) << "it was given a chance";
    EXPECT_LT(end - after, (after - begin) / 2);
    ::close(silent);
    ::unlink(path.c_str());
}

} // namespace
} // namespace mv::test
