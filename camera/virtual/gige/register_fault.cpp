// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into register accesses for their addresses.
#include "camera/virtual/gige/register_fault.h"

#include "camera/virtual/core/bytes.h"
#include "camera/virtual/core/feature_rows.h"

namespace mv::vcam::gige {

namespace {

bool overlap(std::uint64_t begin, std::uint64_t end, std::uint64_t otherBegin, std::uint64_t otherEnd)
{
    return begin < otherEnd && otherBegin < end;
}

/// Whether any byte that @p request is about lies in [begin, end).
bool touches(const GvcpRequest &request, std::uint64_t begin, std::uint64_t end)
{
    const auto word = [&request](std::size_t offset) {
        return loadInteger(request.payload.subspan(offset, 4), std::endian::big);
    };
    const std::size_t size = request.payload.size();
    if (request.is(Command::ReadMem))
        return size >= 8 && overlap(word(0), word(0) + word(4), begin, end);
    if (request.is(Command::WriteMem))
        return size >= 4 && overlap(word(0), word(0) + size - 4, begin, end);
    const std::size_t step = request.is(Command::WriteReg) ? 8 : 4; // address and value, or address
    for (std::size_t at = 0; at + step <= size; at += step) {
        if (overlap(word(at), word(at) + 4, begin, end))
            return true;
    }
    return false;
}

} // namespace

RegisterFault faultOf(const Faults &faults, const GvcpRequest &request)
{
    const std::uint64_t address = faults.registerAddress;
    const bool meant = address == 0 || touches(request, address, address + 1);
    return meant && !touches(request, kFaultAddress, kFaultEnd) ? faults.registerMode : RegisterFault::None;
}

std::vector<std::uint8_t> makeRefusal(const GvcpRequest &request)
{
    const std::uint8_t index[4] = {}; // how far a write got: nowhere
    const bool writes = request.is(Command::WriteReg) || request.is(Command::WriteMem);
    return makeAck(Status::AccessDenied, request.command, request.id,
                   std::span(index).first(writes ? sizeof index : 0));
}

} // namespace mv::vcam::gige
