// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of one client, and their answers.
#include "camera/virtual/usbip/usbip_connection.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/thread_priority.h"
#include "camera/virtual/u3v/usb_descriptors.h"

#include <algorithm>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace mv::vcam::usbip {

namespace {

constexpr std::size_t kPieceBytes =
    std::size_t(128) * 1024; // filled and sent at a time: stays in the processor's cache
constexpr int kSendBufferBytes = 4 * 1024 * 1024;
constexpr char kBusId[] = "1-1";
constexpr std::uint32_t kBus = 1;
constexpr std::uint32_t kNoSuchDevice = 1;

u3v::UsbSetup parseSetup(std::span<const std::uint8_t> bytes)
{
    const auto word = [bytes](std::size_t at) {
        return std::uint16_t(loadInteger(bytes.subspan(at, 2), std::endian::little));
    };
    return {bytes[0], bytes[1], word(2), word(4), word(6)};
}

} // namespace

UsbipConnection::UsbipConnection(int socket, u3v::UsbFunction &function, Claims &claims, Attachment attachment)
    : m_socket(socket), m_function(function), m_claims(claims), m_attachment(std::move(attachment))
{
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof kSendBufferBytes);
    m_buffer.resize(kUrbBytes + kPieceBytes);
}

UsbipConnection::~UsbipConnection()
{
    ::close(m_socket);
}

void UsbipConnection::run()
{
    goFirst();
    if (negotiate()) {
        while (serveUrb()) {
        }
    }
    shutDown();
    m_function.forget(this, std::nullopt);
    for (const unsigned interface : m_claims.releaseAll(this))
        m_function.orphaned(interface);
}

void UsbipConnection::shutDown()
{
    ::shutdown(m_socket, SHUT_RDWR);
}

DeviceEntry UsbipConnection::deviceEntry() const
{
    const auto &descriptor = m_attachment.identity.device;
    DeviceEntry entry;
    entry.path = std::string("/virtual/") + kBusId;
    entry.busId = kBusId;
    entry.bus = kBus;
    entry.number = m_attachment.number;
    entry.speed = std::uint32_t(m_attachment.identity.speed);
    entry.vendor = u3v::kVendorId;
    entry.product = u3v::kProductId;
    entry.version = std::uint16_t(loadInteger(std::span(descriptor).subspan(12, 2), std::endian::little));
    entry.deviceClass = descriptor[4];
    entry.deviceSubclass = descriptor[5];
    entry.deviceProtocol = descriptor[6];
    entry.configuration = 1;
    entry.configurations = 1;
    entry.interfaces = u3v::kInterfaces;
    return entry;
}

bool UsbipConnection::sendDeviceList()
{
    auto bytes = makeOperation(Operation::ReplyDeviceList);
    const std::uint8_t one[4] = {0, 0, 0, 1};
    bytes.insert(bytes.end(), std::begin(one), std::end(one));
    const auto device = encodeDevice(deviceEntry());
    bytes.insert(bytes.end(), device.begin(), device.end());
    for (std::uint8_t protocol = 0; protocol < u3v::kInterfaces; ++protocol)
        bytes.insert(bytes.end(), {0xEF, 0x05, protocol, 0});
    return sendAll(m_socket, bytes);
}

/// True once the device is imported.
bool UsbipConnection::negotiate()
{
    std::array<std::uint8_t, kOperationBytes> operation{};
    std::array<std::uint8_t, kBusIdBytes> busId{};
    while (receiveAll(m_socket, operation)) {
        const auto code = parseOperation(operation);
        if (code == Operation::RequestDeviceList) {
            if (!sendDeviceList())
                return false;
            continue;
        }
        if (code != Operation::RequestImport || !receiveAll(m_socket, busId))
            return false;
        const bool ours = std::memcmp(busId.data(), kBusId, sizeof kBusId) == 0;
        auto bytes = makeOperation(Operation::ReplyImport, ours ? 0 : kNoSuchDevice);
        if (ours) {
            const auto device = encodeDevice(deviceEntry());
            bytes.insert(bytes.end(), device.begin(), device.end());
        }
        if (!sendAll(m_socket, bytes) || !ours)
            return false;
        return true;
    }
    return false;
}

bool UsbipConnection::serveUrb()
{
    std::array<std::uint8_t, kUrbBytes> bytes{};
    if (!receiveAll(m_socket, bytes))
        return false;
    const auto header = parseUrb(bytes);
    if (!header)
        return false;
    switch (header->command) {
    case UrbCommand::Submit:
        return submit(*header);
    case UrbCommand::Unlink:
        unlink(*header);
        return true;
    default:
        return false;
    }
}

