// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile client at the socket of the USB/IP server: any bytes, in one piece.
#include "camera/virtual/core/camera.h"
#include "camera/virtual/core/xml_templates.h"
#include "camera/virtual/u3v/u3v_function.h"
#include "camera/virtual/usbip/usbip_connection.h"

#include <cstdlib>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace mv::vcam;

/// One device for all inputs, as a server has it for all clients.
struct Device
{
    Camera camera{{Model::Mono, "FUZZ", 64, 32, 1}, {std::string(kUsbTransportXml), false}};
    u3v::U3vFunction function{camera};
    usbip::Claims claims;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static auto *device = new Device;
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        std::abort();
    const auto connection = std::make_shared<usbip::UsbipConnection>(ends[0], device->function, device->claims,
                                                                     usbip::Attachment{2, device->function.identity()});
    std::thread server([&connection] { connection->run(); });
    std::thread reader([&ends] { // so that answers never fill the socket
        std::uint8_t bytes[4096];
        while (::recv(ends[1], bytes, sizeof bytes, 0) > 0) {
        }
    });
    usbip::sendAll(ends[1], {data, size});
    ::shutdown(ends[1], SHUT_WR);
    server.join();
    reader.join();
    ::close(ends[1]);
    return 0;
}
