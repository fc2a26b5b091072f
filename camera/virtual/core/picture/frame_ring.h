// SPDX-License-Identifier: GPL-3.0-or-later
// A few physical frames that are sent again and again.
#pragma once

#include "camera/virtual/core/picture/picture.h"
#include "camera/virtual/core/picture/picture_request.h"

#include <functional>

namespace mv::vcam {

/// Pictures of one scene at moments a frame period apart. They are shown to and fro (0 1 2 3 2 1 0 1 …), so that what
/// moves swings instead of jumping back. Each is rendered when it is asked for first; another setting begins a new
/// ring. Not thread-safe: its owner locks.
class FrameRing
{
public:
    using Render = std::function<std::shared_ptr<const Picture>(const PictureRequest &)>;
    static constexpr std::size_t kMaxFrames = 16;
    static constexpr std::size_t kMaxBytes =
        std::size_t(192) * 1024 * 1024; ///< of all frames together; but at least two

    explicit FrameRing(Render render);

    /// The picture of frame @p counter. The exposure's frame number and time in @p request do not matter.
    std::shared_ptr<const Picture> picture(const PictureRequest &request, std::uint64_t counter, std::int64_t periodNs,
                                           std::size_t imageBytes);
    /// Has the whole ring rendered.
    void fill(const PictureRequest &request, std::int64_t periodNs, std::size_t imageBytes);

private:
    void adopt(const PictureRequest &request, std::int64_t periodNs, std::size_t imageBytes);
    std::shared_ptr<const Picture> slot(std::size_t index);

    Render m_render;
    PictureRequest m_request; ///< of every slot, but for number and time
    std::int64_t m_periodNs = 0;
    std::vector<std::shared_ptr<const Picture>> m_slots; ///< nullptr: not asked for yet
};

/// Slot of frame @p counter in a ring of @p slots.
std::size_t ringSlot(std::uint64_t counter, std::size_t slots);

} // namespace mv::vcam
