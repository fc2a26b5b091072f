// SPDX-License-Identifier: GPL-3.0-or-later
// The USB/IP server as any client sees it, the kernel's among them: lists, import, transfers, unlinking; and strangers.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/u3v/u3v_function.h"
#include "camera/virtual/usbip/usbip_server.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace mv::vcam::usbip {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// A connection, byte by byte.
class Client
{
public:
    explicit Client(const std::string &path) : m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
        const timeval patience{10, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Client() { ::close(m_socket); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool connected() const { return m_connected; }
    void send(const Bytes &bytes) { sendAll(m_socket, bytes); }
    Bytes receive(std::size_t size)
    {
        Bytes bytes(size);
        return receiveAll(m_socket, bytes) ? bytes : Bytes();
    }
    bool ended()
    {
        char byte = 0;
        return ::recv(m_socket, &byte, 1, 0) == 0;
    }
    bool import(const char *busId = "1-1")
    {
        Bytes request = makeOperation(Operation::RequestImport);
        request.resize(kOperationBytes + kBusIdBytes);
        std::memcpy(request.data() + kOperationBytes, busId, std::strlen(busId));
        send(request);
        const Bytes reply = receive(kOperationBytes);
        if (reply.size() != kOperationBytes || reply[7] != 0)
            return false;
        device = parseDevice(receive(kDeviceBytes));
        return true;
    }
    std::uint32_t submit(unsigned endpoint, bool in, std::int32_t length, std::array<std::uint8_t, 8> setup = {},
                         const Bytes &data = {})
    {
        UrbHeader header;
        header.number = ++m_number;
        header.endpoint = endpoint;
        header.in = in;
        header.length = length;
        header.setup = setup;
        const auto bytes = encodeUrb(header);
        send({bytes.begin(), bytes.end()});
        send(data);
        return m_number;
    }
    std::uint32_t unlink(std::uint32_t which)
    {
        UrbHeader header;
        header.command = UrbCommand::Unlink;
        header.number = ++m_number;
        header.unlinked = which;
        const auto bytes = encodeUrb(header);
        send({bytes.begin(), bytes.end()});
        return m_number;
    }
    UrbHeader reply() { return parseUrb(receive(kUrbBytes)).value_or(UrbHeader{}); }
    int claim(unsigned interface, bool on = true)
    {
        submit(0, false, 0, {kClaimRequestType, kClaimRequest, on, 0, std::uint8_t(interface), 0, 0, 0});
        return reply().status;
    }

    DeviceEntry device;

private:
    int m_socket;
    bool m_connected = false;
    std::uint32_t m_number = 0;
};

class Usbip : public testing::Test
{
protected:
    const std::string path = testing::TempDir() + "mv-usbip-" + std::to_string(::getpid());
    Camera camera{{Model::Mono, "T1", 64, 32, 1}, {std::string(kUsbTransportXml), true}};
    u3v::U3vFunction function{camera};
    UsbipServer server{function, path};

    void SetUp() override { ASSERT_EQ(server.start(), std::nullopt); }
};

TEST_F(Usbip, theSocketIsItsOwnersOnlyAndGoesWithTheServer)
{
    struct stat status
    {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    UsbipServer second(function, path);
    const auto problem = second.start();
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("in use"), std::string::npos) << *problem;
    server.stop();
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(UsbipPlace, whatIsNoSocketIsLeftAlone)
{
    Camera camera({Model::Mono, "T1", 64, 32, 1}, {});
    u3v::U3vFunction function(camera);
    const std::string path = testing::TempDir() + "mv-usbip-file-" + std::to_string(::getpid());
    std::ofstream(path) << "a text";
    UsbipServer server(function, path);
    const auto problem = server.start();
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->find("is no socket"), std::string::npos) << *problem;
    EXPECT_TRUE(std::filesystem::exists(path));
    std::filesystem::remove(path);
    for (const std::string &bad : {std::string(), std::string(108, 'x'), std::string("/tmp/a:b")})
        EXPECT_NE(UsbipServer(function, bad).start().value_or("").find("name of a socket"), std::string::npos) << bad;
    EXPECT_NE(UsbipServer(function, "/nonexistent/s").start().value_or("").find("cannot make"), std::string::npos);
}

TEST_F(Usbip, listsAndExportsOneDevice)
{
    Client client(path);
    client.send(makeOperation(Operation::RequestDeviceList));
    const Bytes reply = client.receive(kOperationBytes + 4 + kDeviceBytes + 3 * 4);
    ASSERT_FALSE(reply.empty());
    EXPECT_EQ(reply[11], 1) << "device";
    const DeviceEntry entry = parseDevice(std::span(reply).subspan(12, kDeviceBytes));
    EXPECT_EQ(entry.busId, "1-1");
    EXPECT_EQ(entry.deviceClass, 0xEF);
    EXPECT_EQ(entry.interfaces, 3);
    EXPECT_EQ(entry.speed, 5u);
    EXPECT_TRUE(client.import()) << "on the same connection";
    EXPECT_EQ(client.device.vendor, 0x1209);
    Client other(path);
    EXPECT_FALSE(other.import("9-9"));
}

TEST_F(Usbip, transfersGoAndCome)
{
    Client client(path);
    ASSERT_TRUE(client.import());
    const auto number = client.submit(0, true, 18, {0x80, 6, 0, 1, 0, 0, 18, 0});
    UrbHeader reply = client.reply();
    EXPECT_EQ(reply.command, UrbCommand::SubmitReply);
    EXPECT_EQ(reply.number, number);
    EXPECT_EQ(reply.status, 0);
    ASSERT_EQ(reply.length, 18);
    EXPECT_EQ(client.receive(18)[1], 1) << "a device descriptor";
    client.submit(0, true, 8, {0x80, 6, 0, 99, 0, 0, 8, 0});
    EXPECT_EQ(client.reply().status, -EPIPE);
    client.submit(1, false, 24, {},
                  {0x55, 0x33, 0x56, 0x43, 0, 0x40, 0, 8, 12, 0, 1, 0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0});
    EXPECT_EQ(client.reply().length, 24);
    client.submit(1, true, 76);
    ASSERT_EQ(client.reply().length, 76);
    EXPECT_STREQ(reinterpret_cast<const char *>(client.receive(76).data() + 12), "Virtual Mono");
}

TEST_F(Usbip, aWaitingTransferCanBeTakenBack)
{
    Client client(path);
    ASSERT_TRUE(client.import());
    const auto waiting = client.submit(3, true, 1024);
    const auto request = client.unlink(waiting);
    UrbHeader reply = client.reply();
    EXPECT_EQ(reply.command, UrbCommand::UnlinkReply);
    EXPECT_EQ(reply.number, request);
    EXPECT_EQ(reply.status, -ECONNRESET);
    client.unlink(waiting);
    EXPECT_EQ(client.reply().status, 0) << "nothing to take back";
    client.submit(3, true, 1024);
    client.submit(0, true, 2, {0x80, 0, 0, 0, 0, 0, 2, 0});
    EXPECT_EQ(client.reply().length, 2) << "a transfer that waits holds up no other";
}

TEST_F(Usbip, anInterfaceIsOnePrograms)
{
    Client first(path), second(path);
    ASSERT_TRUE(first.import() && second.import());
    EXPECT_EQ(first.claim(0), 0);
    EXPECT_EQ(first.claim(0), 0) << "it has it";
    EXPECT_EQ(second.claim(0), -EBUSY);
    EXPECT_EQ(second.claim(1), 0) << "another one is free";
    EXPECT_EQ(second.claim(0, false), -ENOENT) << "not its own to release";
    EXPECT_EQ(first.claim(9), -ENOENT);
    second.submit(1, true, 64);
    EXPECT_EQ(second.reply().status, -EBUSY) << "nor may it use it";
    EXPECT_EQ(first.claim(0, false), 0);
    EXPECT_EQ(second.claim(0), 0);
}

TEST_F(Usbip, whoGoesReleasesAndStops)
{
    {
        Client first(path);
        ASSERT_TRUE(first.import());
        EXPECT_EQ(first.claim(0), 0);
        ASSERT_FALSE(camera.setFeature("AcquisitionStart", "1"));
        EXPECT_TRUE(camera.streaming());
    }
    Client second(path);
    ASSERT_TRUE(second.import());
    int status = -EBUSY;
    for (int i = 0; i < 1000 && status != 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        status = second.claim(0);
    }
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(camera.streaming()) << "nobody stopped it";
}

TEST_F(Usbip, strangersAreShownOut)
{
    for (const Bytes &bytes :
         {Bytes(8, 0), Bytes{'G', 'E', 'T', ' ', '/', ' ', 'H', 'T'}, makeOperation(Operation(0x1234))}) {
        Client client(path);
        client.send(bytes);
        EXPECT_TRUE(client.ended());
    }
    UrbHeader huge;
    huge.length = -1;
    UrbHeader reply;
    reply.command = UrbCommand::SubmitReply;
    const auto first = encodeUrb(huge), second = encodeUrb(reply);
    for (const Bytes &bytes :
         {Bytes(kUrbBytes, 0xFF), Bytes(first.begin(), first.end()), Bytes(second.begin(), second.end())}) {
        Client client(path);
        ASSERT_TRUE(client.import());
        client.send(bytes);
        EXPECT_TRUE(client.ended());
    }
    Client friendly(path);
    EXPECT_TRUE(friendly.import()) << "and the others are served";
}

TEST_F(Usbip, unpluggedItIsGoneAndComesBackAsAnother)
{
    ASSERT_EQ(function.setFeature("VirtualFaultUsbSpeed", "HighSpeed"), std::nullopt);
    ASSERT_EQ(function.setFeature("VirtualFaultUnplugTime", "50"), std::nullopt);
    Client client(path);
    ASSERT_TRUE(client.import());
    // A write to VirtualFaultUnplug: now.
    client.submit(1, false, 24, {},
                  {0x55, 0x33, 0x56, 0x43, 0, 0x40, 2, 8, 12, 0, 1, 0, 0, 0, 0x0F, 0, 0, 0, 0, 0, 1, 0, 0, 0});
    client.reply();
    client.submit(1, true, 16);
    EXPECT_EQ(client.reply().length, 16) << "which is answered";
    client.receive(16);
    EXPECT_TRUE(client.ended());
    for (int i = 0; i < 2000; ++i) {
        Client again(path);
        if (again.connected() && again.import()) {
            EXPECT_GT(again.device.number, client.device.number);
            EXPECT_EQ(again.device.speed, 3u) << "in a socket of high speed";
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "it did not come back";
}

TEST(UsbipPlace, aSocketThatWasLeftBehindIsReplaced)
{
    const std::string path = testing::TempDir() + "mv-usbip-stale-" + std::to_string(::getpid());
    const int stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(stale, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    ::close(stale); // as a killed server does
    Camera camera({Model::Mono, "T1", 64, 32, 1}, {});
    u3v::U3vFunction function(camera);
    UsbipServer server(function, path);
    EXPECT_EQ(server.start(), std::nullopt);
    EXPECT_TRUE(Client(path).import());
}

} // namespace
} // namespace mv::vcam::usbip
