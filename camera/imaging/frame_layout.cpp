// SPDX-License-Identifier: GPL-3.0-or-later
// Saturating arithmetic on geometry that came from the wire.
#include "camera/imaging/frame_layout.h"

#include <limits>

namespace mv {

namespace {

std::size_t saturatingProduct(std::size_t a, std::size_t b)
{
    std::size_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::size_t>::max() : product;
}

std::size_t saturatingSum(std::size_t a, std::size_t b)
{
    std::size_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::size_t>::max() : sum;
}

} // namespace

FrameLayout::FrameLayout(const PixelFormatInfo &format, const FrameInfo &info)
    : m_contiguous(info.paddingX == 0)
    , m_samplesPerRow(std::uint64_t(info.width) * static_cast<std::uint64_t>(format.channels))
{
    if (m_contiguous || info.height == 0) {
        m_neededBytes = m_totalBytes = imageBytes(format, info.width, info.height);
        return;
    }
    const std::size_t rowBytes = imageBytes(format, info.width, 1);
    m_strideBytes = rowBytes + info.paddingX; // 2^32 pixels of at most 2^8 bits: no overflow
    m_neededBytes = saturatingSum(saturatingProduct(m_strideBytes, info.height - std::size_t(1)), rowBytes);
    m_totalBytes = saturatingProduct(m_strideBytes, info.height);
}

} // namespace mv
