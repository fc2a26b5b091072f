// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes on their way to the host, without a copy of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace mv::vcam::u3v {

/// Where the bytes of a message come from; read when they leave, straight into the link's buffer. Thread: any.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    virtual std::size_t size() const = 0;
    /// Writes the bytes [offset, offset + dst.size()), which must lie inside.
    virtual void read(std::size_t offset, std::span<std::uint8_t> dst) const = 0;
    /// What read() would write, where it lies: the first of these bytes that lie together, if any do. For sending: they
    /// count as read.
    virtual std::span<const std::uint8_t> view(std::size_t /*offset*/, std::size_t /*length*/) const { return {}; }
};

/// A message that is bytes already.
class StoredBytes : public ByteSource
{
public:
    explicit StoredBytes(std::vector<std::uint8_t> bytes) : m_bytes(std::move(bytes)) {}
    std::size_t size() const override { return m_bytes.size(); }
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override;

private:
    std::vector<std::uint8_t> m_bytes;
};

/// A part of a source. A value.
struct Slice
{
    std::shared_ptr<const ByteSource> source;
    std::size_t offset = 0;
    std::size_t length = 0;
};

std::size_t totalBytes(std::span<const Slice> slices);
/// The whole of @p bytes.
Slice sliceOf(std::vector<std::uint8_t> bytes);
/// A copy of what @p slices are about.
std::vector<std::uint8_t> bytesOf(std::span<const Slice> slices);

} // namespace mv::vcam::u3v
