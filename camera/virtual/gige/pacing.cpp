// SPDX-License-Identifier: GPL-3.0-or-later
// Batches from frame period and packet delay.
#include "camera/virtual/gige/pacing.h"

#include <algorithm>

namespace mv::vcam::gige {

Pacing pacingFor(const GvspBlock &block)
{
    const auto packets = std::int64_t(block.packetCount());
    const auto spread = std::min(std::int64_t(double(block.frame().periodNs) * kPeriodShare), kLongestSpreadNs);
    // GevSCPD is the least distance between two packets; a long one stretches the frame beyond its period.
    const std::int64_t perPacket = std::max(spread / packets, std::int64_t(block.config().packetDelayNs));
    const auto largest = std::max<std::int64_t>(1, std::int64_t(kBatchBytes / block.config().packetSize));
    std::int64_t batch = largest;
    if (block.config().packetDelayNs > 0) // smaller batches keep to the delay as closely as a timer can
        batch = std::clamp(kShortestWaitNs / std::max<std::int64_t>(perPacket, 1), std::int64_t(1), largest);
    return {std::uint32_t(batch), perPacket * batch};
}

} // namespace mv::vcam::gige
