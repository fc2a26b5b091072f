// SPDX-License-Identifier: GPL-3.0-or-later
// A sequence of values that repeats itself, packed once so that rows of an image are copies out of it.
#pragma once

#include "camera/virtual/core/pixel_format.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace mv::vcam {

/// One long row of the sequence v(0), v(1), … v(period - 1), v(0), … in its wire format. A row of an image that begins
/// with v(n) is a copy out of it, so a frame costs a memcpy a row and no arithmetic a pixel. Two samples share bytes in
/// the packed formats: those keep a second row that begins with v(1). Immutable; thread: any.
class SampleLine
{
public:
    /// The value of every sample of pixel n.
    using Value = std::function<std::uint16_t(std::uint64_t n)>;
    SampleLine(const PixelFormat &format, std::uint32_t width, std::uint64_t period, const Value &value);

    /// The bytes of a row whose first pixel is v(@p start modulo period).
    std::span<const std::uint8_t> row(std::uint64_t start) const;

private:
    std::size_t m_rowBytes;
    std::uint64_t m_period;
    unsigned m_bitsPerPixel;
    bool m_pairs;
    std::vector<std::uint8_t> m_phases[2]; ///< begin with v(0) and v(1)
};

} // namespace mv::vcam
