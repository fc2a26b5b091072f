// SPDX-License-Identifier: GPL-3.0-or-later
// Plugs a virtual camera into the running kernel (Linux: drivers/usb/usbip, Documentation/ABI/testing/
// sysfs-platform-usbip-vudc): asks its server for the device and hands the connection to vhci_hcd. As root.
#include "camera/virtual/usbip/usbip_packet.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <poll.h>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

using namespace mv::vcam::usbip;

const std::string kController = "/sys/devices/platform/vhci_hcd.0/";
constexpr int kLookMs = 20;              // from one look to the next
constexpr int kPatienceMs = 60'000;      // for the kernel to get to know the device
constexpr unsigned kFree = 4, kUsed = 6; // enum usbip_device_status
constexpr std::uint32_t kSuperSpeed = 5; // enum usb_device_speed
constexpr char kBusId[] = "1-1";         // the only device of our server
constexpr char kLastInterface[] = ":1.2";

/// One port of vhci_hcd: "hub port sta spd dev sockfd local_busid". A value.
struct Port
{
    std::string hub; ///< "hs" or "ss"
    unsigned number = 0, status = 0;
    std::string place; ///< "2-1"
};

/// The first port that @p wanted likes.
template<typename Wanted> std::optional<Port> findPort(Wanted wanted)
{
    std::ifstream file(kController + "status");
    std::string line;
    std::getline(file, line); // headings
    while (std::getline(file, line)) {
        Port port;
        std::string number, status, speed, device, socket;
        std::istringstream(line) >> port.hub >> number >> status >> speed >> device >> socket >> port.place;
        port.number = unsigned(std::strtoul(number.c_str(), nullptr, 10));
        port.status = unsigned(std::strtoul(status.c_str(), nullptr, 10));
        if (wanted(port))
            return port;
    }
    return std::nullopt;
}

struct Import
{
    int socket = -1;
    DeviceEntry device;
};

/// Nothing while nobody serves there.
std::optional<Import> import(const std::string &path)
{
    Import made{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), {}};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    auto request = makeOperation(Operation::RequestImport);
    request.resize(request.size() + kBusIdBytes);
    std::memcpy(request.data() + kOperationBytes, kBusId, sizeof kBusId);
    std::array<std::uint8_t, kOperationBytes> reply{};
    std::array<std::uint8_t, kDeviceBytes> device{};
    if (::connect(made.socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
        sendAll(made.socket, request) && receiveAll(made.socket, reply) &&
        parseOperation(reply) == Operation::ReplyImport && receiveAll(made.socket, device)) {
        made.device = parseDevice(device);
        return made;
    }
    ::close(made.socket);
    return std::nullopt;
}

/// The kernel has the connection from then on; nothing if it does not want it.
std::optional<Port> attach(const Import &import)
{
    const std::string hub = import.device.speed == kSuperSpeed ? "ss" : "hs";
    const auto free = findPort([&](const Port &port) { return port.hub == hub && port.status == kFree; });
    if (!free)
        return std::nullopt;
    std::ofstream file(kController + "attach");
    file << free->number << ' ' << import.socket << ' ' << (import.device.bus << 16 | import.device.number) << ' '
         << import.device.speed << std::flush;
    return file ? free : std::nullopt;
}

std::optional<Port> now(const Port &port)
{
    return findPort([&](const Port &other) { return other.number == port.number; });
}

/// Until the interfaces of the device stand in sysfs; its place, or nothing.
std::optional<std::string> waitUntilKnown(const Port &port)
{
    for (int waited = 0; waited < kPatienceMs; waited += kLookMs) {
        const auto state = now(port);
        struct stat status
        {};
        if (state && state->status == kUsed &&
            ::stat(("/sys/bus/usb/devices/" + state->place + "/" + state->place + kLastInterface).c_str(), &status) ==
                0)
            return state->place;
        ::poll(nullptr, 0, kLookMs);
    }
    return std::nullopt;
}

int complain(const std::string &sentence)
{
    std::fprintf(stderr, "attach_usb: %s\n", sentence.c_str());
    return 1;
}

/// Plugs it in, and in again whenever it comes back, for as long as the process of @p pidfd lives.
int follow(const std::string &path, int pidfd)
{
    pollfd camera{pidfd, POLLIN, 0};
    while (::poll(&camera, 1, kLookMs) == 0) {
        const auto imported = import(path);
        if (!imported)
            continue;
        const auto port = attach(*imported);
        ::close(imported->socket);
        if (!port)
            return complain("the kernel does not take the device: " + std::string(std::strerror(errno)));
        if (const auto place = waitUntilKnown(*port)) {
            std::printf("attached port %u, speed %u, at %s\n", port->number, unsigned(imported->device.speed),
                        place->c_str());
            std::fflush(stdout);
        } else if (now(*port)->status != kFree) { // else it was unplugged at once
            return complain("the kernel does not get to know the device; see its log");
        }
        while (now(*port)->status != kFree)
            ::poll(nullptr, 0, kLookMs);
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: attach_usb SOCKET PID    PID: of the mv-virtual-camera that serves there\n");
        return 2;
    }
    if (::access((kController + "attach").c_str(), W_OK) != 0)
        return complain(kController + "attach cannot be written; run 'modprobe vhci_hcd', and this as root");
    const int pidfd = int(::syscall(SYS_pidfd_open, std::atoi(argv[2]), 0));
    if (pidfd < 0)
        return complain(std::string("there is no process ") + argv[2]);
    return follow(argv[1], pidfd);
}
