// SPDX-License-Identifier: GPL-3.0-or-later
// The moving diagonal ramp: value(x, y) = (x + y + c) mod 2^bits, the same in every channel.
#pragma once

#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/pixel_format.h"

namespace mv::vcam {

/// One long row of the ramp in its wire format. A row of an image that begins with value s is a copy out of it, so a
/// frame costs a memcpy a row and no arithmetic a pixel. Two samples share bytes in the packed formats: those keep a
/// second row for odd s. Immutable; thread: any.
class RampLine
{
public:
    RampLine(const PixelFormat &format, std::uint32_t width);
    /// The bytes of a row whose first value is @p start (taken modulo 2^bits).
    std::span<const std::uint8_t> row(std::uint64_t start) const;

private:
    std::size_t m_rowBytes;
    std::uint64_t m_mask;
    unsigned m_bitsPerPixel;
    bool m_pairs;
    std::vector<std::uint8_t> m_phases[2]; ///< begin with value 0 and value 1
};

/// The pixels of the frame with counter c. Immutable; thread: any.
class RampPixels : public FramePixels
{
public:
    RampPixels(std::shared_ptr<const RampLine> line, std::size_t rowBytes, std::uint64_t counter);
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override;

private:
    std::shared_ptr<const RampLine> m_line;
    std::size_t m_rowBytes;
    std::uint64_t m_counter;
};

} // namespace mv::vcam
