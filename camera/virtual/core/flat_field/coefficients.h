// SPDX-License-Identifier: GPL-3.0-or-later
// The coefficients of flat-field correction, and the arithmetic that applies them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace mv::vcam {

struct Region;

inline constexpr unsigned kGainBits = 14; ///< fraction bits of a gain
inline constexpr std::uint16_t kUnityGain = 1u << kGainBits;

/// An offset and a gain for every pixel of the sensor, 4 bytes together, in DN of a 12-bit ADC. Immutable; thread: any.
class Coefficients
{
public:
    /// Each map has width x height values, row by row.
    Coefficients(std::uint32_t width, std::uint32_t height, std::uint32_t pedestal, std::vector<std::int16_t> offset,
                 std::vector<std::uint16_t> gain);

    std::uint32_t width() const { return m_width; }
    std::uint32_t height() const { return m_height; }
    std::uint32_t pedestal() const { return m_pedestal; } ///< mean dark, DN, 0 .. 4095: stays in the image
    const std::vector<std::int16_t> &offset() const { return m_offset; } ///< S11.4: 1/16 DN
    const std::vector<std::uint16_t> &gain() const { return m_gain; }    ///< U2.14
    std::uint32_t offsetCrc() const { return m_offsetCrc; }              ///< CRC-32 of the map as little-endian bytes
    std::uint32_t gainCrc() const { return m_gainCrc; }

private:
    std::uint32_t m_width, m_height, m_pedestal;
    std::vector<std::int16_t> m_offset;
    std::vector<std::uint16_t> m_gain;
    std::uint32_t m_offsetCrc, m_gainCrc;
};

/// The whole sensor with offset 0 and gain 1, which changes nothing.
std::shared_ptr<const Coefficients> neutralCoefficients(std::uint32_t width, std::uint32_t height);

/// Corrects the samples of @p region in place: 1/16 DN of an ADC of @p adcBits (8 to 12), row by row. With y in 1/16 DN
/// at 12 bits (an ADC of fewer bits is shifted up before and down after), o and g the pixel's coefficients and p the
/// pedestal:
///   out = clamp( (((y - o) g) >> 14) + 16 p, 0, 16 (2^12 - 1) )
/// cut off to 1/16 DN as the sensor's own samples are. Rounding that to whole DN, (out + 8) >> 4, gives for whole y
/// exactly the normative formula
///   clamp( ((((y << 4) - o) g + (1 << 17)) >> 18) + p, 0, 2^12 - 1 )
/// since floors nest; the rounding stays the last stage's. Thread: any.
void applyCoefficients(const Coefficients &coefficients, const Region &region, unsigned adcBits,
                       std::span<std::uint16_t> samples);

} // namespace mv::vcam
