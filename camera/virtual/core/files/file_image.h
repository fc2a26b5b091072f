// SPDX-License-Identifier: GPL-3.0-or-later
// The content of a file in the camera.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace mv::vcam {

/// Bytes that can be read anywhere; stays what it was when it was opened. Immutable; thread: any.
class FileImage
{
public:
    virtual ~FileImage() = default;
    virtual std::size_t size() const = 0;
    /// The bytes [offset, offset + dst.size()), which must lie within the file.
    virtual void read(std::size_t offset, std::span<std::uint8_t> dst) const = 0;
};

/// Bytes as they lie in memory.
class BytesImage : public FileImage
{
public:
    explicit BytesImage(std::shared_ptr<const std::vector<std::uint8_t>> bytes);
    std::size_t size() const override { return m_bytes->size(); }
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override;

private:
    std::shared_ptr<const std::vector<std::uint8_t>> m_bytes;
};

/// All of it.
std::vector<std::uint8_t> allBytes(const FileImage &image);

} // namespace mv::vcam
