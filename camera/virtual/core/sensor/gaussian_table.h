// SPDX-License-Identifier: GPL-3.0-or-later
// The standard normal's inverse CDF as a table: 32 random bits in, one deviate out.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace mv::vcam {

/// Bit 0 of the word is the sign; the other 31 give the tail probability p = u / 2^32 with u odd in [1, 2^31). Read as
/// a float, u has its octave in the exponent and its place within the octave in the mantissa: each octave has 64
/// chords, so that the tails are as fine as the middle. Deviates reach 6.23 sigma (p = 2^-32); the chords' error is
/// below 2e-5 sigma out to 6 sigma. Symmetric: the mean is exactly 0. Immutable; thread: any.
class GaussianTable
{
public:
    static const GaussianTable &instance();

    float operator()(std::uint32_t word) const
    {
        const std::uint32_t u = (word >> 1) | 1u;
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(float(std::int32_t(u)));
        const Chord &chord = m_chords[(bits >> kFractionBits) - kFirst];
        const float fraction = float(std::int32_t(bits & ((1u << kFractionBits) - 1)));
        const float magnitude = chord.value + chord.slope * fraction;
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) ^ (word << 31));
    }

private:
    GaussianTable();

    struct Chord
    {
        float value; ///< at the left end
        float slope; ///< per unit of the mantissa's low bits
    };
    static constexpr unsigned kSegmentBits = 6; ///< 64 chords an octave
    static constexpr unsigned kFractionBits = 23 - kSegmentBits;
    static constexpr std::uint32_t kFirst = 127u << kSegmentBits; ///< of u = 1
    static constexpr unsigned kOctaves = 31;
    std::array<Chord, (kOctaves << kSegmentBits) + 1> m_chords;
};

} // namespace mv::vcam
