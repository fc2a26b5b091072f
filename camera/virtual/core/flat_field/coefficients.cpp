// SPDX-License-Identifier: GPL-3.0-or-later
// The correction of one sample, in 32 bits so that a loop over a row can be vectorised.
#include "camera/virtual/core/flat_field/coefficients.h"

#include "camera/virtual/core/flat_field/crc32.h"
#include "camera/virtual/core/sensor/sensor.h"

#include <algorithm>
#include <bit>

namespace mv::vcam {

namespace {

constexpr unsigned kBits = 12; // that the coefficients are made for

template<typename Value> std::uint32_t crcOf(const std::vector<Value> &map)
{
    static_assert(std::endian::native == std::endian::little, "the maps are stored as they lie in memory");
    return crc32({reinterpret_cast<const std::uint8_t *>(map.data()), map.size() * sizeof(Value)});
}

struct Levels
{
    unsigned shift;        ///< from the ADC's bits to 12
    std::int32_t pedestal; ///< 1/16 DN
    std::int32_t highest;  ///< 1/16 DN of the ADC
};

// The product needs 33 bits. The gain's two bytes are multiplied on their own; what is cut off of the lower product
// would have been cut off of the sum as well, so that this is exactly ((y - o) g) >> 14.
void correctRow(const Levels &levels, const std::int16_t *offset, const std::uint16_t *gain, std::uint16_t *row,
                std::uint32_t width)
{
    const unsigned shift = levels.shift;
    const std::int32_t pedestal = levels.pedestal, highest = levels.highest;
    for (std::uint32_t x = 0; x < width; ++x) {
        const std::int32_t signal = (std::int32_t(row[x]) << shift) - offset[x];
        const std::int32_t upper = signal * (gain[x] >> 8), lower = signal * (gain[x] & 0xFF);
        const std::int32_t scaled = (upper + (lower >> 8)) >> (kGainBits - 8);
        const std::int32_t value = (scaled + pedestal) >> shift;
        const std::int32_t positive = value > 0 ? value : 0;
        row[x] = std::uint16_t(positive < highest ? positive : highest);
    }
}

} // namespace

Coefficients::Coefficients(std::uint32_t width, std::uint32_t height, std::uint32_t pedestal,
                           std::vector<std::int16_t> offset, std::vector<std::uint16_t> gain)
    : m_width(width)
    , m_height(height)
    , m_pedestal(pedestal)
    , m_offset(std::move(offset))
    , m_gain(std::move(gain))
    , m_offsetCrc(crcOf(m_offset))
    , m_gainCrc(crcOf(m_gain))
{}

std::shared_ptr<const Coefficients> neutralCoefficients(std::uint32_t width, std::uint32_t height)
{
    const std::size_t pixels = std::size_t(width) * height;
    return std::make_shared<Coefficients>(width, height, 0, std::vector<std::int16_t>(pixels),
                                          std::vector<std::uint16_t>(pixels, kUnityGain));
}

void applyCoefficients(const Coefficients &coefficients, const Region &region, unsigned adcBits,
                       std::span<std::uint16_t> samples)
{
    const Levels levels{kBits - adcBits, std::int32_t(coefficients.pedestal() << kFractionBits),
                        std::int32_t(((1u << adcBits) - 1) << kFractionBits)};
    for (std::uint32_t y = 0; y < region.height; ++y) {
        const std::size_t at = std::size_t(region.y + y) * coefficients.width() + region.x;
        correctRow(levels, &coefficients.offset()[at], &coefficients.gain()[at],
                   &samples[std::size_t(y) * region.width], region.width);
    }
}

} // namespace mv::vcam
