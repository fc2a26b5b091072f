// SPDX-License-Identifier: GPL-3.0-or-later
// Filling and playing the ring.
#include "camera/virtual/core/picture/frame_ring.h"

#include <algorithm>

namespace mv::vcam {

namespace {

constexpr std::uint64_t kRingNoise = std::uint64_t(1) << 63; // apart from the noise of every computed frame

// What stands still needs no new ring for another frame rate.
bool changesWithTime(const Scene &scene)
{
    return scene.velocityX != 0 || scene.velocityY != 0 || scene.flickerAmplitude != 0 || scene.drift != 0;
}

} // namespace

std::size_t ringSlot(std::uint64_t counter, std::size_t slots)
{
    if (slots < 2)
        return 0;
    const std::uint64_t turn = 2 * std::uint64_t(slots) - 2;
    const std::uint64_t step = counter % turn;
    return std::size_t(step < slots ? step : turn - step);
}

FrameRing::FrameRing(Render render) : m_render(std::move(render)) {}

void FrameRing::adopt(const PictureRequest &request, std::int64_t periodNs, std::size_t imageBytes)
{
    PictureRequest key = request;
    key.exposure.frame = 0;
    key.exposure.startNs = 0;
    const std::int64_t period = changesWithTime(request.scene) ? periodNs : 0;
    if (!m_slots.empty() && key == m_request && period == m_periodNs)
        return;
    m_request = key;
    m_periodNs = period;
    m_slots.assign(std::clamp<std::size_t>(kMaxBytes / std::max<std::size_t>(imageBytes, 1), 2, kMaxFrames), nullptr);
}

std::shared_ptr<const Picture> FrameRing::slot(std::size_t index)
{
    auto &picture = m_slots[index];
    if (!picture || picture->state() == PixelsState::Failed) {
        PictureRequest request = m_request;
        request.exposure.frame = kRingNoise + index;
        request.exposure.startNs = index * std::uint64_t(m_periodNs);
        picture = m_render(request);
    }
    return picture;
}

std::shared_ptr<const Picture> FrameRing::picture(const PictureRequest &request, std::uint64_t counter,
                                                  std::int64_t periodNs, std::size_t imageBytes)
{
    adopt(request, periodNs, imageBytes);
    return slot(ringSlot(counter, m_slots.size()));
}

void FrameRing::fill(const PictureRequest &request, std::int64_t periodNs, std::size_t imageBytes)
{
    adopt(request, periodNs, imageBytes);
    for (std::size_t i = 0; i < m_slots.size(); ++i)
        slot(i);
}

} // namespace mv::vcam
