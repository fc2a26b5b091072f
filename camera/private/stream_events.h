// SPDX-License-Identifier: GPL-3.0-or-later
// Turns lost and incomplete frames into few lines of the event log.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

namespace mv {

class DeviceHub;

/// At most one line of each kind a second: what happens between is added up and told with the next one, or when the
/// stream ends. Thread: the stream's.
class StreamEvents
{
public:
    StreamEvents(std::shared_ptr<DeviceHub> hub, std::uint64_t number);
    ~StreamEvents();

    void lost(std::uint64_t count, std::uint64_t firstId);
    /// @p id: empty where its leader is among what is missing.
    void incomplete(std::optional<std::uint64_t> id);

private:
    struct Pending
    {
        std::uint64_t count = 0;
        std::optional<std::uint64_t> firstId;
        std::int64_t toldNs = 0; // when the last line was written
        void add(std::uint64_t more, std::optional<std::uint64_t> id);
        bool due(std::int64_t nowNs) const;
    };
    void tellLost(std::int64_t nowNs);
    void tellIncomplete(std::int64_t nowNs);

    const std::shared_ptr<DeviceHub> m_hub;
    const std::uint64_t m_number;
    Pending m_lost;
    Pending m_incomplete;
};

} // namespace mv
