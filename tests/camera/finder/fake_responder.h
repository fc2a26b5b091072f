// SPDX-License-Identifier: GPL-3.0-or-later
// A camera that only answers discovery, well or badly.
#pragma once

#include "discovery_packets.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace mv::test {

/// Listens for GVCP on its own loopback address and, if it likes, for broadcasts. Every datagram goes to a function
/// that returns the answers. Thread: a thread of its own, in which the function runs.
class FakeResponder
{
public:
    struct Request
    {
        std::uint16_t command = 0; ///< 0x0002 DISCOVERY, 0x0080 READREG
        std::uint16_t id = 0;
        bool broadcast = false;
    };
    using Answer = std::function<std::vector<Bytes>(const Request &)>;

    /// Throws std::runtime_error where the port is taken.
    FakeResponder(std::uint32_t address, bool hearsBroadcasts, Answer answer);
    ~FakeResponder();

    /// Datagrams that were no command at all. Nobody should send such.
    int nonsenseHeard() const { return m_nonsense; }

    /// One that behaves as @p identity, with @p privilege in register 0xA00.
    static Answer camera(const CameraIdentity &identity, std::uint32_t privilege = 0);

private:
    void run();
    void serve(int socket, bool broadcast);

    const Answer m_answer;
    int m_unicast = -1;
    int m_broadcast = -1;
    int m_stop = -1;
    std::atomic<int> m_nonsense = 0;
    std::thread m_thread;
};

} // namespace mv::test
