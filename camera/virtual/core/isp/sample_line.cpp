// SPDX-License-Identifier: GPL-3.0-or-later
// Packing a sequence once, and finding rows in it.
#include "camera/virtual/core/isp/sample_line.h"

#include "camera/virtual/core/packing.h"

namespace mv::vcam {

SampleLine::SampleLine(const PixelFormat &format, std::uint32_t width, std::uint64_t period, const Value &value)
    : m_rowBytes(format.rowBytes(width))
    , m_period(period)
    , m_bitsPerPixel(format.bitsPerPixel)
    , m_pairs(format.packing == Packing::GigePacked || format.packing == Packing::PfncPacked)
{
    const std::uint64_t pixels = width + period;
    for (unsigned phase = 0; phase < (m_pairs ? 2u : 1u); ++phase) {
        std::vector<std::uint16_t> samples;
        samples.reserve(pixels * format.samplesPerPixel);
        for (std::uint64_t x = 0; x < pixels; ++x)
            samples.insert(samples.end(), format.samplesPerPixel, value((x + phase) % period));
        m_phases[phase] = packSamples(format, samples);
    }
}

std::span<const std::uint8_t> SampleLine::row(std::uint64_t start) const
{
    const std::uint64_t first = start % m_period;
    const unsigned phase = m_pairs ? unsigned(first & 1) : 0;
    const std::size_t offset = std::size_t(first - phase) * m_bitsPerPixel / 8;
    return std::span(m_phases[phase]).subspan(offset, m_rowBytes);
}

} // namespace mv::vcam
