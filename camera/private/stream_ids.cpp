// SPDX-License-Identifier: GPL-3.0-or-later
// Frame ids as they come, made into ids that never wrap, and the gaps between them.
#include "camera/private/stream_ids.h"

#include <algorithm>

namespace mv {

FrameIds::Step FrameIds::next(std::uint64_t raw)
{
    m_extended = m_extended || raw > period;
    std::uint64_t advance = 1;
    if (!m_lastRaw)
        m_lastWide = raw - 1;
    else if (raw > *m_lastRaw)
        advance = raw - *m_lastRaw;
    else if (!m_extended && *m_lastRaw - raw > period / 2)
        advance = raw + period - *m_lastRaw; // 65535 is followed by 1
    // else: the camera counts anew; nothing is known of what it may have dropped.

    // A frame that lost its leader stands between the ids: it came, so it is not missing.
    const std::uint64_t missing = advance - 1 - std::min(m_unnamed, advance - 1);
    m_unnamed = 0;
    m_lastRaw = raw;
    m_lastWide += advance;
    return {m_lastWide, missing};
}

} // namespace mv
