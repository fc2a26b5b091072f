// SPDX-License-Identifier: GPL-3.0-or-later
// One client of the USB/IP server.
#pragma once

#include "camera/virtual/u3v/usb_function.h"
#include "camera/virtual/usbip/claims.h"
#include "camera/virtual/usbip/usbip_packet.h"

#include <mutex>

namespace mv::vcam::usbip {

/// How the device stands on the bus of its own server. A value.
struct Attachment
{
    std::uint32_t number = 1; ///< another one each time it is plugged in
    u3v::UsbIdentity identity;
};

/// Serves the list of devices (the one there is), its import, and then its transfers. run() reads; transfers are
/// completed by the device's threads.
class UsbipConnection : public u3v::TransferSink, public std::enable_shared_from_this<UsbipConnection>
{
public:
    /// @p socket is the connection's from now on.
    UsbipConnection(int socket, u3v::UsbFunction &function, Claims &claims, Attachment attachment);
    ~UsbipConnection() override;

    /// Until the client or shutDown() ends the connection.
    void run();
    /// Breaks off what is being received and sent. Thread: any.
    void shutDown();

    void completed(std::uint32_t id, const u3v::TransferResult &result) override;

private:
    bool negotiate();
    DeviceEntry deviceEntry() const;
    bool sendDeviceList();
    bool serveUrb();
    bool submit(const UrbHeader &header);
    bool submitControl(const UrbHeader &header, std::span<const std::uint8_t> data);
    void submitBulk(const UrbHeader &header, std::span<const std::uint8_t> data);
    void unlink(const UrbHeader &header);
    int claim(unsigned interface, bool on);
    void reply(const UrbHeader &request, const u3v::TransferResult &result, std::int32_t moved);
    void sendData(std::span<const u3v::Slice> slices, std::size_t headerBytes);
    void replyUnlink(std::uint32_t number, std::int32_t status);

    const int m_socket;
    u3v::UsbFunction &m_function;
    Claims &m_claims;
    const Attachment m_attachment;
    std::mutex m_sending;               ///< guards m_buffer and the order of what is sent
    std::vector<std::uint8_t> m_buffer; ///< a header and some data
};

} // namespace mv::vcam::usbip
