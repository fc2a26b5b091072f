// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers that are a function of where they are used, not of what was drawn before.
#pragma once

#include <cstdint>

namespace mv::vcam {

/// What a stream is for; one purpose never disturbs another. The numbers are part of the model: never reuse one.
enum class Purpose : std::uint64_t {
    Noise = 1, ///< shot and read noise of one row of one frame
    DsnuPixel = 2,
    DsnuColumn = 3,
    DsnuRow = 4,
    PrnuPixel = 5,
    PrnuColumn = 6,
    PrnuRow = 7,
    DarkCurrent = 8,
    DefectPlace = 9,
    DefectStrength = 10,
    Blink = 11, ///< the state of one blinking pixel in one frame
    Grain = 12, ///< of the textured target
    Dust = 13,
};

/// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, with
/// Stafford's variant 13). A bijection of 64 bits.
constexpr std::uint64_t splitMix(std::uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/// A SplitMix64 sequence whose start is hashed from (seed, purpose, frame, row) and which is read by index: word(x)
/// needs no state, so neither a region of interest nor the number of threads changes what a pixel gets. A value;
/// thread: any.
class RandomStream
{
public:
    constexpr RandomStream(std::uint64_t seed, Purpose purpose, std::uint64_t frame = 0, std::uint64_t row = 0)
        : m_start(splitMix(splitMix(splitMix(splitMix(seed + kGamma) + std::uint64_t(purpose) * kGamma) + frame) + row))
    {}
    constexpr std::uint64_t word(std::uint64_t index) const { return splitMix(m_start + (index + 1) * kGamma); }
    /// In [0, 1), a multiple of 2^-53.
    constexpr double uniform(std::uint64_t index) const { return double(word(index) >> 11) * 0x1p-53; }

private:
    static constexpr std::uint64_t kGamma = 0x9E3779B97F4A7C15u;
    std::uint64_t m_start;
};

} // namespace mv::vcam
