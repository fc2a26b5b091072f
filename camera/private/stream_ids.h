// SPDX-License-Identifier: GPL-3.0-or-later
// Frame ids as they come, made into ids that never wrap, and the gaps between them.
#pragma once

#include <cstdint>
#include <optional>

namespace mv {

/// GVSP block ids run from 1 to 65535 and skip 0 at the wrap, or are 64 bits wide (extended ids), which shows only when
/// one passes 65535. Thread: one at a time.
class FrameIds
{
public:
    struct Step
    {
        std::uint64_t id = 0;      ///< widened: wraps removed
        std::uint64_t missing = 0; ///< ids between the last frame and this one that never came
    };
    /// @p raw > 0, in the order of arrival. A step back (the camera began to count anew) is no loss.
    Step next(std::uint64_t raw);
    /// A frame came whose leader, and so whose id, was lost: it explains one id of the next gap.
    void unnamed() { ++m_unnamed; }

private:
    static constexpr std::uint64_t period = 65535;

    std::optional<std::uint64_t> m_lastRaw;
    std::uint64_t m_lastWide = 0;
    std::uint64_t m_unnamed = 0;
    bool m_extended = false;
};

} // namespace mv
