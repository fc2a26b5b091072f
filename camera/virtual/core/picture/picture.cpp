// SPDX-License-Identifier: GPL-3.0-or-later
// Handing over and reading pictures.
#include "camera/virtual/core/picture/picture.h"

#include "camera/virtual/core/packing.h"

#include <algorithm>
#include <cstring>

namespace mv::vcam {

void Picture::finish(std::vector<std::uint8_t> bytes, const PictureStatistics &statistics)
{
    m_statistics = statistics;
    m_bytes = std::move(bytes);
    m_state.store(m_bytes.empty() ? PixelsState::Failed : PixelsState::Ready, std::memory_order_release);
}

PicturePixels::PicturePixels(std::shared_ptr<const Picture> picture, std::vector<std::uint8_t> stamp)
    : m_picture(std::move(picture)), m_stamp(std::move(stamp))
{}

void PicturePixels::read(std::size_t offset, std::span<std::uint8_t> dst) const
{
    // Not std::ranges::copy(): GCC 12 makes a loop over bytes of it, five times as slow.
    std::memcpy(dst.data(), m_picture->bytes().data() + offset, dst.size());
    if (offset < m_stamp.size()) {
        const auto covered = std::span(m_stamp).subspan(offset);
        std::copy_n(covered.begin(), std::min(covered.size(), dst.size()), dst.begin());
    }
}

std::span<const std::uint8_t> PicturePixels::stored(std::size_t offset, std::size_t length) const
{
    return offset < m_stamp.size() ? std::span<const std::uint8_t>()
                                   : std::span(m_picture->bytes()).subspan(offset, length);
}

std::vector<std::uint8_t> counterStamp(const PixelFormat &format, std::uint64_t counter)
{
    std::vector<std::uint16_t> samples;
    for (unsigned i = 0; i < 8; ++i)
        samples.insert(samples.end(), format.samplesPerPixel, std::uint16_t(counter >> (8 * i) & 0xFF));
    return packSamples(format, samples);
}

} // namespace mv::vcam