/// False if the connection cannot go on.
bool UsbipConnection::submit(const UrbHeader &header)
{
    const auto length = std::uint32_t(header.length);
    if (length > (header.in ? kMaxInBytes : kMaxOutBytes))
        return false;
    std::vector<std::uint8_t> data(header.in ? 0 : length);
    if (!receiveAll(m_socket, data))
        return false;
    if (header.endpoint == 0)
        return submitControl(header, data);
    submitBulk(header, data);
    return true;
}

bool UsbipConnection::submitControl(const UrbHeader &header, std::span<const std::uint8_t> data)
{
    const u3v::UsbSetup setup = parseSetup(header.setup);
    if (setup.requestType == kClaimRequestType && setup.request == kClaimRequest) {
        reply(header, {claim(setup.index, setup.value != 0)}, 0);
        return true;
    }
    u3v::TransferResult result = m_function.control(setup, data);
    if (u3v::totalBytes(result.data) > std::size_t(header.length))
        result = {u3v::kOverflow};
    const auto moved = std::int32_t(header.in ? u3v::totalBytes(result.data) : data.size());
    reply(header, result, moved);
    return true;
}

void UsbipConnection::submitBulk(const UrbHeader &header, std::span<const std::uint8_t> data)
{
    const auto endpoint = std::uint8_t((header.endpoint & 0x0F) | (header.in ? 0x80 : 0));
    // As the kernel has it, who uses an interface without having claimed it claims it by that.
    if (!m_claims.claim(u3v::interfaceOf(endpoint), this))
        return reply(header, {u3v::kBusy}, 0);
    if (!header.in) {
        const int status = m_function.bulkOut(endpoint, data);
        return reply(header, {status}, status == u3v::kTransferDone ? header.length : 0);
    }
    if (!m_function.bulkIn(endpoint, std::size_t(header.length), header.number, shared_from_this()))
        reply(header, {u3v::kStalled}, 0);
}

int UsbipConnection::claim(unsigned interface, bool on)
{
    if (interface >= u3v::kInterfaces)
        return -ENOENT;
    if (on)
        return m_claims.claim(interface, this) ? 0 : u3v::kBusy;
    if (!m_claims.release(interface, this))
        return -ENOENT;
    m_function.forget(this, interface);
    return 0;
}

void UsbipConnection::unlink(const UrbHeader &header)
{
    const auto result = m_function.cancel(header.unlinked, this);
    if (!result)
        return replyUnlink(header.number, 0); // the answer has been sent
    if (result->data.empty())
        return replyUnlink(header.number, u3v::kCancelled);
    completed(header.unlinked, *result); // so that what was received is not lost
    replyUnlink(header.number, 0);
}

void UsbipConnection::completed(std::uint32_t id, const u3v::TransferResult &result)
{
    UrbHeader request;
    request.number = id;
    request.in = true;
    reply(request, result, std::int32_t(u3v::totalBytes(result.data)));
}

void UsbipConnection::reply(const UrbHeader &request, const u3v::TransferResult &result, std::int32_t moved)
{
    UrbHeader header;
    header.command = UrbCommand::SubmitReply;
    header.number = request.number;
    header.status = result.status;
    header.length = moved;
    const std::lock_guard lock(m_sending);
    std::ranges::copy(encodeUrb(header), m_buffer.begin());
    sendData(request.in ? std::span<const u3v::Slice>(result.data) : std::span<const u3v::Slice>(), kUrbBytes);
}

/// Sends the header that stands in the buffer, and the data: from where they lie, or else through the buffer.
void UsbipConnection::sendData(std::span<const u3v::Slice> slices, std::size_t headerBytes)
{
    std::size_t filled = headerBytes;
    for (u3v::Slice slice : slices) {
        while (slice.length > 0) {
            const auto stored = slice.source->view(slice.offset, slice.length);
            std::size_t count = stored.size();
            if (stored.empty()) {
                count = std::min({slice.length, m_buffer.size() - filled, kPieceBytes});
                slice.source->read(slice.offset, std::span(m_buffer).subspan(filled, count));
                filled += count;
            }
            slice.offset += count;
            slice.length -= count;
            if (stored.empty() && filled < m_buffer.size())
                continue;
            if (!sendAll(m_socket, std::span(m_buffer).first(filled), stored))
                return shutDown();
            filled = 0;
        }
    }
    if (filled > 0 && !sendAll(m_socket, std::span(m_buffer).first(filled)))
        shutDown();
}

void UsbipConnection::replyUnlink(std::uint32_t number, std::int32_t status)
{
    UrbHeader header;
    header.command = UrbCommand::UnlinkReply;
    header.number = number;
    header.status = status;
    const std::lock_guard lock(m_sending);
    sendAll(m_socket, encodeUrb(header));
}

} // namespace mv::vcam::usbip
