// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to a server, and its replies.
#include "camera/virtual/usbip/standin/usbip_client.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/thread_priority.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace mv::vcam::usbip {

namespace {

constexpr char kBusId[] = "1-1";
constexpr int kReceiveBufferBytes = 4 * 1024 * 1024;

void setPatience(int socket, time_t seconds)
{
    const timeval patience{seconds, 0}; // 0: for ever
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

bool negotiate(int socket, DeviceEntry &entry)
{
    auto request = makeOperation(Operation::RequestImport);
    request.resize(kOperationBytes + kBusIdBytes);
    std::copy_n(kBusId, sizeof kBusId, request.begin() + kOperationBytes);
    std::array<std::uint8_t, kOperationBytes> reply{};
    std::array<std::uint8_t, kDeviceBytes> device{};
    if (!sendAll(socket, request) || !receiveAll(socket, reply))
        return false;
    const bool accepted = loadInteger(std::span(reply).subspan(4), std::endian::big) == 0;
    if (parseOperation(reply) != Operation::ReplyImport || !accepted || !receiveAll(socket, device))
        return false;
    entry = parseDevice(device);
    return true;
}

} // namespace

int importDevice(const std::string &path, DeviceEntry &entry)
{
    constexpr time_t kPatienceSeconds = 3;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return -1;
    path.copy(address.sun_path, path.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setPatience(socket, kPatienceSeconds);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
        negotiate(socket, entry)) {
        ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &kReceiveBufferBytes, sizeof kReceiveBufferBytes);
        return socket;
    }
    ::close(socket);
    return -1;
}

std::vector<std::uint8_t> fetchDescriptor(int socket, std::uint8_t type, std::uint16_t length)
{
    UrbHeader request;
    request.number = 1;
    request.in = true;
    request.length = length;
    request.setup = {0x80, 6, 0, type, 0, 0, std::uint8_t(length & 0xFF), std::uint8_t(length >> 8)};
    std::array<std::uint8_t, kUrbBytes> bytes{};
    if (!sendAll(socket, encodeUrb(request)) || !receiveAll(socket, bytes))
        return {};
    const auto reply = parseUrb(bytes);
    if (!reply || reply->command != UrbCommand::SubmitReply || reply->status != 0 || reply->length < 0 ||
        reply->length > length)
        return {};
    std::vector<std::uint8_t> descriptor(std::size_t(reply->length));
    return receiveAll(socket, descriptor) ? descriptor : std::vector<std::uint8_t>();
}

UsbipClient::UsbipClient(int socket, std::function<void()> lost) : m_socket(socket), m_lost(std::move(lost))
{
    setPatience(socket, 0);
    m_thread = std::thread([this] { run(); });
}

UsbipClient::~UsbipClient()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    breakOff();
    m_thread.join();
    ::close(m_socket);
}

void UsbipClient::breakOff()
{
    ::shutdown(m_socket, SHUT_RDWR);
}

bool UsbipClient::submit(std::uint32_t number, UrbHeader header, std::span<const std::uint8_t> data,
                         std::span<std::uint8_t> room, std::shared_ptr<Completion> completion)
{
    header.command = UrbCommand::Submit;
    header.length = std::int32_t(header.in ? room.size() : data.size());
    header.number = number;
    const std::lock_guard sending(m_sending);
    {
        const std::lock_guard lock(m_mutex);
        if (m_dead)
            return false;
        m_pending.emplace(number, Pending{room, std::move(completion)});
    }
    const auto bytes = encodeUrb(header);
    std::vector<std::uint8_t> message(bytes.begin(), bytes.end());
    message.insert(message.end(), data.begin(), data.end());
    if (!sendAll(m_socket, message))
        breakOff(); // the other thread completes it
    return true;
}

void UsbipClient::unlink(std::uint32_t number)
{
    UrbHeader header;
    header.command = UrbCommand::Unlink;
    header.unlinked = number;
    const std::lock_guard sending(m_sending);
    {
        const std::lock_guard lock(m_mutex);
        if (m_dead || !m_pending.contains(number))
            return;
        header.number = reserve();
        m_unlinks.emplace(header.number, number);
    }
    if (!sendAll(m_socket, encodeUrb(header)))
        breakOff();
}

std::shared_ptr<Completion> UsbipClient::take(std::uint32_t number)
{
    const std::lock_guard lock(m_mutex);
    auto node = m_pending.extract(number);
    return node ? std::move(node.mapped().completion) : nullptr;
}

void UsbipClient::run()
{
    goFirst();
    while (receive()) {
    }
    breakOff();
    std::map<std::uint32_t, Pending> left;
    bool closing = false;
    {
        const std::lock_guard lock(m_mutex);
        m_dead = true;
        left.swap(m_pending);
        closing = m_closing;
    }
    for (auto &[number, pending] : left)
        pending.completion->done(-ENODEV, 0);
    if (!closing)
        m_lost();
}

bool UsbipClient::receive()
{
    std::array<std::uint8_t, kUrbBytes> bytes{};
    if (!receiveAll(m_socket, bytes))
        return false;
    const auto header = parseUrb(bytes);
    if (!header)
        return false;
    if (header->command == UrbCommand::SubmitReply)
        return receiveReply(*header);
    if (header->command != UrbCommand::UnlinkReply)
        return false;
    std::uint32_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        auto node = m_unlinks.extract(header->number);
        if (node.empty())
            return false;
        number = node.mapped();
    }
    if (header->status != 0) { // else its own reply came before this one
        if (const auto completion = take(number))
            completion->done(header->status, 0);
    }
    return true;
}

/// The data go where the transfer wants to have them.
bool UsbipClient::receiveReply(const UrbHeader &header)
{
    std::span<std::uint8_t> room;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_pending.find(header.number);
        if (it == m_pending.end())
            return false;
        room = it->second.room;
    }
    if (header.length < 0)
        return false;
    const auto moved = std::size_t(header.length);
    if (room.data()) { // to the host
        if (moved > room.size() || !receiveAll(m_socket, room.first(moved)))
            return false;
    }
    if (const auto completion = take(header.number))
        completion->done(header.status, moved);
    return true;
}

} // namespace mv::vcam::usbip
