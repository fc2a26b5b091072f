// SPDX-License-Identifier: GPL-3.0-or-later
// A rendered picture, and the pixels of a frame that shows it.
#pragma once

#include "camera/virtual/core/frame.h"
#include "camera/virtual/core/isp/picture_statistics.h"

#include <atomic>

namespace mv::vcam {

struct PixelFormat;

/// Bytes that one thread fills in and others read from then on. The bytes must not be touched before finish(), and not
/// be changed after it. Thread: any.
class Picture
{
public:
    PixelsState state() const { return m_state.load(std::memory_order_acquire); }
    const std::vector<std::uint8_t> &bytes() const { return m_bytes; }
    const PictureStatistics &statistics() const { return m_statistics; } ///< only of one that is ready
    /// Once. No bytes: it could not be made.
    void finish(std::vector<std::uint8_t> bytes, const PictureStatistics &statistics = {});

private:
    std::vector<std::uint8_t> m_bytes;
    PictureStatistics m_statistics;
    std::atomic<PixelsState> m_state = PixelsState::Pending;
};

/// The pixels of one frame: a picture, whose first pixels may be covered by a stamp. Immutable; thread: any.
class PicturePixels : public FramePixels
{
public:
    PicturePixels(std::shared_ptr<const Picture> picture, std::vector<std::uint8_t> stamp);
    PixelsState state() const override { return m_picture->state(); }
    void read(std::size_t offset, std::span<std::uint8_t> dst) const override;
    std::span<const std::uint8_t> stored(std::size_t offset, std::size_t length) const override;

private:
    std::shared_ptr<const Picture> m_picture;
    std::vector<std::uint8_t> m_stamp; ///< instead of the picture's first bytes
};

/// The frame counter as the first 8 pixels: pixel i has the value (counter >> 8 i) mod 256, in every channel.
std::vector<std::uint8_t> counterStamp(const PixelFormat &format, std::uint64_t counter);

} // namespace mv::vcam
