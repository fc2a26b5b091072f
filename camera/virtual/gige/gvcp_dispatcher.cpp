// SPDX-License-Identifier: GPL-3.0-or-later
// Execution and refusal of GVCP commands.
#include "camera/virtual/gige/gvcp_dispatcher.h"

#include "camera/virtual/core/bytes.h"

#include <algorithm>

namespace mv::vcam::gige {

namespace {

constexpr auto kBig = std::endian::big;
constexpr std::size_t kForceIpBytes = 56;
constexpr std::size_t kRememberedPeers = 16;
constexpr std::int64_t kRememberMs = 5000; // longer than any client repeats itself

std::uint32_t word(std::span<const std::uint8_t> payload, std::size_t offset)
{
    return std::uint32_t(loadInteger(payload.subspan(offset, 4), kBig));
}

// Payload of WRITEREG_ACK and WRITEMEM_ACK: how far it got.
std::vector<std::uint8_t> indexPayload(std::size_t index)
{
    std::vector<std::uint8_t> payload(4);
    storeInteger(std::span(payload).last(2), index, kBig);
    return payload;
}

} // namespace

GvcpDispatcher::GvcpDispatcher(GigeDevice &device) : m_device(device) {}

GvcpOutcome GvcpDispatcher::handle(Peer peer, std::span<const std::uint8_t> datagram, bool broadcast,
                                   std::int64_t nowMs)
{
    const auto request = parseRequest(datagram);
    if (!request)
        return {};
    const bool forEveryone = request->is(Command::Discovery) || request->is(Command::ForceIp);
    if (broadcast && !forEveryone)
        return {};
    m_device.privilege().heard(peer, nowMs);
    if (request->is(Command::PacketResend))
        return {{}, parseResend(*request)}; // never acknowledged
    if (request->is(Command::ForceIp) && request->lengthMatches)
        return {forceIp(*request), {}};

    const bool writes = request->is(Command::WriteReg) || request->is(Command::WriteMem);
    if (writes) {
        if (const Remembered *before = recall(peer, datagram, nowMs))
            return {before->ack, {}};
    }
    const Reply reply = execute(peer, *request, nowMs);
    std::vector<std::uint8_t> ack;
    if (request->wantsAck())
        ack = makeAck(reply.status, request->command, request->id, reply.payload);
    if (writes)
        remember({peer, {datagram.begin(), datagram.end()}, ack, nowMs});
    return {std::move(ack), {}};
}

GvcpDispatcher::Reply GvcpDispatcher::execute(Peer peer, const GvcpRequest &request, std::int64_t nowMs)
{
    if (!request.lengthMatches || request.id == 0) // 0 is no request id
        return {Status::InvalidHeader};
    const auto payload = request.payload;
    switch (Command(request.command)) {
    case Command::Discovery:
        if (!payload.empty())
            return {Status::InvalidParameter};
        return {Status::Success, m_device.discoveryData()};
    case Command::ReadReg:
        return readRegisters(peer, payload);
    case Command::WriteReg:
        return writeRegisters(peer, payload, nowMs);
    case Command::ReadMem:
        return readMemory(peer, payload);
    case Command::WriteMem:
        return writeMemory(peer, payload, nowMs);
    default:
        return {Status::NotImplemented};
    }
}

GvcpDispatcher::Reply GvcpDispatcher::readRegisters(Peer peer, std::span<const std::uint8_t> payload)
{
    if (payload.empty() || payload.size() % 4 != 0 || payload.size() > kMaxGvcpPayload)
        return {Status::InvalidParameter};
    Reply reply{Status::Success, {}};
    for (std::size_t at = 0; at < payload.size(); at += 4) {
        const std::uint32_t address = word(payload, at);
        std::uint8_t value[4] = {};
        reply.status = address % 4 ? Status::BadAlignment : m_device.read(peer, address, value);
        if (reply.status != Status::Success)
            break; // what was read before is still handed over
        reply.payload.insert(reply.payload.end(), std::begin(value), std::end(value));
    }
    return reply;
}

GvcpDispatcher::Reply GvcpDispatcher::writeRegisters(Peer peer, std::span<const std::uint8_t> payload,
                                                     std::int64_t nowMs)
{
    if (payload.empty() || payload.size() % 8 != 0 || payload.size() > kMaxGvcpPayload)
        return {Status::InvalidParameter, indexPayload(0)};
    for (std::size_t at = 0; at < payload.size(); at += 8) {
        const std::uint32_t address = word(payload, at);
        const Status status =
            address % 4 ? Status::BadAlignment : m_device.write(peer, address, payload.subspan(at + 4, 4), nowMs);
        if (status != Status::Success)
            return {status, indexPayload(at / 8)};
    }
    return {Status::Success, indexPayload(payload.size() / 8)};
}

GvcpDispatcher::Reply GvcpDispatcher::readMemory(Peer peer, std::span<const std::uint8_t> payload)
{
    if (payload.size() != 8)
        return {Status::InvalidParameter};
    const std::uint32_t address = word(payload, 0);
    const std::uint32_t count = word(payload, 4); // the upper half is reserved, so that a larger number is refused too
    if (count == 0 || count > kMaxMemoryBytes)
        return {Status::InvalidParameter};
    if (address % 4 || count % 4)
        return {Status::BadAlignment};
    Reply reply{Status::Success, std::vector<std::uint8_t>(4 + count)};
    storeInteger(std::span(reply.payload).first(4), address, kBig);
    reply.status = m_device.read(peer, address, std::span(reply.payload).subspan(4));
    if (reply.status != Status::Success)
        reply.payload.clear();
    return reply;
}

GvcpDispatcher::Reply GvcpDispatcher::writeMemory(Peer peer, std::span<const std::uint8_t> payload, std::int64_t nowMs)
{
    if (payload.size() <= 4 || payload.size() > kMaxMemoryBytes + 4)
        return {Status::InvalidParameter, indexPayload(0)};
    const std::uint32_t address = word(payload, 0);
    if (address % 4 || payload.size() % 4)
        return {Status::BadAlignment, indexPayload(0)};
    const auto data = payload.subspan(4);
    const Status status = m_device.write(peer, address, data, nowMs);
    return {status, indexPayload(status == Status::Success ? data.size() : 0)};
}

// The address is an option of the program, so that it cannot be forced. As the standard has it, a command for another
// hardware address is not ours to answer, and success means that the camera has the address asked for.
std::vector<std::uint8_t> GvcpDispatcher::forceIp(const GvcpRequest &request) const
{
    const auto p = request.payload;
    const auto &identity = m_device.identity();
    if (p.size() != kForceIpBytes || !std::ranges::equal(p.subspan(2, 6), identity.mac) || !request.wantsAck())
        return {};
    const bool already = word(p, 20) == identity.address;
    return makeAck(already ? Status::Success : Status::AccessDenied, request.command, request.id);
}

const GvcpDispatcher::Remembered *GvcpDispatcher::recall(Peer peer, std::span<const std::uint8_t> datagram,
                                                         std::int64_t nowMs) const
{
    const auto it = std::ranges::find(m_recent, peer, &Remembered::peer);
    if (it == m_recent.end() || nowMs - it->atMs > kRememberMs || !std::ranges::equal(it->request, datagram))
        return nullptr;
    return &*it;
}

void GvcpDispatcher::remember(Remembered entry)
{
    std::erase_if(m_recent, [&entry](const Remembered &old) { return old.peer == entry.peer; });
    m_recent.push_back(std::move(entry));
    if (m_recent.size() > kRememberedPeers)
        m_recent.pop_front();
}

} // namespace mv::vcam::gige
