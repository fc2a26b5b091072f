// SPDX-License-Identifier: GPL-3.0-or-later
// The control thread of a USB3 Vision camera.
#pragma once

#include "camera/virtual/u3v/gencp_dispatcher.h"
#include "camera/virtual/u3v/in_pipe.h"

namespace mv::vcam::u3v {

class U3vDevice;

/// Executes commands one after the other and puts their answers into the pipe; carries out the faults of the control
/// channel. Owns a thread; post() may be called from any.
class ControlLoop
{
public:
    /// Clients wait that long for an answer that was not announced: RegisterFault::Slow stays below.
    static constexpr auto kSlow = std::chrono::milliseconds(150);

    struct Hooks
    {
        /// A fault wants the camera off the bus for a time; must not wait for this thread.
        std::function<void(std::chrono::milliseconds)> unplug;
        std::function<void()> served; ///< a command was executed
    };
    ControlLoop(U3vDevice &device, InPipe &acks, Hooks hooks);
    ~ControlLoop();

    void start();
    void stop();

    void post(std::vector<std::uint8_t> command);
    /// Forgets what waits.
    void clear();

private:
    void run();
    void serve(std::span<const std::uint8_t> packet);
    bool vanishes(const GencpRequest &request);
    bool delay(const GencpRequest &request, const Faults &faults, RegisterFault fault);
    void answer(const GencpRequest &request, RegisterFault fault);
    void announce(const GencpRequest &request, std::chrono::milliseconds wait);
    bool sleep(std::chrono::milliseconds time);

    U3vDevice &m_device;
    InPipe &m_acks;
    const Hooks m_hooks;
    std::thread m_thread;
    std::mutex m_mutex; // guards everything below
    std::condition_variable m_changed;
    std::deque<std::vector<std::uint8_t>> m_commands;
    std::uint64_t m_clears = 0;
    bool m_quit = false;
};

} // namespace mv::vcam::u3v
