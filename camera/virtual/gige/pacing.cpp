// SPDX-License-Identifier: GPL-3.0-or-later
// Batches from frame period and packet delay.
#include "camera/virtual/gige/pacing.h"

#include <algorithm>

namespace mv::vcam::gige {

Pacing pacingFor(const GvspBlock &block)
{
    const auto packets = std::int64_t(block.packetCount());
    const auto share = [](std::uint64_t ns) { return std::int64_t(double(ns) * kPeriodShare); };
    const auto longest = std::max(kLongestSpreadNs, share(block.frame().transferNs));
    const auto spread = std::min(share(block.frame().periodNs), longest);
    // GevSCPD is the least distance between two packets; a long one stretches the frame beyond its period.
    const std::int64_t smooth = std::min(spread / packets, kLongestGapNs);
    const std::int64_t perPacket = std::max(smooth, std::int64_t(block.config().packetDelayNs));
    const auto largest = std::max<std::int64_t>(1, std::int64_t(kBatchBytes / block.config().packetSize));
    const auto smallest = std::max<std::int64_t>(1, std::int64_t(kSmallBatchBytes / block.config().packetSize));
    // A packet delay is kept to as closely as a timer can.
    const bool delayed = block.config().packetDelayNs > 0;
    const std::int64_t fitting = (delayed ? kShortestWaitNs : kLongestGapNs) / std::max<std::int64_t>(perPacket, 1);
    const std::int64_t batch = std::clamp(fitting, delayed ? std::int64_t(1) : smallest, largest);
    const std::int64_t interval = perPacket * batch;
    return {std::uint32_t(batch), delayed ? interval : std::min(interval, kLongestGapNs)};
}

} // namespace mv::vcam::gige
