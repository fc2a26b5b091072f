// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of an image lie among its bytes.
#pragma once

#include "camera/imaging/frame.h"

#include <cstddef>
#include <cstdint>

namespace mv {

/// Without padding, GigE Vision and PFNC let pixels follow one another from row to row without a gap, so that a row of
/// a packed format may start within a byte: the image is one run of samples. With padding_x in the leader every row
/// fills whole bytes and the padding comes after it. Sizes saturate instead of overflowing, since width, height and
/// padding come from the wire. A value; thread: any.
class FrameLayout
{
public:
    FrameLayout(const PixelFormatInfo &format, const FrameInfo &info);

    /// True: one run of samples; false: each row starts at a byte of its own.
    bool contiguous() const { return m_contiguous; }
    std::uint64_t samplesPerRow() const { return m_samplesPerRow; }
    /// From one row to the next, padding included; 0 where rows are contiguous.
    std::size_t strideBytes() const { return m_strideBytes; }
    /// Bytes that must be there to decode everything (the last row's padding need not be).
    std::size_t neededBytes() const { return m_neededBytes; }
    /// neededBytes() plus the last row's padding.
    std::size_t totalBytes() const { return m_totalBytes; }

private:
    bool m_contiguous = true;
    std::uint64_t m_samplesPerRow = 0;
    std::size_t m_strideBytes = 0;
    std::size_t m_neededBytes = 0;
    std::size_t m_totalBytes = 0;
};

} // namespace mv
