// SPDX-License-Identifier: GPL-3.0-or-later
// How the host wants to have a frame cut into transfers.
#pragma once

#include <cstdint>

namespace mv::vcam::u3v {

inline constexpr std::uint32_t kLeaderBytes = 52;
inline constexpr std::uint32_t kTrailerBytes = 32;
inline constexpr std::uint32_t kChunkTrailerBytes = 36; ///< with the chunk layout's number

/// The streaming interface's registers (SIRM). A value.
struct StreamSetup
{
    bool enabled = false;
    std::uint32_t maxLeader = 0, maxTrailer = 0;
    /// A payload is payloadCount transfers of payloadSize bytes, one of transfer1 and one of transfer2 bytes, or as
    /// many of them as it fills.
    std::uint32_t payloadSize = 0, payloadCount = 0, transfer1 = 0, transfer2 = 0;

    std::uint64_t capacity() const { return std::uint64_t(payloadSize) * payloadCount + transfer1 + transfer2; }
};

/// Who carries out what the registers say.
class StreamControl
{
public:
    virtual ~StreamControl() = default;
    virtual void configure(const StreamSetup &setup) = 0;
    virtual void enableEvents(bool on) = 0;
};

} // namespace mv::vcam::u3v
