// SPDX-License-Identifier: GPL-3.0-or-later
// Files in memory.
#include "camera/virtual/core/files/file_image.h"

#include <algorithm>

namespace mv::vcam {

BytesImage::BytesImage(std::shared_ptr<const std::vector<std::uint8_t>> bytes) : m_bytes(std::move(bytes)) {}

void BytesImage::read(std::size_t offset, std::span<std::uint8_t> dst) const
{
    std::ranges::copy(std::span(*m_bytes).subspan(offset, dst.size()), dst.begin());
}

std::vector<std::uint8_t> allBytes(const FileImage &image)
{
    std::vector<std::uint8_t> bytes(image.size());
    image.read(0, bytes);
    return bytes;
}

} // namespace mv::vcam
