// SPDX-License-Identifier: GPL-3.0-or-later
// When the packets of a frame leave.
#pragma once

#include "camera/virtual/gige/gvsp_packet.h"

namespace mv::vcam::gige {

/// A frame is sent in batches of packets at even distances, so that a receiver's socket buffer (often smaller than a
/// frame) never sees the whole of it at once. A value; thread: any.
struct Pacing
{
    std::uint32_t batchPackets;   ///< packets sent together
    std::int64_t batchIntervalNs; ///< from the start of one batch to that of the next
};

inline constexpr std::size_t kBatchBytes = 262'144;
/// So much fits into every receiver's socket buffer, so that it can go out together: small frames in one piece.
inline constexpr std::size_t kSmallBatchBytes = 65'536;
/// Of the frame period; the rest is slack, so that the sender does not fall behind.
inline constexpr double kPeriodShare = 0.8;
/// At low frame rates a frame is not stretched longer than this, unless the link takes longer for it: it would only
/// arrive later.
inline constexpr std::int64_t kLongestSpreadNs = 40'000'000;
/// Longer gaps look like lost packets to receivers (Aravis asks again after 20 ms).
inline constexpr std::int64_t kLongestGapNs = 4'000'000;
/// Shorter waits than this cost more than they smooth.
inline constexpr std::int64_t kShortestWaitNs = 100'000;

Pacing pacingFor(const GvspBlock &block);

} // namespace mv::vcam::gige
