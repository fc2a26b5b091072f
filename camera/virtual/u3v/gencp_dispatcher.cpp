// SPDX-License-Identifier: GPL-3.0-or-later
// Execution and refusal of GenCP commands.
#include "camera/virtual/u3v/gencp_dispatcher.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/feature_rows.h"
#include "camera/virtual/u3v/u3v_device.h"

namespace mv::vcam::u3v {

namespace {

struct Reply
{
    Status status;
    std::vector<std::uint8_t> payload = {};
};

Reply readMemory(const U3vDevice &device, const GencpRequest &request)
{
    const auto memory = request.memory();
    if (!memory || request.payload.size() != 12 || memory->second == 0 || memory->second > kMaxReadBytes)
        return {Status::InvalidParameter};
    Reply reply{Status::Success, std::vector<std::uint8_t>(memory->second)};
    reply.status = device.read(memory->first, reply.payload);
    if (reply.status != Status::Success)
        reply.payload.clear();
    return reply;
}

Reply writeMemory(U3vDevice &device, const GencpRequest &request)
{
    const auto memory = request.memory();
    if (!memory || memory->second == 0)
        return {Status::InvalidParameter};
    const Status status = device.write(memory->first, request.payload.subspan(8));
    if (status != Status::Success)
        return {status};
    Reply reply{status, std::vector<std::uint8_t>(4)}; // reserved16, bytes written16
    storeInteger(std::span(reply.payload).subspan(2), memory->second, std::endian::little);
    return reply;
}

Reply execute(U3vDevice &device, const GencpRequest &request)
{
    if (!request.lengthMatches || request.payload.size() + kGencpHeaderBytes > kMaxCommandBytes)
        return {Status::InvalidHeader};
    if (request.is(GencpCommand::ReadMem))
        return readMemory(device, request);
    if (request.is(GencpCommand::WriteMem))
        return writeMemory(device, request);
    return {Status::NotImplemented};
}

} // namespace

std::vector<std::uint8_t> executeGencp(U3vDevice &device, const GencpRequest &request)
{
    const Reply reply = execute(device, request);
    if (!request.wantsAck())
        return {};
    return makeGencpAck(reply.status, request.command, request.id, reply.payload);
}

RegisterFault registerFault(const Faults &faults, const GencpRequest &request)
{
    const auto memory = request.memory();
    if (!memory || faults.registerMode == RegisterFault::None)
        return RegisterFault::None;
    const auto touches = [&memory](std::uint64_t begin, std::uint64_t end) {
        return memory->first < end && begin < memory->first + memory->second;
    };
    const std::uint64_t address = faults.registerAddress;
    const bool exempt = touches(kFaultAddress, kFaultEnd) || touches(kUsbFaultAddress, kUsbFaultEnd);
    return (address == 0 || touches(address, address + 1)) && !exempt ? faults.registerMode : RegisterFault::None;
}

} // namespace mv::vcam::u3v
