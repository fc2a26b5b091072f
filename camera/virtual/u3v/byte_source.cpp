// SPDX-License-Identifier: GPL-3.0-or-later
// Slices of byte sources.
#include "camera/virtual/u3v/byte_source.h"

#include <algorithm>

namespace mv::vcam::u3v {

void StoredBytes::read(std::size_t offset, std::span<std::uint8_t> dst) const
{
    std::ranges::copy(std::span(m_bytes).subspan(offset, dst.size()), dst.begin());
}

std::size_t totalBytes(std::span<const Slice> slices)
{
    std::size_t sum = 0;
    for (const Slice &slice : slices)
        sum += slice.length;
    return sum;
}

Slice sliceOf(std::vector<std::uint8_t> bytes)
{
    const std::size_t length = bytes.size();
    return {std::make_shared<StoredBytes>(std::move(bytes)), 0, length};
}

std::vector<std::uint8_t> bytesOf(std::span<const Slice> slices)
{
    std::vector<std::uint8_t> bytes(totalBytes(slices));
    std::span<std::uint8_t> rest(bytes);
    for (const Slice &slice : slices) {
        slice.source->read(slice.offset, rest.first(slice.length));
        rest = rest.subspan(slice.length);
    }
    return bytes;
}

} // namespace mv::vcam::u3v
