// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the ramp, copied out of one precomputed line.
#include "camera/virtual/core/ramp.h"

#include "camera/virtual/core/packing.h"

#include <algorithm>

namespace mv::vcam {

RampLine::RampLine(const PixelFormat &format, std::uint32_t width)
    : m_rowBytes(format.rowBytes(width))
    , m_mask((std::uint64_t(1) << format.significantBits) - 1)
    , m_bitsPerPixel(format.bitsPerPixel)
    , m_pairs(format.packing == Packing::GigePacked || format.packing == Packing::PfncPacked)
{
    const std::uint64_t pixels = width + m_mask + 1;
    for (unsigned phase = 0; phase < (m_pairs ? 2u : 1u); ++phase) {
        std::vector<std::uint16_t> samples;
        samples.reserve(pixels * format.samplesPerPixel);
        for (std::uint64_t x = 0; x < pixels; ++x)
            samples.insert(samples.end(), format.samplesPerPixel, std::uint16_t((x + phase) & m_mask));
        m_phases[phase] = packSamples(format, samples);
    }
}

std::span<const std::uint8_t> RampLine::row(std::uint64_t start) const
{
    const std::uint64_t first = start & m_mask;
    const unsigned phase = m_pairs ? unsigned(first & 1) : 0;
    const std::size_t offset = std::size_t(first - phase) * m_bitsPerPixel / 8;
    return std::span(m_phases[phase]).subspan(offset, m_rowBytes);
}

RampPixels::RampPixels(std::shared_ptr<const RampLine> line, std::size_t rowBytes, std::uint64_t counter)
    : m_line(std::move(line)), m_rowBytes(rowBytes), m_counter(counter)
{}

void RampPixels::read(std::size_t offset, std::span<std::uint8_t> dst) const
{
    std::size_t y = offset / m_rowBytes;
    std::size_t x = offset % m_rowBytes;
    while (!dst.empty()) {
        const auto row = m_line->row(y + m_counter).subspan(x);
        const std::size_t count = std::min(row.size(), dst.size());
        std::copy_n(row.begin(), count, dst.begin());
        dst = dst.subspan(count);
        x = 0;
        ++y;
    }
}

} // namespace mv::vcam
